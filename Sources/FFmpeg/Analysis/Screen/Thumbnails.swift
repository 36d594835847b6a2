import CFFmpeg
import MediaWork

/// Small pictures at even steps through a screen recording, gathered into one JPEG.
final class Thumbnails {
    private var tiles: [(ms: Int, picture: Frame)] = []
    private let painter = TilePainter()
    /// ms between two tiles; doubles when there are too many.
    private var stepMs = 1_000

    private static let most = 100
    private static let columns = 10
    private static let side = 160

    /// Keeps the picture when it is time for one.
    func offer(_ picture: Frame, at ms: Int) throws(MediaFailure) {
        if let last = tiles.last, ms < last.ms + stepMs { return }
        let raw = picture.raw.pointee
        // All tiles are as large as the first.
        let first = tiles.first?.picture.raw.pointee
        let fitted = ScreenAnalysis.fitted(width: Int(raw.width), height: Int(raw.height), side: Self.side)
        let width = first.map { Int($0.width) } ?? fitted.width
        let height = first.map { Int($0.height) } ?? fitted.height
        tiles.append((ms, try painter.paint(picture, width: width, height: height)))
        guard tiles.count > Self.most else { return }
        tiles = tiles.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        stepMs *= 2
    }

    func write(to output: Int32) throws(MediaFailure) -> ThumbnailSheet {
        guard let first = tiles.first?.picture.raw.pointee else { throw .unreadable(code: 0) }
        let (width, height) = (Int(first.width), Int(first.height))
        let columns = min(Self.columns, tiles.count)
        let rows = (tiles.count + columns - 1) / columns
        let sheet = try TilePainter.grey(width: columns * width, height: rows * height)
        for (number, tile) in tiles.enumerated() {
            Picture.put(
                tile.picture, into: sheet, x: number % columns * width, y: number / columns * height)
        }
        let bytes = try OutputBytes(descriptor: output)
        try JPEG.write(sheet, to: bytes)
        return ThumbnailSheet(
            width: width, height: height, columns: columns, timesMs: tiles.map(\.ms), bytes: Int(bytes.size))
    }
}
