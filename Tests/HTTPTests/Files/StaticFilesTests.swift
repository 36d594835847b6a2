import Glibc
import HTTP
import Testing

/// The browser's files, from memory.
@Suite struct StaticFilesTests {
    private func serve(_ scratch: Scratch, _ test: (Wire) throws -> Void) throws {
        let files = StaticFiles(root: scratch.path)
        try serving { head in
            .answer(files.answer(head) ?? .problem(status: 404, code: "not_found", detail: "There is no such file."))
        } test: { server in
            try test(try Wire(port: server.port))
        }
    }

    @Test func aFileHasItsTypeAValidatorAndIsAskedForAnewEachTime() throws {
        let scratch = Scratch()
        scratch.write("index.html", Array("<p>".utf8))
        scratch.write("app.js", Array("1".utf8))
        try serve(scratch) { wire in
            let page = try wire.ask("GET", "/")
            #expect(page.text == "<p>")
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(page.header("Cache-Control") == "no-cache")
            let etag = try #require(page.header("ETag"))
            let again = try wire.ask("GET", "/", ["If-None-Match: \(etag)"])
            #expect(again.status == 304)
            #expect(again.header("ETag") == etag)
            #expect(again.header("Cache-Control") == "no-cache")
            let head = try wire.ask("HEAD", "/app.js")
            #expect(head.header("Content-Type") == "text/javascript; charset=utf-8")
            #expect(head.header("Content-Length") == "1")
            #expect(try wire.ask("POST", "/app.js").status == 404)
        }
    }

    @Test func anEditShowsAtTheNextRequest() throws {
        let scratch = Scratch()
        scratch.write("a.css", Array("one".utf8))
        try serve(scratch) { wire in
            let first = try wire.ask("GET", "/a.css")
            scratch.write("a.css", Array("other".utf8))
            let second = try wire.ask("GET", "/a.css", ["If-None-Match: \(first.header("ETag") ?? "")"])
            #expect(second.status == 200)
            #expect(second.text == "other")
            scratch.write("new.css", Array("new".utf8))
            #expect(try wire.ask("GET", "/new.css").text == "new")
        }
    }

    @Test func anEscapeInANameIsNotTheEscapedName() throws {
        let scratch = Scratch()
        scratch.write("a b.txt", Array("blank".utf8))
        scratch.write("a%20b.txt", Array("escape".utf8))
        try serve(scratch) { wire throws in
            for _ in 0..<2 {
                #expect(try wire.ask("GET", "/a%2520b.txt").text == "escape")
                #expect(try wire.ask("GET", "/a%20b.txt").text == "blank")
                #expect(try wire.ask("GET", "/%61%20b.txt").text == "blank")
            }
        }
    }

    @Test func aFileThatIsTakenAwayIsGone() throws {
        let scratch = Scratch()
        scratch.write("a.js", Array("1".utf8))
        try serve(scratch) { wire throws in
            #expect(try wire.ask("GET", "/a.js").status == 200)
            unlink(scratch.path + "/a.js")
            #expect(try wire.ask("GET", "/a.js").status == 404)
        }
    }

    @Test func aLargeFileIsAnsweredFromItsDescriptorWithRanges() throws {
        let scratch = Scratch()
        scratch.write("big.bin", (0..<(2 << 20)).map { UInt8($0 & 255) })
        try serve(scratch) { wire in
            let whole = try wire.ask("GET", "/big.bin")
            #expect(whole.body.count == 2 << 20)
            #expect(try wire.ask("GET", "/big.bin", ["Range: bytes=1048576-1048578"]).body == [0, 1, 2])
        }
    }

    @Test(arguments: [
        "/.secret", "/a/.secret", "/..%2foutside", "/%2e%2e/outside", "/a%2f..%2f..%2foutside", "//etc/passwd",
        "/a%5cb", "/a",
        "/missing", "/index.html/", "/%2fetc%2fpasswd",
    ])
    func nothingHiddenOrOutsideIsServed(_ path: String) throws {
        let scratch = Scratch()
        scratch.write("index.html", Array("<p>".utf8))
        scratch.write(".secret", Array("secret".utf8))
        mkdir(scratch.path + "/a", 0o700)
        defer { rmdir(scratch.path + "/a") }
        try serve(scratch) { wire in
            let answer = try wire.ask("GET", path)
            #expect(answer.status == 404 || answer.status == 400)
            #expect(!answer.text.contains("root:"))
        }
    }
}
