import CFFmpeg
import Glibc
import MediaWork

/// Brings pictures to the size of a thumbnail and to the colours that a JPEG has: BT.601, full range (JFIF 1.02).
final class TilePainter {
    private var toColours: OpaquePointer?
    private var toTile: OpaquePointer?

    deinit {
        sws_freeContext(toColours)
        sws_freeContext(toTile)
    }

    /// By way of red, green and blue: a scaler does not change matrices by itself.
    func paint(_ picture: Frame, width: Int, height: Int) throws(MediaFailure) -> Frame {
        let raw = picture.raw.pointee
        toColours = sws_getCachedContext(
            toColours, raw.width, raw.height, AVPixelFormat(raw.format), Int32(width), Int32(height),
            AV_PIX_FMT_RGB24, SWS_AREA, nil, nil, nil)
        toTile = sws_getCachedContext(
            toTile, Int32(width), Int32(height), AV_PIX_FMT_RGB24, Int32(width), Int32(height), AV_PIX_FMT_YUV420P,
            SWS_BILINEAR, nil, nil, nil)
        guard let toColours, let toTile else { throw .unreadable(code: EARMARK_AVERROR_INVALIDDATA) }
        let matrix = sws_getCoefficients(Colours.matrix(of: raw))
        sws_setColorspaceDetails(toColours, matrix, 0, sws_getCoefficients(SWS_CS_ITU601), 1, 0, 1 << 16, 1 << 16)
        let full = sws_getCoefficients(SWS_CS_ITU601)
        sws_setColorspaceDetails(toTile, full, 1, full, 1, 0, 1 << 16, 1 << 16)
        let colours = try Self.empty(AV_PIX_FMT_RGB24, width: width, height: height)
        try Self.scale(toColours, raw, to: colours)
        let tile = try Self.empty(AV_PIX_FMT_YUVJ420P, width: width, height: height)
        try Self.scale(toTile, colours.raw.pointee, to: tile)
        return tile
    }

    /// A sheet on which nothing is painted yet.
    static func grey(width: Int, height: Int) throws(MediaFailure) -> Frame {
        let sheet = try empty(AV_PIX_FMT_YUVJ420P, width: width, height: height)
        let raw = sheet.raw.pointee
        for (plane, stride) in zip(Picture.planes(raw).prefix(3), Picture.strides(raw)).enumerated().map({ ($0, $1) }) {
            let rows = plane == 0 ? height : height / 2
            if let start = stride.0 { memset(UnsafeMutablePointer(mutating: start), 128, rows * Int(stride.1)) }
        }
        return sheet
    }

    private static func empty(_ format: AVPixelFormat, width: Int, height: Int) throws(MediaFailure) -> Frame {
        let frame = try Frame()
        frame.raw.pointee.width = Int32(width)
        frame.raw.pointee.height = Int32(height)
        frame.raw.pointee.format = format.rawValue
        try AVCode.reading(av_frame_get_buffer(frame.raw, 0))
        return frame
    }

    private static func scale(
        _ context: OpaquePointer, _ from: AVFrame, to frame: Frame
    ) throws(MediaFailure) {
        var source = Picture.planes(from)
        var target = Picture.planes(frame.raw.pointee).map { $0.map { UnsafeMutablePointer(mutating: $0) } }
        try AVCode.reading(
            sws_scale(
                context, &source, Picture.strides(from), 0, from.height, &target,
                Picture.strides(frame.raw.pointee)))
    }
}
