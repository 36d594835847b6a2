import Glibc
import HTTP
import Testing

/// Bodies put together from memory and maps of files: the same bytes in any range, and nothing left behind.
@Suite struct ComposedServingTests {
    /// The 26 letters, from memory and two files, pieces of no length among them.
    static func letters(_ scratch: Scratch) -> @Sendable (Head) -> Acceptance {
        let first = scratch.write("first", Array("??defgh??klm".utf8))
        let second = scratch.write("second", Array("uvwxyz?nopq".utf8))
        return { _ in
            let composition = Composition(
                [
                    .bytes(Array("abc".utf8)), .file(0, offset: 2, length: 5), .bytes([]), .bytes(Array("ij".utf8)),
                    .file(0, offset: 9, length: 3), .file(1, offset: 7, length: 4), .file(1, offset: 0, length: 0),
                    .bytes(Array("rst".utf8)), .file(1, offset: 0, length: 6),
                ], files: 2)
            guard let composition else { return .answer(.empty(500)) }
            return .answer(
                .composed(
                    ComposedBody(
                        composition, descriptors: [open(first, O_RDONLY), open(second, O_RDONLY)],
                        contentType: "audio/ogg", etag: "\"v1\"")))
        }
    }

    /// Dates mean nothing here: there is no Last-Modified.
    static let cases = RangeServingTests.cases.filter { !$0.name.contains("date") }

