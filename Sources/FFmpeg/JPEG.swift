import CFFmpeg
import MediaWork

/// A picture as a JPEG file.
enum JPEG {
    /// 2 is the best, 31 the smallest.
    private static let quality: Int32 = 4

    /// `picture` is 4:2:0 in full range.
    static func write(_ picture: Frame, to bytes: OutputBytes) throws(MediaFailure) {
        var context = avcodec_alloc_context3(avcodec_find_encoder_by_name("mjpeg"))
        defer { avcodec_free_context(&context) }
        guard let encoder = context else { throw .tooLarge(.memory) }
        encoder.pointee.width = picture.raw.pointee.width
        encoder.pointee.height = picture.raw.pointee.height
        encoder.pointee.pix_fmt = AV_PIX_FMT_YUVJ420P
        encoder.pointee.time_base = AVRational(num: 1, den: 1)
        encoder.pointee.thread_count = 1
        encoder.pointee.flags |= AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT
        encoder.pointee.global_quality = quality * FF_QP2LAMBDA
        try AVCode.writing(avcodec_open2(encoder, nil, nil))
        picture.raw.pointee.quality = quality * FF_QP2LAMBDA
        try AVCode.writing(avcodec_send_frame(encoder, picture.raw))
        try AVCode.writing(avcodec_send_frame(encoder, nil))
        let packet = try Packet()
        try AVCode.writing(avcodec_receive_packet(encoder, packet.raw))
        avio_write(bytes.context, packet.raw.pointee.data, packet.raw.pointee.size)
        avio_flush(bytes.context)
        try AVCode.writing(bytes.context?.pointee.error ?? 0)
    }
}
