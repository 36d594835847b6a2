import Glibc
import HTTP
import Testing

/// The 44 cases of asking for a range, each on a socket, of a file of 26 letters.
@Suite struct RangeServingTests {
    static let letters = Array("abcdefghijklmnopqrstuvwxyz".utf8)
    static let modified: Int64 = 1_700_000_000
    static let date = "Tue, 14 Nov 2023 22:13:20 GMT"

    /// A header (nil: none), the status, the body, Content-Range.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var headers: [String]
        var status: Int
        var body: String?
        var contentRange: String?
        var method = "GET"

        var testDescription: String { name }

        static func range(_ name: String, _ value: String, _ status: Int, _ body: String? = nil, _ range: String? = nil)
            -> Case
        {
            Case(name: name, headers: ["Range: \(value)"], status: status, body: body, contentRange: range)
        }

        static let whole = "abcdefghijklmnopqrstuvwxyz"
    }

    static let cases: [Case] = [
        Case(name: "none", headers: [], status: 200, body: Case.whole),
        .range("0-", "bytes=0-", 206, Case.whole, "bytes 0-25/26"),
        .range("0-0", "bytes=0-0", 206, "a", "bytes 0-0/26"),
        .range("0-1", "bytes=0-1", 206, "ab", "bytes 0-1/26"),
        .range("5-9", "bytes=5-9", 206, "fghij", "bytes 5-9/26"),
        .range("0-LEN-1", "bytes=0-25", 206, Case.whole, "bytes 0-25/26"),
        .range("0-LEN", "bytes=0-26", 206, Case.whole, "bytes 0-25/26"),
        .range("0-10^20", "bytes=0-100000000000000000000", 206, Case.whole, "bytes 0-25/26"),
        .range("LEN-", "bytes=26-", 416, nil, "bytes */26"),
        .range("LEN-1-", "bytes=25-", 206, "z", "bytes 25-25/26"),
        .range("LEN-LEN+5", "bytes=26-31", 416, nil, "bytes */26"),
        .range("-1", "bytes=-1", 206, "z", "bytes 25-25/26"),
        .range("-LEN", "bytes=-26", 206, Case.whole, "bytes 0-25/26"),
        .range("-LEN+9", "bytes=-35", 206, Case.whole, "bytes 0-25/26"),
        .range("-0", "bytes=-0", 416, nil, "bytes */26"),
        .range("9-5", "bytes=9-5", 200, Case.whole),
        .range("abc", "abc", 200, Case.whole),
        .range("bytes=", "bytes=", 200, Case.whole),
        .range("=0-1", "=0-1", 200, Case.whole),
        .range("bytes 0-1", "bytes 0-1", 200, Case.whole),
        .range("items=0-1", "items=0-1", 200, Case.whole),
        .range("Bytes=0-1", "Bytes=0-1", 206, "ab", "bytes 0-1/26"),
        .range("overlapping pair", "bytes=0-5,3-9", 206, "abcdefghij", "bytes 0-9/26"),
        .range("one satisfiable of two", "bytes=90-99,2-3", 206, "cd", "bytes 2-3/26"),
        .range("all unsatisfiable", "bytes=90-99,100-", 416, nil, "bytes */26"),
        .range("17 ranges", "bytes=" + (0..<17).map { "\($0)-\($0)" }.joined(separator: ","), 200, Case.whole),
        .range("1,000 ranges", "bytes=" + (0..<1000).map { _ in "0-0" }.joined(separator: ","), 200, Case.whole),
        Case(
            name: "HEAD with Range", headers: ["Range: bytes=0-1"], status: 200, body: "", contentRange: nil,
            method: "HEAD"),
        Case(name: "POST with Range", headers: ["Range: bytes=0-1"], status: 200, body: Case.whole, method: "POST"),
        Case(
            name: "If-Range strong hit", headers: ["Range: bytes=0-1", "If-Range: \"v1\""], status: 206, body: "ab",
            contentRange: "bytes 0-1/26"),
        Case(
            name: "If-Range strong miss", headers: ["Range: bytes=0-1", "If-Range: \"v2\""], status: 200,
            body: Case.whole),
        Case(
            name: "If-Range weak", headers: ["Range: bytes=0-1", "If-Range: W/\"v1\""], status: 200, body: Case.whole),
        Case(
            name: "If-Range date equal", headers: ["Range: bytes=0-1", "If-Range: \(date)"], status: 206, body: "ab",
            contentRange: "bytes 0-1/26"),
        Case(
            name: "If-Range date older", headers: ["Range: bytes=0-1", "If-Range: Mon, 13 Nov 2023 22:13:20 GMT"],
            status: 200, body: Case.whole),
        Case(
            name: "If-None-Match hit with Range", headers: ["Range: bytes=0-1", "If-None-Match: \"v1\""], status: 304,
            body: ""),
        Case(
            name: "two Range headers", headers: ["Range: bytes=0-1", "Range: bytes=3-4"], status: 200, body: Case.whole),
    ]

    static func file(_ scratch: Scratch, clamp: Int64? = nil) -> @Sendable (Head) -> Acceptance {
        let path = scratch.write("letters", letters)
        let empty = scratch.write("empty", [])
        return { head in
            let isEmpty = head.path == "/empty"
            let file = FileBody(
                descriptor: open(isEmpty ? empty : path, O_RDONLY), length: isEmpty ? 0 : 26, contentType: "audio/ogg",
                etag: "\"v1\"", lastModified: modified, clampOpenRangesTo: clamp)
            return .answer(.file(file))
        }
    }

    @Test(arguments: cases) func isAnsweredByTheRFC(_ example: Case) throws {
        let scratch = Scratch()
        try serving(RangeServingTests.file(scratch)) { server in
            let wire = try Wire(port: server.port)
            let answer = try wire.ask(example.method, "/f", example.headers)
            #expect(answer.status == example.status)
            #expect(answer.header("Content-Range") == example.contentRange)
            if let body = example.body { #expect(answer.text == body) }
            if answer.status == 416 {
                #expect(answer.header("Content-Type") == "application/problem+json")
                #expect(answer.text.contains("\"code\":\"range_not_satisfiable\""))
            } else {
                #expect(answer.header("ETag") == "\"v1\"")
                #expect(answer.header("Accept-Ranges") == "bytes")
                #expect(answer.header("Last-Modified") == RangeServingTests.date)
            }
            if answer.status == 200 || answer.status == 206 { #expect(answer.header("Content-Type") == "audio/ogg") }
            if example.method == "HEAD" { #expect(answer.header("Content-Length") == "26") }
            // Whatever was answered, the connection serves on.
            #expect(try wire.ask("GET", "/f", ["Range: bytes=1-2"]).text == "bc")
        }
    }

    /// A value with the parts it asks for, in their order.
    @Test(arguments: [
        ("spaces after commas", "bytes=0-1, \t 4-5 ,  8-9", ["0-1": "ab", "4-5": "ef", "8-9": "ij"]),
        ("0-0,-1", "bytes=0-0,-1", ["0-0": "a", "25-25": "z"]),
        ("descending pair", "bytes=8-9,0-1", ["8-9": "ij", "0-1": "ab"]),
    ])
    func severalRangesComeAsParts(_ name: String, _ value: String, _ parts: [String: String]) throws {
        let scratch = Scratch()
        try serving(RangeServingTests.file(scratch)) { server in
            let wire = try Wire(port: server.port)
            let answer = try wire.ask("GET", "/f", ["Range: \(value)"])
            #expect(answer.status == 206)
            #expect(answer.header("Content-Range") == nil)
            let type = try #require(answer.header("Content-Type"))
            #expect(type.hasPrefix("multipart/byteranges; boundary="))
            let boundary = type.split(separator: "=")[1]
            let asked = value.dropFirst(6).split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } }
            var expected = ""
            for (index, range) in asked.enumerated() {
                let range = range == "-1" ? "25-25" : range
                expected += (index == 0 ? "" : "\r\n") + "--\(boundary)\r\nContent-Type: audio/ogg\r\n"
                expected += "Content-Range: bytes \(range)/26\r\n\r\n" + (parts[range] ?? "?")
            }
            #expect(answer.text == expected + "\r\n--\(boundary)--\r\n")
            #expect(try wire.ask("GET", "/f", ["Range: bytes=1-2"]).text == "bc")
        }
    }

    @Test func anEmptyFileHasNoRangeButAnEmptyWhole() throws {
        let scratch = Scratch()
        try serving(RangeServingTests.file(scratch)) { server in
            let wire = try Wire(port: server.port)
            let open = try wire.ask("GET", "/empty", ["Range: bytes=0-"])
            #expect(open.status == 416)
            #expect(open.header("Content-Range") == "bytes */0")
            let suffix = try wire.ask("GET", "/empty", ["Range: bytes=-5"])
            #expect(suffix.status == 200)
            #expect(suffix.header("Content-Length") == "0")
            #expect(try wire.ask("GET", "/empty").status == 200)
        }
    }

    @Test func playbackGetsAnOpenRangeInPieces() throws {
        let scratch = Scratch()
        try serving(RangeServingTests.file(scratch, clamp: 4)) { server in
            let wire = try Wire(port: server.port)
            let first = try wire.ask("GET", "/f", ["Range: bytes=0-"])
            #expect(first.status == 206)
            #expect(first.text == "abcd")
            #expect(first.header("Content-Range") == "bytes 0-3/26")
            #expect(try wire.ask("GET", "/f", ["Range: bytes=24-"]).text == "yz")
            // What has an end, and the whole, stay what they are.
            #expect(try wire.ask("GET", "/f", ["Range: bytes=0-9"]).text == "abcdefghij")
            #expect(try wire.ask("GET", "/f", ["Range: bytes=-6"]).text == "uvwxyz")
            #expect(try wire.ask("GET", "/f").body == RangeServingTests.letters)
        }
    }

    @Test func aClientThatLeavesInTheMiddleHarmsNobody() throws {
        let scratch = Scratch()
        let path = scratch.write("big", [UInt8](repeating: 7, count: 8 << 20))
        try serving { _ in
            .answer(
                .file(FileBody(descriptor: open(path, O_RDONLY), length: 8 << 20, contentType: "a/b", etag: "\"b\"")))
        } test: { server in
            for _ in 0..<5 {
                let wire = try Wire(port: server.port)
                wire.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
                _ = try wire.take(1000)
            }
            let wire = try Wire(port: server.port)
            #expect(try wire.ask("GET", "/").body.count == 8 << 20)
            #expect(try wire.ask("GET", "/", ["Range: bytes=-3"]).body == [7, 7, 7])
            // What was held for them is let go.
            for _ in 0..<500 where openDescriptors(of: path) > 0 { usleep(10_000) }
            #expect(openDescriptors(of: path) == 0)
        }
    }

    @Test func offsetsBeyondFourGigabytesAreExact() throws {
        let scratch = Scratch()
        let path = scratch.write("sparse", [])
        let length: Int64 = 5_000_000_000
        let mark = Array("beyond".utf8)
        let writer = open(path, O_WRONLY)
        #expect(ftruncate(writer, off_t(length)) == 0)
        #expect(pwrite(writer, mark, mark.count, 4_500_000_000) == mark.count)
        close(writer)
        try serving { _ in
            .answer(
                .file(FileBody(descriptor: open(path, O_RDONLY), length: length, contentType: "a/b", etag: "\"b\"")))
        } test: { server in
            let wire = try Wire(port: server.port)
            let answer = try wire.ask("GET", "/", ["Range: bytes=4500000000-4500000005"])
            #expect(answer.status == 206)
            #expect(answer.text == "beyond")
            #expect(answer.header("Content-Range") == "bytes 4500000000-4500000005/5000000000")
            #expect(
                try wire.ask("GET", "/", ["Range: bytes=-2"]).header("Content-Range")
                    == "bytes 4999999998-4999999999/5000000000")
            let parts = try wire.ask("GET", "/", ["Range: bytes=4500000003-4500000005,0-0"])
            #expect(parts.text.contains("bytes 4500000003-4500000005/5000000000\r\n\r\nond\r\n"))
            let head = try wire.ask("HEAD", "/")
            #expect(head.header("Content-Length") == "5000000000")
        }
    }
}
