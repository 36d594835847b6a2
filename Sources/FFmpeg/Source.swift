import CFFmpeg
import MediaWork

/// A media file open for reading: recognised by content, every name but those in `Limits` refused.
final class Source {
    let bytes: InputBytes
    let context: UnsafeMutablePointer<AVFormatContext>
    /// Where the samples lie, when the file itself need not be parsed.
    private let samples: IndexedSamples?

    /// By the index that was written when the file came in; nil where that is another file's.
    init?(descriptor: Int32, index: IndexReader, isCancelled: @escaping () -> Bool) throws(MediaFailure) {
        bytes = try InputBytes(descriptor: descriptor, isCancelled: isCancelled)
        guard let samples = IndexedSamples(index, bytes) else { return nil }
        context = try AVCode.memory(avformat_alloc_context())
        self.samples = samples
        try samples.describe(context)
    }

    /// `isGlance`: nothing of it will be decoded.
    init(
        descriptor: Int32, isGlance: Bool = false, isCancelled: @escaping () -> Bool = { false }
    ) throws(MediaFailure) {
        samples = nil
        bytes = try InputBytes(descriptor: descriptor, isCancelled: isCancelled)
        let format = try Self.recognise(bytes)
        var opening = avformat_alloc_context()
        guard let context = opening else { throw .tooLarge(.memory) }
        context.pointee.pb = bytes.context
        context.pointee.flags |= AVFMT_FLAG_CUSTOM_IO
        context.pointee.protocol_whitelist = av_strdup("")
        context.pointee.format_whitelist = av_strdup(Limits.formats)
        context.pointee.codec_whitelist = av_strdup(Limits.decoders)
        context.pointee.max_streams = Int32(Limits.streams) + 1
        // A file that refers to another one (MP4 data references, playlists) gets nothing.
        context.pointee.io_open = { _, _, _, _, _ in EARMARK_AVERROR_EACCES }
        // Frees the context when it fails.
        try AVCode.reading(avformat_open_input(&opening, nil, format, nil))
        self.context = context
        try understand(isGlance: isGlance)
    }

    deinit {
        var closing: UnsafeMutablePointer<AVFormatContext>? = context
        avformat_close_input(&closing)
    }

    var streams: [UnsafeMutablePointer<AVStream>] {
        (0..<Int(context.pointee.nb_streams)).compactMap { context.pointee.streams[$0] }
    }

    /// FFmpeg's name of the container, where it stands for several kinds the one that the file itself says.
    var kind: String {
        let name = String(cString: context.pointee.iformat.pointee.name)
        if name.hasPrefix("matroska") { return Self.docType(bytes) ?? "matroska" }
        guard name.hasPrefix("mov") else { return name }
        let entry = av_dict_get(context.pointee.metadata, "major_brand", nil, 0)
        switch entry.map({ String(cString: $0.pointee.value) }) {
        case "qt  ": return "mov"
        case "M4A ": return "m4a"
        default: return "mp4"
        }
    }

    /// The first stream of a kind that can be decoded; a picture attached to a song is no video.
    func stream(_ type: AVMediaType) -> UnsafeMutablePointer<AVStream>? {
        streams.first {
            $0.pointee.codecpar.pointee.codec_type == type && $0.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0
                && Decoder.codec(for: $0.pointee.codecpar.pointee.codec_id) != nil
        }
    }

    /// Where the file's own timeline begins, µs: its first timestamp, unless that lies before zero.
    var originUs: Int64 {
        if let samples { return samples.originUs }
        let start = context.pointee.start_time
        return start == EARMARK_NOPTS ? 0 : max(0, start)
    }

    /// How long the file lasts as far as that is known without reading on, µs.
    var knownDurationUs: Int64? {
        if let samples { return samples.durationUs }
        let (duration, method) = (context.pointee.duration, context.pointee.duration_estimation_method)
        return duration > 0 && method == AVFMT_DURATION_FROM_STREAM ? duration : nil
    }

