/// Screens in codecs that nothing free writes, byte by byte, in AVI.
enum HandmadeScreen {
    static var all: [(name: String, bytes: [UInt8])] { [("techsmith.avi", techSmith), ("meeting.avi", meeting)] }

    private static let (width, height, pictures) = (96, 64, 12)

    /// TechSmith's: Microsoft's run lengths, 24 bit, packed by zlib; behind the first picture only what changed.
    private static var techSmith: [UInt8] {
        let frames = (0..<pictures).map { number in
            let grey = UInt8(20 * number)
            let line: [UInt8] =
                number % 4 == 0
                ? [48, grey, grey, grey, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 45, 0xdc, 0xdc, 0xdc, 0, 0]
                : [0, 2, 40, 0, 16, grey, 0, grey, 0, 0]
            return HandmadeFile.stored(Array(repeating: line, count: height).flatMap { $0 } + [0, 1])
        }
        return avi("tscc", frames)
    }

    /// Go-To-Meeting's, version 4: the size of the picture, then tiles of one colour and of a palette.
    private static var meeting: [UInt8] {
        func part(_ type: UInt8, _ body: [UInt8]) -> [UInt8] { HandmadeFile.little(body.count + 1, 4) + [type] + body }
        let masks = [0xff0000, 0xff00, 0xff].flatMap { HandmadeFile.big($0, 4) }
        let sizes = [width, height, 3, 48, 32].flatMap { HandmadeFile.big($0, 4) }
        let display = part(200, sizes + [32] + masks + HandmadeFile.big(0, 4))
        let frames = (0..<pictures).map { number in
            let plain = part(201, [UInt8(number % 2), 0, 0, UInt8(20 * number), 0x40, 0x80])
            let packed = HandmadeFile.stored([UInt8](repeating: UInt8(number), count: 400))
            let palette: [UInt8] = [1, 0xff, 0xff, 0xff, 0x20, 0x20, 0x20]
            let drawn = part(201, [1, 1, 2 << 5] + palette + HandmadeFile.big(packed.count, 2) + packed)
            let pointer = part(202, HandmadeFile.big(number, 2) + HandmadeFile.big(number, 2))
            return HandmadeFile.text("G2M4") + display + plain + drawn + pointer
        }
        return avi("G2M4", frames)
    }

    private static func avi(_ codec: String, _ frames: [[UInt8]]) -> [UInt8] {
        typealias File = HandmadeFile
        let main = [100_000, 0, 0, 16, frames.count, 0, 1, 0, width, height, 0, 0, 0, 0].flatMap { File.little($0, 4) }
        let timing = [0, 0, 0, 1, 10, 0, frames.count, 0, 0, 0].flatMap { File.little($0, 4) }
        let header = File.text("vids" + codec) + timing + [0, 0, width, height].flatMap { File.little($0, 2) }
        let format =
            [40, width, height].flatMap { File.little($0, 4) } + File.little(1, 2) + File.little(24, 2)
            + File.text(codec) + [width * height * 3, 0, 0, 0, 0].flatMap { File.little($0, 4) }
        let stream = File.chunk("LIST", File.text("strl") + File.chunk("strh", header) + File.chunk("strf", format))
        let headers = File.chunk("LIST", File.text("hdrl") + File.chunk("avih", main) + stream)
        let movie = File.chunk("LIST", File.text("movi") + frames.flatMap { File.chunk("00dc", $0) })
        return File.chunk("RIFF", File.text("AVI ") + headers + movie)
    }
}
