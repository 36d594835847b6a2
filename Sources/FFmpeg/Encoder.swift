import CFFmpeg
import MediaWork

/// Turns frames into packets of one stream of a `Sink`.
final class Encoder {
    let context: UnsafeMutablePointer<AVCodecContext>
    let stream: UnsafeMutablePointer<AVStream>
    private let sink: Sink

    /// Opens an encoder by FFmpeg's name after `configure` has set it up, and gives it a stream; one that is given
    /// already is described by whoever gives it.
    init(
        _ name: String, _ sink: Sink, _ given: UnsafeMutablePointer<AVStream>? = nil, options: Options = Options([:]),
        configure: (UnsafeMutablePointer<AVCodecContext>) -> Void
    ) throws(MediaFailure) {
        self.sink = sink
        let codec = avcodec_find_encoder_by_name(name)
        context = try AVCode.memory(avcodec_alloc_context3(codec))
        do throws(MediaFailure) {
            if let given { stream = given } else { stream = try sink.addStream() }
        } catch {
            var closing: UnsafeMutablePointer<AVCodecContext>? = context
            avcodec_free_context(&closing)
            throw error
        }
        configure(context)
        context.pointee.strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL
        context.pointee.flags |= AV_CODEC_FLAG_BITEXACT
        if sink.context.pointee.oformat.pointee.flags & AVFMT_GLOBALHEADER != 0 {
            context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        }
        try AVCode.writing(avcodec_open2(context, codec, &options.raw))
        guard given == nil else { return }
        try AVCode.writing(avcodec_parameters_from_context(stream.pointee.codecpar, context))
        stream.pointee.time_base = context.pointee.time_base
        stream.pointee.avg_frame_rate = context.pointee.framerate
        stream.pointee.sample_aspect_ratio = context.pointee.sample_aspect_ratio
    }

    deinit {
        var closing: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&closing)
    }

    /// Encodes a frame (nil: there are no more) and hands on each packet, its times in the encoder's time base.
    func encode(_ frame: Frame?, _ body: (Packet) throws(MediaFailure) -> Void) throws(MediaFailure) {
        try AVCode.writing(avcodec_send_frame(context, frame?.raw))
        while true {
            let packet = try Packet()
            let got = avcodec_receive_packet(context, packet.raw)
            if got == EARMARK_AVERROR_EAGAIN || got == EARMARK_AVERROR_EOF { return }
            try AVCode.writing(got)
            try body(packet)
        }
    }

    func write(_ packet: Packet) throws(MediaFailure) {
        try sink.write(packet, to: stream, timeBase: context.pointee.time_base)
    }

    /// Room for samples as this encoder takes them, the first of which is heard at `time`.
    func soundFrame(count: Int, at time: Int64) throws(MediaFailure) -> Frame {
        let frame = try Frame()
        frame.raw.pointee.nb_samples = Int32(count)
        frame.raw.pointee.format = context.pointee.sample_fmt.rawValue
        frame.raw.pointee.sample_rate = context.pointee.sample_rate
        frame.raw.pointee.pts = time
        try AVCode.writing(av_channel_layout_copy(&frame.raw.pointee.ch_layout, &context.pointee.ch_layout))
        try AVCode.writing(av_frame_get_buffer(frame.raw, 0))
        return frame
    }
}
