import CFFmpeg
import MediaWork

/// A media file being written, without a trace of what it was made from: no dates, no names, no encoder tags.
final class Sink {
    let bytes: OutputBytes
    let context: UnsafeMutablePointer<AVFormatContext>
    let container: Container

    init(descriptor: Int32, container: Container) throws(MediaFailure) {
        bytes = try OutputBytes(descriptor: descriptor)
        self.container = container
        var opening: UnsafeMutablePointer<AVFormatContext>?
        try AVCode.writing(avformat_alloc_output_context2(&opening, nil, container.muxer, nil))
        context = try AVCode.memory(opening)
        context.pointee.pb = bytes.context
        context.pointee.flags |= AVFMT_FLAG_CUSTOM_IO | AVFMT_FLAG_BITEXACT
        context.pointee.flush_packets = 0
        context.pointee.strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL
        context.pointee.opaque = Unmanaged.passUnretained(bytes).toOpaque()
        // Moving the index of an MP4 to the front reads the output again, by a name that does not exist.
        context.pointee.io_open = { context, reader, _, flags, _ in
            guard flags == AVIO_FLAG_READ, let opaque = context?.pointee.opaque else { return EARMARK_AVERROR_EACCES }
            reader?.pointee = Unmanaged<OutputBytes>.fromOpaque(opaque).takeUnretainedValue().reader()
            return reader?.pointee == nil ? EARMARK_AVERROR_ENOMEM : 0
        }
        context.pointee.io_close2 = { _, reader in
            OutputBytes.freeReader(reader)
            return 0
        }
    }

    deinit { avformat_free_context(context) }

    func addStream() throws(MediaFailure) -> UnsafeMutablePointer<AVStream> {
        try AVCode.memory(avformat_new_stream(context, nil))
    }

    /// To be called when all streams are there; their time bases may change.
    func begin() throws(MediaFailure) {
        // Index first, so that a browser can play what it has of the file.
        let options = Options(container == .mp4 || container == .m4a ? ["movflags": "+faststart"] : [:])
        try AVCode.writing(avformat_write_header(context, &options.raw))
    }

    /// Takes the packet over; its times are in `timeBase`.
    func write(
        _ packet: Packet, to stream: UnsafeMutablePointer<AVStream>, timeBase: AVRational
    ) throws(MediaFailure) {
        let delay = codecDelay(stream, timeBase)
        packet.raw.pointee.pts += delay
        packet.raw.pointee.dts += delay
        packet.raw.pointee.stream_index = stream.pointee.index
        packet.raw.pointee.pos = -1
        av_packet_rescale_ts(packet.raw, timeBase, stream.pointee.time_base)
        guard context.pointee.nb_streams == 1 else {
            try AVCode.writing(av_interleaved_write_frame(context, packet.raw))
            return
        }
        // A lone stream has nothing to be put in order with.
        let code = av_write_frame(context, packet.raw)
        packet.forget()
        try AVCode.writing(code)
    }

    /// Matroska's readers take the samples that Opus makes up at its beginning (CodecDelay) off every time; FFmpeg 5.1
    /// writes that delay down but does not add it to the times.
    private func codecDelay(_ stream: UnsafeMutablePointer<AVStream>, _ timeBase: AVRational) -> Int64 {
        let parameters = stream.pointee.codecpar.pointee
        guard container.muxer == "matroska" || container == .webm, parameters.codec_id == AV_CODEC_ID_OPUS else {
            return 0
        }
        return av_rescale_q(
            Int64(parameters.initial_padding), AVRational(num: 1, den: parameters.sample_rate), timeBase)
    }

    /// Completes the file and gives its length in bytes.
    func end() throws(MediaFailure) -> Int {
        try AVCode.writing(av_write_trailer(context))
        avio_flush(bytes.context)
        try AVCode.writing(bytes.context?.pointee.error ?? 0)
        return Int(bytes.size)
    }
}

extension Container {
    /// FFmpeg's name of the muxer.
    var muxer: String {
        switch self {
        case .m4a: "ipod"
        case .mkv, .mka: "matroska"
        default: rawValue
        }
    }
}
