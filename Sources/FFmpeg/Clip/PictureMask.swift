import CFFmpeg
import MediaWork

/// Rectangles of one screen that are black for a while, painted before anything is scaled or encoded.
final class PictureMask {
    private let rectangles: [Rectangle]
    private let scaler = Scaler()

    private struct Rectangle {
        /// Ticks of 1/90000 s from the clip's start.
        var start: Int64
        var end: Int64
        var area: Area
    }

    /// Part of a picture as it is coded, in ten-thousandths of its width and height.
    struct Area: Equatable {
        var left: Int
        var top: Int
        var right: Int
        var bottom: Int
    }

    init(_ redactions: [PictureRedaction], clipStartMs: Int, turn: PictureTurn) {
        rectangles = redactions.map { redaction in
            Rectangle(
                start: Int64(redaction.startMs - clipStartMs) * ScreenReader.ticks / 1_000,
                end: Int64(redaction.endMs - clipStartMs) * ScreenReader.ticks / 1_000,
                area: turn.coded(
                    Area(
                        left: redaction.x, top: redaction.y, right: redaction.x + redaction.width,
                        bottom: redaction.y + redaction.height)))
        }
    }

    /// When next something is covered or uncovered.
    func change(after time: Int64) -> Int64? {
        rectangles.flatMap { [$0.start, $0.end] }.filter { $0 > time }.min()
    }

    /// The picture with everything black that is covered at some instant of `[time, last]`; nil where nothing is.
    func masked(_ frame: Frame, from time: Int64, through last: Int64) throws(MediaFailure) -> Frame? {
        let covered = rectangles.filter { $0.start <= last && $0.end > time }
        guard !covered.isEmpty else { return nil }
        let (copy, spread) = try paintable(frame)
        for rectangle in covered { Picture.paintBlack(copy, rectangle.area, spread: spread) }
        return copy
    }

    /// A picture of our own in 4:2:0 that nobody else looks at, and how many pixels away what is covered shows in it.
    private func paintable(_ frame: Frame) throws(MediaFailure) -> (Frame, spread: Int) {
        let raw = frame.raw.pointee
        guard AVPixelFormat(raw.format) == AV_PIX_FMT_YUV420P, raw.color_range != AVCOL_RANGE_JPEG else {
            // Four pixels are mixed to one.
            return (try scaler.scale(frame, width: (Int(raw.width) + 1) & ~1, height: (Int(raw.height) + 1) & ~1), 2)
        }
        let copy = try frame.reference()
        try AVCode.reading(av_frame_make_writable(copy.raw))
        return (copy, 0)
    }
}

extension Picture {
    /// Paints part of a 4:2:0 picture black, its edges moved outward by `spread` and to even pixels.
    static func paintBlack(_ frame: Frame, _ area: PictureMask.Area, spread: Int) {
        let raw = frame.raw.pointee
        let (width, height) = (Int(raw.width), Int(raw.height))
        let whole = PictureRedaction.whole
        let left = max(0, area.left * width / whole - spread) & ~1
        let top = max(0, area.top * height / whole - spread) & ~1
        let right = min(((area.right * width + whole - 1) / whole + spread + 1) & ~1, width)
        let bottom = min(((area.bottom * height + whole - 1) / whole + spread + 1) & ~1, height)
        for plane in 0..<3 {
            let half = plane == 0 ? 1 : 2
            let columns = (right + half - 1) / half - left / half
            guard columns > 0, let base = planes(raw)[plane] else { continue }
            for row in (top / half)..<max(top / half, (bottom + half - 1) / half) {
                let place = UnsafeMutablePointer(mutating: base) + row * Int(strides(raw)[plane]) + left / half
                memset(place, plane == 0 ? 16 : 128, columns)
            }
        }
    }
}