    @Test(arguments: cases) func isAnsweredByTheRFC(_ example: RangeServingTests.Case) throws {
        let scratch = Scratch()
        try serving(Self.letters(scratch)) { server in
            let wire = try Wire(port: server.port)
            let answer = try wire.ask(example.method, "/f", example.headers)
            #expect(answer.status == example.status)
            #expect(answer.header("Content-Range") == example.contentRange)
            if let body = example.body { #expect(answer.text == body) }
            if answer.status != 416 {
                #expect(answer.header("ETag") == "\"v1\"")
                #expect(answer.header("Accept-Ranges") == "bytes")
            }
            if answer.status == 200 || answer.status == 206 { #expect(answer.header("Content-Type") == "audio/ogg") }
            if example.method == "HEAD" { #expect(answer.header("Content-Length") == "26") }
            #expect(try wire.ask("GET", "/f", ["Range: bytes=1-2"]).text == "bc")
        }
    }

    @Test func severalRangesAreAnsweredWithTheWhole() throws {
        let scratch = Scratch()
        try serving(Self.letters(scratch)) { server in
            let answer = try Wire(port: server.port).ask("GET", "/f", ["Range: bytes=0-1,8-9"])
            #expect(answer.status == 200)
            #expect(answer.body == RangeServingTests.letters)
        }
    }

    /// As many pieces as there may be, over files and memory, with what has to come out.
    private static func patchwork(_ scratch: Scratch) throws -> (
        paths: [String], composition: Composition, whole: [UInt8]
    ) {
        var random = SystemRandomNumberGenerator()
        let files = (0..<3).map { _ in (0..<400_000).map { _ in UInt8.random(in: 0...255, using: &random) } }
        let paths = files.enumerated().map { scratch.write("f\($0.offset)", $0.element) }
        var pieces: [Composition.Piece] = []
        var whole: [UInt8] = []
        for number in 0..<Composition.mostPieces {
            if number % 5 == 4 {
                let bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: Int.random(in: 1...3_000))
                pieces.append(.bytes(bytes))
                whole += bytes
            } else {
                let file = Int.random(in: 0..<3)
                let offset = Int.random(in: 0..<390_000)
                let count = Int.random(in: 1...9_000)
                pieces.append(.file(file, offset: Int64(offset), length: Int64(count)))
                whole += files[file][offset..<(offset + count)]
            }
        }
        return (paths, try #require(Composition(pieces, files: 3)), whole)
    }

    private static func served(_ paths: [String], _ composition: Composition) -> @Sendable (Head) -> Acceptance {
        { _ in
            let body = ComposedBody(
                composition, descriptors: paths.map { open($0, O_RDONLY) }, contentType: "a/b", etag: "\"p\"")
            return .answer(.composed(body))
        }
    }

    @Test func anyRangeOfAThousandPiecesIsThatPartOfTheWhole() throws {
        let scratch = Scratch()
        let (paths, composition, whole) = try Self.patchwork(scratch)
        #expect(composition.length == Int64(whole.count))
        try serving(Self.served(paths, composition)) { server in
            let wire = try Wire(port: server.port)
            #expect(try wire.ask("GET", "/").body == whole)
            for _ in 0..<200 {
                let from = Int.random(in: 0..<whole.count)
                let until = min(whole.count - 1, from + Int.random(in: 0...60_000))
                let answer = try wire.ask("GET", "/", ["Range: bytes=\(from)-\(until)"])
                #expect(answer.status == 206)
                #expect(answer.body == Array(whole[from...until]))
            }
        }
    }

    @Test func moreThanAThousandPiecesAreNoBody() {
        #expect(Composition(Array(repeating: .bytes([1]), count: 1_001), files: 0) == nil)
        #expect(Composition([.file(1, offset: 0, length: 1)], files: 1) == nil)
        #expect(Composition([.file(0, offset: -1, length: 1)], files: 1) == nil)
        #expect(Composition([.file(0, offset: .max, length: 1)], files: 1) == nil)
    }

    @Test func offsetsBeyondFourGigabytesAreExact() throws {
        let scratch = Scratch()
        let path = scratch.write("sparse", [])
        let size: Int64 = 10 << 30
        let descriptor = open(path, O_RDWR)
        ftruncate(descriptor, off_t(size))
        pwrite(descriptor, "near", 4, off_t(size - 4))
        pwrite(descriptor, "far", 3, off_t(5 << 30))
        close(descriptor)
        let composition = try #require(
            Composition([.bytes(Array("head".utf8)), .file(0, offset: 0, length: size)], files: 1))
        try serving(Self.served([path], composition)) { server in
            let wire = try Wire(port: server.port)
            #expect(try wire.ask("HEAD", "/").header("Content-Length") == "\(size + 4)")
            #expect(try wire.ask("GET", "/", ["Range: bytes=-4"]).text == "near")
            let far = (5 << 30) + 4
            #expect(try wire.ask("GET", "/", ["Range: bytes=\(far)-\(far + 2)"]).text == "far")
            #expect(try wire.ask("GET", "/", ["Range: bytes=2-5"]).body == Array("ad".utf8) + [0, 0])
        }
    }

    @Test func aFileThatIsShorterThanItWasIsNoAnswer() throws {
        let scratch = Scratch()
        let path = scratch.write("f", Array("abc".utf8))
        let composition = try #require(Composition([.file(0, offset: 0, length: 4)], files: 1))
        try serving(Self.served([path], composition)) { server in
            let wire = try Wire(port: server.port)
            let answer = try wire.ask("GET", "/", ["Range: bytes=0-1"])
            #expect(answer.status == 500)
            #expect(answer.header("Content-Range") == nil && answer.header("ETag") == nil)
            #expect(answer.text.contains("internal_error"))
            #expect(try wire.ask("GET", "/").status == 500)
        }
    }

    @Test func aFileCutShortWhileItIsSentEndsOneConnectionAlone() throws {
        let scratch = Scratch()
        let path = scratch.write("f", [UInt8](repeating: 7, count: 32 << 20))
        let whole = scratch.write("g", [UInt8](repeating: 8, count: 1_000))
        let long = try #require(Composition([.file(0, offset: 0, length: 32 << 20)], files: 1))
        let short = try #require(Composition([.file(0, offset: 0, length: 1_000)], files: 1))
        try serving { head in
            let isLong = head.path == "/long"
            return .answer(
                .composed(
                    ComposedBody(
                        isLong ? long : short, descriptors: [open(isLong ? path : whole, O_RDONLY)],
                        contentType: "a/b", etag: "\"x\"")))
        } test: { server in
            let slow = try Wire(port: server.port, receiveBuffer: 4_096)
            slow.send("GET /long HTTP/1.1\r\nHost: t\r\n\r\n")
            _ = try slow.take(1_000)
            truncate(path, 0)
            var received = 0
            while let more = try? slow.take(100_000), !more.isEmpty { received += more.count }
            #expect(received < 32 << 20)
            #expect(try Wire(port: server.port).ask("GET", "/short").body.count == 1_000)
        }
    }

    @Test func nothingIsLeftBehind() throws {
        let scratch = Scratch()
        let (paths, composition, _) = try Self.patchwork(scratch)
        try serving(Self.served(paths, composition)) { server in
            for _ in 0..<5 {
                let wire = try Wire(port: server.port)
                wire.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
                _ = try wire.take(1_000)
            }
            _ = try Wire(port: server.port).ask("GET", "/", ["Range: bytes=5-9"])
            for _ in 0..<500 where openDescriptors(of: paths[0]) > 0 || maps(of: paths[0]) > 0 { usleep(10_000) }
            #expect(openDescriptors(of: paths[0]) == 0)
            #expect(maps(of: paths[0]) == 0)
        }
    }
}

/// How many maps of a file this process holds.
private func maps(of path: String) -> Int {
    guard let file = fopen("/proc/self/maps", "r") else { return -1 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 8_192)
    var found = 0
    while fgets(&line, Int32(line.count), file) != nil {
        if strstr(line, path) != nil { found += 1 }
    }
    return found
}
