import CFFmpeg
import MediaWork

/// What a file is, measured by its packets and not by what its headers say.
struct Probe {
    private let source: Source
    /// Opens the same file anew, for another look.
    private let open: () throws(MediaFailure) -> Source

    init(_ open: @escaping () throws(MediaFailure) -> Source) throws(MediaFailure) {
        self.open = open
        source = try open()
    }

    func report() throws(MediaFailure) -> ProbeReport {
        var report = try glance()
        if source.stream(AVMEDIA_TYPE_AUDIO) != nil { report.health += try SilentChannels.health(open()) }
        if source.stream(AVMEDIA_TYPE_VIDEO) != nil { report.health += try BlackScreen.health(open) }
        return report
    }

    /// What packets tell, without decoding any.
    func glance() throws(MediaFailure) -> ProbeReport {
        var extent = Extent(source)
        try extent.measure()
        guard extent.durationUs <= Limits.durationUs else { throw .tooLarge(.duration) }
        let streams = source.streams.map { report($0, extent: extent) }
        let health = try health(extent)
        return ProbeReport(
            container: source.kind, durationMs: milliseconds(extent.durationUs), streams: streams, health: health)
    }

    private func report(_ stream: UnsafeMutablePointer<AVStream>, extent: Extent) -> StreamReport {
        let parameters = stream.pointee.codecpar.pointee
        var report = StreamReport(
            index: Int(stream.pointee.index), type: Self.type(of: stream),
            codec: String(cString: avcodec_get_name(parameters.codec_id)),
            durationMs: milliseconds(extent.durationUs(of: stream)))
        switch report.type {
        case .video:
            report.width = Int(parameters.width)
            report.height = Int(parameters.height)
            report.frameRate = Self.frameRate(stream.pointee)
            report.pixelFormat = av_get_pix_fmt_name(AVPixelFormat(parameters.format)).map { String(cString: $0) }
        case .audio:
            report.sampleRate = Int(parameters.sample_rate)
            report.channels = Int(parameters.ch_layout.nb_channels)
        case .subtitle, .data: break
        }
        return report
    }

    static func type(of stream: UnsafeMutablePointer<AVStream>) -> StreamType {
        switch stream.pointee.codecpar.pointee.codec_type {
        case AVMEDIA_TYPE_AUDIO: .audio
        case AVMEDIA_TYPE_VIDEO where stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0: .video
        case AVMEDIA_TYPE_SUBTITLE: .subtitle
        default: .data
        }
    }

    /// A picture without a size, or sound without a rate, is only claimed.
    private static func isUsable(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        let parameters = stream.pointee.codecpar.pointee
        return parameters.width > 0 && parameters.height > 0 || parameters.sample_rate > 0
    }

    private static func frameRate(_ stream: AVStream) -> Double? {
        for rate in [stream.avg_frame_rate, stream.r_frame_rate] where rate.num > 0 && rate.den > 0 {
            return (Double(rate.num) / Double(rate.den) * 1_000).rounded() / 1_000
        }
        return nil
    }

    private func health(_ extent: Extent) throws(MediaFailure) -> [Health] {
        var health: [Health] = []
        let media = source.streams.filter { [.audio, .video].contains(Self.type(of: $0)) }
        let unread = media.filter { Decoder.codec(for: $0.pointee.codecpar.pointee.codec_id) == nil }
        let names = unread.map { String(cString: avcodec_get_name($0.pointee.codecpar.pointee.codec_id)) }
        if media.isEmpty {
            health.append(Health(.noMedia, "The file holds neither sound nor a picture."))
        } else if unread.count == media.count {
            throw .unsupportedCodec(names[0])
        } else if extent.durationUs <= 0 || !media.contains(where: Self.isUsable) {
            throw .unreadable(code: EARMARK_AVERROR_INVALIDDATA)
        }
        for name in names {
            health.append(Health(.unsupportedCodec, "A stream in the codec \"\(name)\" cannot be read."))
        }
        if let finding = extent.finding { health.append(finding) }
        return health
    }
}

/// µs to the nearest ms.
func milliseconds(_ microseconds: Int64) -> Int { Int((microseconds + 500) / 1_000) }
