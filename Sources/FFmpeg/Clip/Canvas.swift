import CFFmpeg
import MediaWork

/// Where the screens of a clip stand in its picture: one whole, two side by side, three or four as two by two.
final class Canvas {
    /// Pixels, even.
    let width: Int
    let height: Int
    private let cell: (width: Int, height: Int)
    private let columns: Int
    private let isWhole: Bool
    private var picture: Frame
    private let scalers: [Scaler]

    /// One screen keeps its size up to this (4K); several share `shared`.
    private static let whole = (width: 3_840, height: 2_160)
    private static let shared = (width: 1_920, height: 1_080)

    /// `sizes`: of the screens, in pixels.
    init(_ sizes: [(width: Int, height: Int)]) throws(MediaFailure) {
        isWhole = sizes.count == 1
        columns = sizes.count == 1 ? 1 : 2
        let rows = sizes.count > 2 ? 2 : 1
        let most = isWhole ? Self.whole : Self.shared
        let widest = sizes.map(\.width).max() ?? 2
        let highest = sizes.map(\.height).max() ?? 2
        cell = Self.fit(widest, highest, into: (most.width / columns, most.height / rows), enlarge: false)
        width = cell.width * columns
        height = cell.height * rows
        picture = try Picture.black(width: width, height: height)
        scalers = sizes.map { _ in Scaler() }
    }

    /// Puts a screen's picture in its place.
    func show(_ frame: Frame, screen: Int) throws(MediaFailure) {
        let raw = frame.raw.pointee
        if isWhole, AVPixelFormat(raw.format) == AV_PIX_FMT_YUV420P, raw.color_range != AVCOL_RANGE_JPEG,
            Int(raw.width) == width, Int(raw.height) == height
        {
            picture = frame
            return
        }
        let size = Self.fit(Int(raw.width), Int(raw.height), into: cell, enlarge: true)
        let scaled = try scalers[screen].scale(frame, width: size.width, height: size.height)
        if size == (width, height) {
            picture = scaled
            return
        }
        // The encoder may still look at the last one.
        try AVCode.writing(av_frame_make_writable(picture.raw))
        let x = (screen % columns) * cell.width + (cell.width - size.width) / 2
        let y = (screen / columns) * cell.height + (cell.height - size.height) / 2
        Picture.put(scaled, into: picture, x: x & ~1, y: y & ~1)
    }

    /// The picture as it is now, to be shown from `time` on.
    func frame(at time: Int64) throws(MediaFailure) -> Frame {
        try picture.plain(at: time)
    }

    /// The size in which a picture fills a cell as far as its shape allows; even.
    private static func fit(
        _ width: Int, _ height: Int, into cell: (width: Int, height: Int), enlarge: Bool
    ) -> (width: Int, height: Int) {
        let scale = min(Double(cell.width) / Double(width), Double(cell.height) / Double(height))
        if scale >= 1, !enlarge || scale < 1.01 { return (even(width), even(height)) }
        return (min(even(Double(width) * scale), cell.width & ~1), min(even(Double(height) * scale), cell.height & ~1))
    }

    private static func even(_ side: Int) -> Int { max(2, (side + 1) & ~1) }
    private static func even(_ side: Double) -> Int { max(2, Int((side / 2).rounded()) * 2) }
}