    /// Streams that nobody wants are skipped by the demuxer.
    func want(_ wanted: [UnsafeMutablePointer<AVStream>]) {
        if let samples, let first = wanted.first { return samples.want(Int(first.pointee.index)) }
        for stream in streams {
            stream.pointee.discard = wanted.contains(stream) ? AVDISCARD_DEFAULT : AVDISCARD_ALL
        }
    }

    /// The next packet; false at the end. Damage in the middle ends the file there, as players do.
    func read(into packet: Packet) throws(MediaFailure) -> Bool {
        if let samples { return try samples.read(into: packet) }
        packet.forget()
        let code = av_read_frame(context, packet.raw)
        if code == EARMARK_AVERROR_EXIT || code == EARMARK_AVERROR_ENOMEM { try AVCode.reading(code) }
        return code >= 0
    }

    /// To the last place not after `timeUs` (on the container's timeline) where decoding can start; false where the
    /// container cannot.
    func seek(toUs timeUs: Int64, in stream: UnsafeMutablePointer<AVStream>) -> Bool {
        let microseconds = AVRational(num: 1, den: AV_TIME_BASE)
        return seek(to: av_rescale_q(timeUs, microseconds, stream.pointee.time_base), in: stream)
    }

    /// The same by the stream's own clock.
    func seek(to time: Int64, in stream: UnsafeMutablePointer<AVStream>) -> Bool {
        if let samples { return (try? samples.seek(to: time)) != nil }
        return av_seek_frame(context, stream.pointee.index, time, AVSEEK_FLAG_BACKWARD) >= 0
    }

    /// To the first packet of a stream, which may be decoded before anything is shown or heard.
    func rewind(_ stream: UnsafeMutablePointer<AVStream>) -> Bool {
        if let samples {
            samples.rewind()
            return true
        }
        let first = avformat_index_get_entry(stream, 0)?.pointee.timestamp ?? 0
        return av_seek_frame(context, stream.pointee.index, min(0, first), AVSEEK_FLAG_BACKWARD) >= 0
    }

    private static func recognise(_ bytes: InputBytes) throws(MediaFailure)
        -> UnsafePointer<AVInputFormat>?
    {
        // The one that says at once what it is; for the others all demuxers are asked.
        if docType(bytes) != nil, let known = av_find_input_format("matroska") { return known }
        var format: UnsafePointer<AVInputFormat>?
        let score = av_probe_input_buffer2(bytes.context, &format, nil, nil, 0, 0)
        if score == EARMARK_AVERROR_EXIT || score == EARMARK_AVERROR_ENOMEM { try AVCode.reading(score) }
        guard score >= 0, let format else { throw .unsupportedFormat("") }
        let name = String(cString: format.pointee.name)
        guard av_match_list(name, Limits.formats, 44) != 0 else { throw .unsupportedFormat(name) }
        return format
    }

