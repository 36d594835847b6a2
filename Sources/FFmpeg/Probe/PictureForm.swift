import CFFmpeg
import MediaWork

/// Size and pixel format of the pictures of a stream, as the head of its first one says: decoding ends where the decoder
/// asks for memory to decode into, which would cost more than all else that a glance at an MP4 does.
struct PictureForm {
    private let width: Int32
    private let height: Int32
    private let format: Int32

    private static let mostBytes: Int32 = 1 << 24

    /// Nil where the first packet of a stream does not tell it, or cannot be found by a table.
    init?(_ stream: UnsafeMutablePointer<AVStream>, _ bytes: InputBytes) {
        guard stream.pointee.codecpar.pointee.codec_id == AV_CODEC_ID_H264,
            stream.pointee.codecpar.pointee.extradata_size > 0,
            let entry = avformat_index_get_entry(stream, 0)?.pointee, entry.flags & AVINDEX_KEYFRAME != 0,
            (1...Self.mostBytes).contains(entry.size), let packet = try? Packet(), let frame = try? Frame(),
            av_new_packet(packet.raw, entry.size) == 0, let decoder = try? Decoder(stream)
        else { return nil }
        let buffer = UnsafeMutableRawBufferPointer(start: packet.raw.pointee.data, count: Int(entry.size))
        guard bytes.peek(buffer, at: entry.pos) == buffer.count else { return nil }
        let context = decoder.context
        context.pointee.get_buffer2 = { _, _, _ in EARMARK_AVERROR_EXIT }
        try? decoder.send(packet)
        _ = try? decoder.receive(into: frame)
        guard context.pointee.pix_fmt != AV_PIX_FMT_NONE, context.pointee.width > 0, context.pointee.height > 0 else {
            return nil
        }
        (width, height) = (context.pointee.width, context.pointee.height)
        format = context.pointee.pix_fmt.rawValue
    }

    func describe(_ stream: UnsafeMutablePointer<AVStream>) {
        let parameters = stream.pointee.codecpar!
        (parameters.pointee.width, parameters.pointee.height) = (width, height)
        parameters.pointee.format = format
    }
}
