import Glibc
import HTTP
import Testing

/// Clients that hold a connection without getting on lose it; those that only rest do not.
@Suite struct PatienceTests {
    @Test func aHeadThatTricklesIsCutAndAConnectionAtRestIsNot() throws {
        try serving { _ in
            .answer(.empty())
        } configure: {
            $0.patience.headSeconds = 1
        } test: { server in
            let resting = try Wire(port: server.port)
            let used = try Wire(port: server.port)
            #expect(try used.ask("GET", "/").status == 204)
            let slow = try Wire(port: server.port)
            slow.send("GET / HTTP/1.1\r\n")
            let slowAgain = try Wire(port: server.port)
            #expect(try slowAgain.ask("GET", "/").status == 204)
            slowAgain.send("GET / ")
            usleep(200_000)
            slowAgain.send("HT")
            var isCut = false
            for _ in 0..<100 where !isCut {
                usleep(50_000)
                slow.send("X: y\r\n")
                isCut = !slow.send("Z")
            }
            #expect(isCut)
            #expect(slowAgain.isClosed())
            #expect(try resting.ask("GET", "/").status == 204)
            #expect(try used.ask("GET", "/").status == 204)
        }
    }

    @Test func anUploadBelowTheRateIsCutAndOneAboveItIsNot() throws {
        try serving { _ in
            .read(limit: 1 << 20) { .bytes(Array("\($0.body.count)".utf8), contentType: "text/plain") }
        } configure: {
            $0.patience.uploadSeconds = 1
        } test: { server in
            let slow = try Wire(port: server.port)
            let steady = try Wire(port: server.port)
            for wire in [slow, steady] { wire.send("PUT / HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n") }
            for _ in 0..<40 {
                usleep(100_000)
                slow.send([1])
                steady.send([UInt8](repeating: 1, count: 2500))
            }
            #expect(slow.isClosed())
            #expect(try steady.answer().text == "100000")
        }
    }

    @Test func anAnswerNobodyReadsIsCut() throws {
        let scratch = Scratch()
        let path = scratch.write("big", [UInt8](repeating: 7, count: 32 << 20))
        try serving { _ in
            .answer(
                .file(FileBody(descriptor: open(path, O_RDONLY), length: 32 << 20, contentType: "a/b", etag: "\"b\"")))
        } configure: {
            $0.patience.stallSeconds = 1
        } test: { server in
            let wire = try Wire(port: server.port, receiveBuffer: 4096)
            wire.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
            usleep(4_000_000)
            #expect(throws: Wire.Broken.self) { try wire.answer() }
        }
    }

    @Test func fiveHundredSlowClientsStopNobody() throws {
        try serving { _ in
            .read(limit: 10) { _ in .empty() }
        } test: { server in
            let slow = try (0..<500).map { _ in try Wire(port: server.port) }
            for wire in slow { wire.send("GET / HTTP/1.1\r\nHo") }
            let began = ContinuousClock.now
            let wire = try Wire(port: server.port)
            for _ in 0..<50 { #expect(try wire.ask("GET", "/").status == 204) }
            #expect(ContinuousClock.now - began < .seconds(5))
            for wire in slow { wire.send("st: t\r\n\r\n") }
            for wire in slow { #expect(try wire.answer().status == 204) }
        }
    }
}
