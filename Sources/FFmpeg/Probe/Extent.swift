import CFFmpeg
import MediaWork

/// From when to when each stream of a file really goes, seen from its packets.
struct Extent {
    private let source: Source
    /// End of each stream on the container's timeline, µs; nil where there is no packet.
    private var ends: [Int64?]
    private var starts: [Int64?]
    private let declaredUs: Int64?
    private var endsEarly = false

    /// Files whose demuxers do not surely find a place are read whole up to this size; of larger ones the end alone.
    private static let wholeBytes: Int64 = 64 << 20
    private static let entered = ["mov", "matroska", "ogg", "wav"]
    /// How far before the declared end reading starts, µs: longer than the gap between two keyframes.
    private static let tailUs: Int64 = 30_000_000
    /// The same of a lone stream: nothing of it ends earlier, and its keyframes are known.
    private static let loneTailUs: Int64 = 5_000_000
    /// By how much a header may be wrong, µs.
    private static let toleranceUs: Int64 = 500_000
    private static let microseconds = AVRational(num: 1, den: AV_TIME_BASE)

    init(_ source: Source) {
        self.source = source
        ends = Array(repeating: nil, count: source.streams.count)
        starts = ends
        let context = source.context.pointee
        let isEstimate = context.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE
        declaredUs = context.duration > 0 && !isEstimate ? context.duration : nil
    }

    /// Length of the file, µs: from its first timestamp to the end of its last packet.
    var durationUs: Int64 {
        let media = zip(source.streams, ends).filter { [.audio, .video].contains(Probe.type(of: $0.0)) }
        guard let end = media.compactMap(\.1).max() else { return 0 }
        return max(0, end - source.originUs)
    }

    func durationUs(of stream: UnsafeMutablePointer<AVStream>) -> Int64 {
        let index = Int(stream.pointee.index)
        guard index < ends.count, let end = ends[index] else { return 0 }
        return max(0, end - max(starts[index] ?? 0, source.originUs))
    }

    mutating func measure() throws(MediaFailure) {
        if try !measureTail() {
            ends = Array(repeating: nil, count: ends.count)
            try readOn()
        }
        for (position, stream) in source.streams.enumerated() where position < starts.count {
            let start = stream.pointee.start_time
            if start != EARMARK_NOPTS { starts[position] = us(start, stream) }
        }
        endsEarly = indexGoesBeyondTheFile
    }

    /// Reads the end alone; false, and back at the beginning, when that is not enough and there is a way back.
    private mutating func measureTail() throws(MediaFailure) -> Bool {
        guard let declaredUs, declaredUs > 2 * Self.tailUs, hasTimestamps,
            isEntered || source.bytes.size > Self.wholeBytes
        else { return false }
        let context = source.context
        let tailUs = isEntered && source.streams.count == 1 ? Self.loneTailUs : Self.tailUs
        _ = av_seek_frame(context, -1, source.originUs + declaredUs - tailUs, AVSEEK_FLAG_BACKWARD)
        try readOn()
        let isKnown = zip(source.streams, ends).allSatisfy { stream, end in
            end != nil || ![.audio, .video].contains(Probe.type(of: stream))
        }
        if isKnown, abs(durationUs - declaredUs) <= Self.toleranceUs { return true }
        // What does not agree is looked at as a whole.
        return av_seek_frame(context, -1, source.originUs, AVSEEK_FLAG_BACKWARD) < 0
    }

    private mutating func readOn() throws(MediaFailure) {
        let packet = try Packet()
        while try source.read(into: packet) { note(packet.raw.pointee) }
    }

    /// What the packets say against the header, if anything.
    var finding: Health? {
        let format = String(cString: source.context.pointee.iformat.pointee.name)
        if format == "wav",
            let promisedUs = WaveHeader(source.bytes.start(4_096))?.brokenPromiseUs(fileBytes: source.bytes.size)
        {
            return truncated(promisedUs)
        }
        guard let declaredUs else { return endsEarly ? truncated(nil) : nil }
        let slowest = source.streams.compactMap { stream -> Int64? in
            let rate = stream.pointee.avg_frame_rate
            guard rate.num > 0, rate.den > 0 else { return nil }
            return 2_000_000 * Int64(rate.den) / Int64(rate.num)
        }.max()
        let toleranceUs = max(Self.toleranceUs, slowest ?? 0)
        if endsEarly { return truncated(declaredUs) }
        let isMOV = format.hasPrefix("mov")
        // An MP4 knows the place of every packet, so one that merely says too much is not cut off.
        if durationUs < declaredUs - toleranceUs, !isMOV { return truncated(declaredUs) }
        guard abs(durationUs - declaredUs) > toleranceUs else { return nil }
        return Health(
            .durationMismatch,
            "The header promises \(seconds(declaredUs)) s, but the media lasts \(seconds(durationUs)) s.")
    }

    private func truncated(_ declaredUs: Int64?) -> Health {
        let promised = declaredUs.map { " of the \(seconds($0)) s its header promises" } ?? ""
        return Health(.truncated, "The file was cut off: it ends after \(seconds(durationUs)) s\(promised).")
    }

    private func seconds(_ us: Int64) -> String {
        let tenths = (us + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// Raw streams have no timestamps; theirs are counted from the start.
    private var hasTimestamps: Bool {
        let name = String(cString: source.context.pointee.iformat.pointee.name)
        return !["mp3", "aac", "amr", "flac"].contains(name)
    }

    private var isEntered: Bool {
        let name = String(cString: source.context.pointee.iformat.pointee.name)
        return Self.entered.contains(where: name.hasPrefix)
    }

    private mutating func note(_ packet: AVPacket) {
        let index = Int(packet.stream_index)
        guard index < ends.count, packet.flags & AV_PKT_FLAG_DISCARD == 0 else { return }
        let stream = source.streams[index]
        let start = packet.pts != EARMARK_NOPTS ? packet.pts : packet.dts
        let from = start == EARMARK_NOPTS ? ends[index] ?? 0 : us(start, stream)
        let until = from.addingReportingOverflow(us(packet.duration, stream))
        if !until.overflow { ends[index] = max(ends[index] ?? .min, until.partialValue) }
    }

    private func us(_ time: Int64, _ stream: UnsafeMutablePointer<AVStream>) -> Int64 {
        av_rescale_q(time, stream.pointee.time_base, Self.microseconds)
    }

    private var indexGoesBeyondTheFile: Bool {
        guard String(cString: source.context.pointee.iformat.pointee.name).hasPrefix("mov") else { return false }
        return source.streams.contains { stream in
            let count = avformat_index_get_entries_count(stream)
            guard count > 0, let last = avformat_index_get_entry(stream, count - 1) else { return false }
            return last.pointee.pos + Int64(last.pointee.size) > source.bytes.size
        }
    }
}
