import CFFmpeg
import MediaWork

/// Brings pictures to one size and to 4:2:0 with 8 bit, whatever they come as.
final class Scaler {
    private var context: OpaquePointer?

    deinit { sws_freeContext(context) }

    /// A new picture of `width` x `height` (even).
    func scale(_ frame: Frame, width: Int, height: Int) throws(MediaFailure) -> Frame {
        let raw = frame.raw.pointee
        let isSameSize = Int(raw.width) == width && Int(raw.height) == height
        context = sws_getCachedContext(
            context, raw.width, raw.height, Self.plain(AVPixelFormat(raw.format)), Int32(width), Int32(height),
            AV_PIX_FMT_YUV420P, isSameSize ? SWS_BICUBIC | SWS_ACCURATE_RND : SWS_BICUBIC, nil, nil, nil)
        guard let context else { throw .unreadable(code: EARMARK_AVERROR_INVALIDDATA) }
        let isFull = raw.color_range == AVCOL_RANGE_JPEG || Self.isFullByName(AVPixelFormat(raw.format))
        let matrix = sws_getCoefficients(Colours.matrix(of: raw))
        sws_setColorspaceDetails(context, matrix, isFull ? 1 : 0, matrix, 0, 0, 1 << 16, 1 << 16)
        let scaled = try Picture.empty(width: width, height: height)
        var source = Picture.planes(raw)
        let strides = Picture.strides(raw)
        var target = Picture.planes(scaled.raw.pointee).map { $0.map { UnsafeMutablePointer(mutating: $0) } }
        let targetStrides = Picture.strides(scaled.raw.pointee)
        try AVCode.reading(sws_scale(context, &source, strides, 0, raw.height, &target, targetStrides))
        return scaled
    }

    /// The names that mean full range are an old form of the ones that do not.
    private static func plain(_ format: AVPixelFormat) -> AVPixelFormat {
        switch format {
        case AV_PIX_FMT_YUVJ420P: AV_PIX_FMT_YUV420P
        case AV_PIX_FMT_YUVJ422P: AV_PIX_FMT_YUV422P
        case AV_PIX_FMT_YUVJ444P: AV_PIX_FMT_YUV444P
        case AV_PIX_FMT_YUVJ440P: AV_PIX_FMT_YUV440P
        case AV_PIX_FMT_YUVJ411P: AV_PIX_FMT_YUV411P
        default: format
        }
    }

    private static func isFullByName(_ format: AVPixelFormat) -> Bool { plain(format) != format }
}

/// What numbers of a picture mean as colours.
enum Colours {
    /// The matrix for swscale: the picture's own, BT.709 for what comes as RGB.
    static func matrix(of frame: AVFrame) -> Int32 {
        guard !isRGB(frame) else { return SWS_CS_ITU709 }
        switch frame.colorspace {
        case AVCOL_SPC_BT709: return SWS_CS_ITU709
        case AVCOL_SPC_FCC: return SWS_CS_FCC
        case AVCOL_SPC_SMPTE240M: return SWS_CS_SMPTE240M
        case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: return SWS_CS_BT2020
        default: return SWS_CS_ITU601
        }
    }

    /// Tells an encoder what the pictures it gets mean: what the first source says, BT.709 for what came as RGB.
    static func describe(_ frame: AVFrame, to context: UnsafeMutablePointer<AVCodecContext>) {
        context.pointee.color_range = AVCOL_RANGE_MPEG
        if isRGB(frame) {
            context.pointee.colorspace = AVCOL_SPC_BT709
            context.pointee.color_primaries = AVCOL_PRI_BT709
            context.pointee.color_trc = AVCOL_TRC_BT709
        } else {
            context.pointee.colorspace = frame.colorspace
            context.pointee.color_primaries = frame.color_primaries
            context.pointee.color_trc = frame.color_trc
        }
    }

    private static func isRGB(_ frame: AVFrame) -> Bool {
        guard let format = av_pix_fmt_desc_get(AVPixelFormat(frame.format)) else { return false }
        return format.pointee.flags & UInt64(AV_PIX_FMT_FLAG_RGB | AV_PIX_FMT_FLAG_PAL) != 0
    }
}

extension Frame {
    /// The same picture for an encoder, to be shown from `time` on; nothing of the source's notes goes with it.
    func plain(at time: Int64) throws(MediaFailure) -> Frame {
        let frame = try reference()
        while frame.raw.pointee.nb_side_data > 0, let first = frame.raw.pointee.side_data[0] {
            av_frame_remove_side_data(frame.raw, first.pointee.type)
        }
        av_dict_free(&frame.raw.pointee.metadata)
        frame.raw.pointee.pts = time
        frame.raw.pointee.pict_type = AV_PICTURE_TYPE_NONE
        frame.raw.pointee.key_frame = 0
        return frame
    }
}

/// 4:2:0 pictures of our own.
enum Picture {
    /// One whose contents are still to be written.
    static func empty(width: Int, height: Int) throws(MediaFailure) -> Frame {
        let frame = try Frame()
        frame.raw.pointee.width = Int32(width)
        frame.raw.pointee.height = Int32(height)
        frame.raw.pointee.format = AV_PIX_FMT_YUV420P.rawValue
        try AVCode.writing(av_frame_get_buffer(frame.raw, 0))
        return frame
    }

    static func black(width: Int, height: Int) throws(MediaFailure) -> Frame {
        let frame = try empty(width: width, height: height)
        let raw = frame.raw.pointee
        let planes = planes(raw)
        for plane in 0..<3 {
            let rows = plane == 0 ? height : height / 2
            memset(
                UnsafeMutablePointer(mutating: planes[plane]!), plane == 0 ? 16 : 128, rows * Int(strides(raw)[plane]))
        }
        return frame
    }

    /// Puts a picture into another at an even place.
    static func put(_ frame: Frame, into canvas: Frame, x: Int, y: Int) {
        let (from, to) = (frame.raw.pointee, canvas.raw.pointee)
        for plane in 0..<3 {
            let half = plane == 0 ? 1 : 2
            let target = planes(to)[plane]! + (y / half) * Int(strides(to)[plane]) + x / half
            av_image_copy_plane(
                UnsafeMutablePointer(mutating: target), strides(to)[plane], planes(from)[plane]!, strides(from)[plane],
                from.width / Int32(half), from.height / Int32(half))
        }
    }

    static func planes(_ frame: AVFrame) -> [UnsafePointer<UInt8>?] {
        [frame.data.0, frame.data.1, frame.data.2, frame.data.3].map { $0.map { UnsafePointer($0) } }
    }

    static func strides(_ frame: AVFrame) -> [Int32] {
        [frame.linesize.0, frame.linesize.1, frame.linesize.2, frame.linesize.3]
    }
}
