import CFFmpeg
import MediaWork

/// Turns packets of one stream into frames, with one of the decoders in `Limits`.
final class Decoder {
    let context: UnsafeMutablePointer<AVCodecContext>

    /// `threads` more than one is for pictures.
    init(_ stream: UnsafeMutablePointer<AVStream>, threads: Int32 = 1) throws(MediaFailure) {
        let parameters = stream.pointee.codecpar!
        guard let codec = Self.codec(for: parameters.pointee.codec_id) else {
            throw .unsupportedCodec(String(cString: avcodec_get_name(parameters.pointee.codec_id)))
        }
        context = try AVCode.memory(avcodec_alloc_context3(codec))
        try AVCode.reading(avcodec_parameters_to_context(context, parameters))
        context.pointee.codec_whitelist = av_strdup(Limits.decoders)
        context.pointee.pkt_timebase = stream.pointee.time_base
        context.pointee.max_pixels = Int64(Limits.pixels)
        context.pointee.thread_count = threads
        try AVCode.reading(avcodec_open2(context, codec, nil))
    }

    deinit {
        var closing: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&closing)
    }

    /// The first permitted decoder for a codec.
    static func codec(for id: AVCodecID) -> UnsafePointer<AVCodec>? {
        var cursor: UnsafeMutableRawPointer?
        while let codec = av_codec_iterate(&cursor) {
            guard codec.pointee.id == id, av_codec_is_decoder(codec) != 0 else { continue }
            if av_match_list(codec.pointee.name, Limits.decoders, 44) != 0 { return codec }
        }
        return nil
    }

    /// Takes a packet in (nil: there are no more). Damage gives no frames; what comes after it may be sound.
    func send(_ packet: Packet?) throws(MediaFailure) {
        let sent = avcodec_send_packet(context, packet?.raw)
        if sent == EARMARK_AVERROR_ENOMEM { try AVCode.reading(sent) }
    }

    /// The next frame of what was sent; false when there is none yet.
    func receive(into frame: Frame) throws(MediaFailure) -> Bool {
        frame.forget()
        let got = avcodec_receive_frame(context, frame.raw)
        if got == EARMARK_AVERROR_ENOMEM { try AVCode.reading(got) }
        guard got >= 0 else { return false }
        try check(frame.raw.pointee)
        return true
    }

    func flush() { avcodec_flush_buffers(context) }

    /// A stream may change its mind about its size in the middle.
    private func check(_ raw: AVFrame) throws(MediaFailure) {
        if raw.width > 0 {
            let (width, height) = (Int(raw.width), Int(raw.height))
            guard width <= Limits.side, height <= Limits.side, width * height <= Limits.pixels else {
                throw .tooLarge(.picture)
            }
        } else {
            guard raw.ch_layout.nb_channels <= Limits.channels else { throw .tooLarge(.channels) }
            guard Limits.sampleRates.contains(Int(raw.sample_rate)) else { throw .tooLarge(.sampleRate) }
        }
    }
}
