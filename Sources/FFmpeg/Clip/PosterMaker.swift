import CFFmpeg
import MediaWork

/// The picture that stands for a clip until it is played: what is on screen at its start, unless that shows nothing.
struct PosterMaker {
    /// Opens the clip, anew each time.
    let open: () throws(MediaFailure) -> Source

    /// Pixels along the longer side: as wide as the page on which strangers see it, and a bit.
    private static let side = 1_280
    /// For a look at whether a picture shows anything.
    private static let smallSide = 64
    /// How far the luma of pixels is from their mean, on average, in a picture that shows something: a line of text on
    /// an empty page is enough.
    private static let leastContrast = 1.0

    func make(to descriptor: Int32) throws(MediaFailure) -> PosterReport {
        let track = try TrackReader(try open(), AVMEDIA_TYPE_VIDEO)
        guard try track.next() else { throw .unreadable(code: EARMARK_AVERROR_INVALIDDATA) }
        let first = try track.frame.reference()
        let chosen = try Self.showsSomething(first) ? first : try later() ?? first
        return try write(chosen, PictureTurn(of: track.stream), to: descriptor)
    }

    /// The first keyframe that shows something.
    private func later() throws(MediaFailure) -> Frame? {
        let keyframes = try KeyframeReader(try open())
        while try keyframes.next() != nil {
            if try Self.showsSomething(keyframes.frame) { return try keyframes.frame.reference() }
        }
        return nil
    }

    private func write(_ frame: Frame, _ turn: PictureTurn, to descriptor: Int32) throws(MediaFailure) -> PosterReport {
        let raw = frame.raw.pointee
        let shape = raw.sample_aspect_ratio
        let isSquare = shape.num <= 0 || shape.den <= 0 || shape.num > 16 * shape.den || shape.den > 16 * shape.num
        let width = isSquare ? Int(raw.width) : Int(raw.width) * Int(shape.num) / Int(shape.den)
        let size = ScreenAnalysis.fitted(width: width, height: Int(raw.height), side: Self.side)
        let painted = try TilePainter().paint(
            try Self.limited(frame, width: size.width, height: size.height), width: size.width, height: size.height)
        let upright = try turn.upright(painted)
        let bytes = try OutputBytes(descriptor: descriptor)
        try JPEG.write(upright, to: bytes)
        return PosterReport(
            width: Int(upright.raw.pointee.width), height: Int(upright.raw.pointee.height), bytes: Int(bytes.size))
    }

    private static func showsSomething(_ frame: Frame) throws(MediaFailure) -> Bool {
        let raw = frame.raw.pointee
        let size = ScreenAnalysis.fitted(width: Int(raw.width), height: Int(raw.height), side: smallSide)
        let small = try limited(frame, width: size.width, height: size.height)
        let lumas = withExtendedLifetime(small) {
            guard let plane = Picture.planes(small.raw.pointee)[0] else { return [0] }
            let stride = Int(Picture.strides(small.raw.pointee)[0])
            return (0..<size.height).flatMap { row in (0..<size.width).map { Int(plane[row * stride + $0]) } }
        }
        let mean = lumas.reduce(0, +) / lumas.count
        return Double(lumas.reduce(0) { $0 + abs($1 - mean) }) / Double(lumas.count) >= leastContrast
    }

    /// In the range of numbers that a painter takes, and in its own colours.
    private static func limited(_ frame: Frame, width: Int, height: Int) throws(MediaFailure) -> Frame {
        let scaled = try Scaler().scale(frame, width: width, height: height)
        scaled.raw.pointee.colorspace = frame.raw.pointee.colorspace
        return scaled
    }
}
