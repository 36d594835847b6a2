import Foundation
import Glibc
import HTTP
import Testing

/// The browser's files, from memory.
@Suite struct StaticFilesTests {
    private func serve(_ scratch: Scratch, _ test: (Wire) throws -> Void) throws {
        let files = StaticFiles(root: scratch.path, trust: 0)
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

/// The same files, packed for whoever takes them so.
@Suite struct PackedFilesTests {
    /// A script of a length worth packing.
    private static let script = Array(String(repeating: "export const answer = 42;\n", count: 40).utf8)

    private func serve(trust: Int64 = 0, _ test: (Wire, Scratch) throws -> Void) throws {
        let scratch = Scratch()
        scratch.write("app.js", Self.script)
        scratch.write("short.js", Array("1".utf8))
        scratch.write("picture.png", Self.script)
        let files = StaticFiles(root: scratch.path, trust: trust)
        try serving { head in
            .answer(files.answer(head) ?? .problem(status: 404, code: "not_found", detail: "There is no such file."))
        } test: { server in
            try test(try Wire(port: server.port), scratch)
        }
    }

    @Test func aTextIsPackedForWhoeverTakesItSo() throws {
        try serve { wire, scratch throws in
            let packed = try wire.ask("GET", "/app.js", ["Accept-Encoding: gzip, deflate, br, zstd"])
            #expect(packed.header("Content-Encoding") == "gzip")
            #expect(packed.header("Vary") == "Accept-Encoding")
            #expect(packed.header("Content-Type") == "text/javascript; charset=utf-8")
            #expect(packed.body.count < 200)
            #expect(try scratch.unpacked(packed.body) == Self.script)
            let head = try wire.ask("HEAD", "/app.js", ["Accept-Encoding: gzip"])
            #expect(head.header("Content-Encoding") == "gzip")
            #expect(head.header("Content-Length") == String(packed.body.count))
        }
    }

    @Test(arguments: [
        "", "identity", "br", "gzip;q=0", "gzip;q=0.000", "*;q=0, identity", "identity;q=1, gzip;q=0.5", "gzip;q=2",
        "gzip;level=9", "gzipped",
    ])
    func whoeverDoesNotTakeItSoGetsItAsItIs(_ accepted: String) throws {
        try serve { wire, _ throws in
            let plain = try wire.ask("GET", "/app.js", ["Accept-Encoding: \(accepted)"])
            #expect(plain.status == 200)
            #expect(plain.header("Content-Encoding") == nil)
            #expect(plain.header("Vary") == "Accept-Encoding")
            #expect(plain.body == Self.script)
        }
    }

    @Test(arguments: [
        "gzip", "GZIP", "x-gzip", "*", "br , gzip ; q=0.1", "gzip;q=1.0, identity;q=0.5", "identity;q=0, *",
    ])
    func everyWayToTakeItSoIsRead(_ accepted: String) throws {
        try serve { wire, _ throws in
            let packed = try wire.ask("GET", "/app.js", ["Accept-Encoding: \(accepted)"])
            #expect(packed.header("Content-Encoding") == "gzip")
        }
    }

    @Test(arguments: ["identity;q=0", "*;q=0", "br, identity;q=0"])
    func whoeverTakesNeitherIsToldSo(_ accepted: String) throws {
        try serve { wire, _ throws in
            let refused = try wire.ask("GET", "/app.js", ["Accept-Encoding: \(accepted)"])
            #expect(refused.status == 406)
            #expect(refused.header("Vary") == "Accept-Encoding")
        }
    }

    @Test func eachFormHasAValidatorOfItsOwn() throws {
        try serve { wire, _ throws in
            let gzip = "Accept-Encoding: gzip"
            let plain = try #require(try wire.ask("GET", "/app.js").header("ETag"))
            let packed = try #require(try wire.ask("GET", "/app.js", [gzip]).header("ETag"))
            #expect(plain != packed)
            let same = try wire.ask("GET", "/app.js", [gzip, "If-None-Match: \(packed)"])
            #expect(same.status == 304)
            #expect(same.header("ETag") == packed)
            #expect(same.header("Vary") == "Accept-Encoding")
            #expect(try wire.ask("GET", "/app.js", [gzip, "If-None-Match: \(plain)"]).status == 200)
            #expect(try wire.ask("GET", "/app.js", ["If-None-Match: \(packed)"]).status == 200)
            #expect(try wire.ask("GET", "/app.js", [gzip, "If-Match: \(plain)"]).status == 412)
        }
    }

    @Test func anEditShowsInBothForms() throws {
        try serve { wire, scratch throws in
            _ = try wire.ask("GET", "/app.js", ["Accept-Encoding: gzip"])
            let edited = Array(Self.script.dropLast(26)) + Array("export const answer = 43;\n\n".utf8)
            scratch.write("app.js", edited)
            let packed = try wire.ask("GET", "/app.js", ["Accept-Encoding: gzip"])
            #expect(try scratch.unpacked(packed.body) == edited)
            #expect(try wire.ask("GET", "/app.js").body == edited)
        }
    }

    @Test func whatWasJustLookedAtIsNotLookedAtAgain() throws {
        try serve(trust: 600_000) { wire, scratch throws in
            _ = try wire.ask("GET", "/app.js")
            scratch.write("app.js", Array("export const answer = 43;\n".utf8))
            #expect(try wire.ask("GET", "/app.js").body == Self.script)
        }
    }

    @Test func whatIsShortOrNoTextIsNotPacked() throws {
        try serve { wire, _ throws in
            for path in ["/short.js", "/picture.png"] {
                let answer = try wire.ask("GET", path, ["Accept-Encoding: gzip"])
                #expect(answer.header("Content-Encoding") == nil)
                #expect(answer.header("Vary") == nil)
            }
        }
    }
}

extension Scratch {
    /// What `gzip` makes of it again.
    fileprivate func unpacked(_ bytes: [UInt8]) throws -> [UInt8] {
        write("packed", [])
        write("packed.gz", bytes)
        let unpack = Process()
        unpack.executableURL = URL(filePath: "/bin/gzip")
        unpack.arguments = ["-dfk", path + "/packed.gz"]
        try unpack.run()
        unpack.waitUntilExit()
        #expect(unpack.terminationStatus == 0)
        return try Array(Data(contentsOf: URL(filePath: path + "/packed")))
    }
}