    /// What Matroska calls itself (the DocType of the EBML header, RFC 8794 section 11.2); nil of other files.
    private static func docType(_ bytes: InputBytes) -> String? {
        let start = bytes.start(64)
        guard start.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) else { return nil }
        return ["webm", "matroska"].first { name in start.indices.contains { start[$0...].starts(with: name.utf8) } }
    }

    private static let look: KeyValuePairs = ["max_pixels": String(Limits.pixels)]
    /// One keyframe tells the form of all pictures, however roughly it is decoded.
    private static let glance: KeyValuePairs = [
        "max_pixels": String(Limits.pixels), "skip_frame": "nokey", "skip_loop_filter": "all", "skip_idct": "all",
    ]

    /// What the tables of an MP4 do not say about its streams, their first half second tells; FFmpeg would read on for
    /// as long as it takes to see how far decoding runs ahead, µs.
    private static let glanceUs: Int64 = 500_000

    private func isRecognised(as name: String) -> Bool {
        String(cString: context.pointee.iformat.pointee.name).hasPrefix(name)
    }

    /// Whether the header says how many pictures there are to a second, which FFmpeg would count otherwise.
    private var knowsRates: Bool {
        streams.allSatisfy {
            $0.pointee.codecpar.pointee.codec_type != AVMEDIA_TYPE_VIDEO || $0.pointee.avg_frame_rate.num > 0
        }
    }

    private func understand(isGlance: Bool) throws(MediaFailure) {
        guard context.pointee.nb_streams <= Limits.streams else { throw .tooLarge(.streams) }
        for stream in streams { try Limits.check(stream.pointee.codecpar.pointee) }
        guard isGlance else { return try understand(Self.look) }
        let isMOV = isRecognised(as: "mov")
        guard knowsRates, isMOV || isRecognised(as: "matroska") else { return try understand(Self.glance) }
        context.pointee.fps_probe_size = 0
        if isMOV { context.pointee.max_analyze_duration = Self.glanceUs }
        // Of a lone stream the tables, or the head of its first picture, may tell what decoding would.
        let form = streams.count == 1 && isMOV ? PictureForm(streams[0], bytes) : nil
        guard form != nil || streams.count == 1 && !isMOV && isPlainOpus(streams[0].pointee.codecpar.pointee) else {
            return try understand(Self.glance)
        }
        allow("none")
        defer { allow(Limits.decoders) }
        try understand(Self.glance)
        form?.describe(streams[0])
        try Limits.check(streams[0].pointee.codecpar.pointee)
    }

    /// Whether the header of Opus (RFC 7845, 5.1) and that of the container agree, so that decoding tells nothing new.
    private func isPlainOpus(_ parameters: AVCodecParameters) -> Bool {
        guard parameters.codec_id == AV_CODEC_ID_OPUS, parameters.extradata_size >= 19 else { return false }
        let channels = Int32(parameters.extradata[9])
        return parameters.sample_rate == 48_000 && (1...2).contains(channels)
            && channels == parameters.ch_layout.nb_channels
            && UnsafeBufferPointer(start: parameters.extradata, count: 8).elementsEqual("OpusHead".utf8)
    }

    /// The decoders by which FFmpeg may find out about streams.
    private func allow(_ decoders: String) {
        av_free(context.pointee.codec_whitelist)
        context.pointee.codec_whitelist = av_strdup(decoders)
    }

    /// Has FFmpeg find out what the header does not say; `options` are those of decoders of pictures.
    private func understand(_ pictures: KeyValuePairs<String, String>) throws(MediaFailure) {
        let options = streams.map { stream in
            Options(stream.pointee.codecpar.pointee.codec_type == AVMEDIA_TYPE_VIDEO ? pictures : Self.look)
        }
        var dictionaries = options.map(\.raw)
        let code = avformat_find_stream_info(context, &dictionaries)
        for (option, dictionary) in zip(options, dictionaries) { option.raw = dictionary }
        try AVCode.reading(code)
        guard context.pointee.nb_streams <= Limits.streams else { throw .tooLarge(.streams) }
        for stream in streams {
            try Limits.check(stream.pointee.codecpar.pointee)
            measureG722(stream.pointee.codecpar)
        }
    }

    /// FFmpeg 5.1 takes G.722 in WAV for twice as many bytes a second as it has, and then seeks too far.
    private func measureG722(_ parameters: UnsafeMutablePointer<AVCodecParameters>) {
        guard parameters.pointee.codec_id == AV_CODEC_ID_ADPCM_G722 else { return }
        let bits = Int64(av_get_bits_per_sample(AV_CODEC_ID_ADPCM_G722))
        parameters.pointee.bit_rate =
            bits * Int64(parameters.pointee.sample_rate) * Int64(parameters.pointee.ch_layout.nb_channels)
    }
}
