import CFFmpeg
import MediaWork

/// How a picture is turned and mirrored between its coding and the eye.
struct PictureTurn {
    /// Signs and axes of a quarter turn or mirror image; nil where it is none of them.
    private let matrix: (a: Int, b: Int, c: Int, d: Int)?

    /// What was lying comes to stand: width and height change places.
    var isSideways: Bool { matrix.map { $0.a == 0 } ?? false }

    /// Shown as it is coded.
    var isNone: Bool { matrix.map { $0 == (1, 0, 0, 1) } ?? false }

    /// A quarter turn, a half, or a mirror image: what can be done to the picture itself.
    var isKnown: Bool { matrix != nil }

    init(of stream: UnsafeMutablePointer<AVStream>) {
        var size = 0
        guard let data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size), size == 36 else {
            matrix = (1, 0, 0, 1)
            return
        }
        let numbers = data.withMemoryRebound(to: Int32.self, capacity: 9) { [$0[0], $0[1], $0[3], $0[4]] }
        let signs = numbers.map { $0 == 0 ? 0 : $0 > 0 ? 1 : -1 }
        let isSquare = abs(signs[0]) == abs(signs[3]) && abs(signs[1]) == abs(signs[2]) && signs[0] * signs[1] == 0
        matrix = isSquare && abs(signs[0]) != abs(signs[1]) ? (signs[0], signs[1], signs[2], signs[3]) : nil
    }

    /// Where a part of the picture as it is seen lies in the picture as it is coded; all of it where that is not known.
    func coded(_ area: PictureMask.Area) -> PictureMask.Area {
        let whole = PictureRedaction.whole
        guard let matrix else { return PictureMask.Area(left: 0, top: 0, right: whole, bottom: whole) }
        // The matrix leads from the coded to the seen place, both counted from the middle; its inverse is transposed.
        let corners = [(area.left, area.top), (area.right, area.bottom)].map { corner in
            let (x, y) = (corner.0 - whole / 2, corner.1 - whole / 2)
            return (matrix.a * x + matrix.b * y + whole / 2, matrix.c * x + matrix.d * y + whole / 2)
        }
        return PictureMask.Area(
            left: min(corners[0].0, corners[1].0), top: min(corners[0].1, corners[1].1),
            right: max(corners[0].0, corners[1].0), bottom: max(corners[0].1, corners[1].1))
    }

    /// A 4:2:0 picture with 8 bit as it is to be seen.
    func upright(_ frame: Frame) throws(MediaFailure) -> Frame {
        guard let matrix, !isNone else { return frame }
        let from = frame.raw.pointee
        let turned = try Frame()
        let raw = turned.raw
        raw.pointee.width = isSideways ? from.height : from.width
        raw.pointee.height = isSideways ? from.width : from.height
        raw.pointee.format = from.format
        raw.pointee.color_range = from.color_range
        raw.pointee.colorspace = from.colorspace
        raw.pointee.color_primaries = from.color_primaries
        raw.pointee.color_trc = from.color_trc
        try AVCode.writing(av_frame_get_buffer(raw, 0))
        for plane in 0..<3 {
            let half = plane == 0 ? 1 : 2
            let (width, height) = (Int(from.width) / half, Int(from.height) / half)
            let (columns, rows) = isSideways ? (height, width) : (width, height)
            guard let source = Picture.planes(from)[plane], let target = Picture.planes(raw.pointee)[plane] else {
                continue
            }
            let (stride, targetStride) = (Int(Picture.strides(from)[plane]), Int(Picture.strides(raw.pointee)[plane]))
            // From one seen pixel to the next on its right, in the picture as it is coded.
            let step = matrix.a + matrix.c * stride
            for row in 0..<rows {
                let (x, y) = (1 - columns, 2 * row + 1 - rows)
                let column = (matrix.a * x + matrix.b * y + width - 1) / 2
                let line = (matrix.c * x + matrix.d * y + height - 1) / 2
                let out = UnsafeMutablePointer(mutating: target) + row * targetStride
                let start = source + line * stride + column
                for place in 0..<columns { out[place] = start[place * step] }
            }
        }
        return turned
    }
}

/// Brings the pictures of one recording upright, whatever they come as.
final class UprightPictures {
    let turn: PictureTurn
    private let scaler = Scaler()

    /// Nil where they are upright as they are, or stand so oddly that only a player can turn them.
    init?(_ turn: PictureTurn) {
        guard turn.isKnown, !turn.isNone else { return nil }
        self.turn = turn
    }

    func upright(_ frame: Frame) throws(MediaFailure) -> Frame {
        let raw = frame.raw.pointee
        let isPlain = AVPixelFormat(raw.format) == AV_PIX_FMT_YUV420P && raw.color_range != AVCOL_RANGE_JPEG
        if isPlain, raw.width % 2 == 0, raw.height % 2 == 0 { return try turn.upright(frame) }
        let scaled = try scaler.scale(frame, width: (Int(raw.width) + 1) & ~1, height: (Int(raw.height) + 1) & ~1)
        scaled.raw.pointee.colorspace = raw.colorspace
        return try turn.upright(scaled)
    }
}
