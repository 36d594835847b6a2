import Glibc
import HTTP
import Synchronization
import Testing

/// Bodies that are taken piece by piece.
@Suite struct UploadTests {
    /// Keeps what it is told; answers early when asked to.
    final class Receiver: BodyReceiver {
        struct Seen: Sendable {
            var sizes: [Int] = []
            var sum = 0
            var wasFinished = false
            var wasAborted = false
            var ranOnEventThread = false
        }

        let seen = Mutex(Seen())
        let refusal: Response?
        let most: Int

        init(refusal: Response? = nil, most: Int = .max) {
            self.refusal = refusal
            self.most = most
        }

        func begin() -> Response? { refusal }

        func receive(_ bytes: [UInt8]) -> Response? {
            seen.withLock { seen in
                seen.sizes.append(bytes.count)
                seen.sum += bytes.reduce(0) { $0 + Int($1) }
                seen.ranOnEventThread = seen.ranOnEventThread || EventThread.isCurrent
                return seen.sizes.reduce(0, +) > most
                    ? .problem(status: 507, code: "storage_full", detail: "Full.") : nil
            }
        }

        func finish() -> Response {
            seen.withLock { seen in
                seen.wasFinished = true
                return .bytes(Array("\(seen.sizes.reduce(0, +)) \(seen.sum)".utf8), contentType: "text/plain")
            }
        }

        func abort() { seen.withLock { $0.wasAborted = true } }
    }

    private let megabyte = [UInt8](repeating: 1, count: 1 << 20)

    @Test func aBodyArrivesInPiecesOfAMegabyteAndIsFinished() throws {
        let receiver = Receiver()
        try serving { head in
            head.method == .patch ? .stream { _ in receiver } : .answer(.empty())
        } test: { server in
            let wire = try Wire(port: server.port)
            wire.send("PATCH /u HTTP/1.1\r\nHost: t\r\nContent-Length: \(5 * (1 << 20) + 7)\r\n\r\n")
            for _ in 0..<5 { wire.send(megabyte) }
            wire.send([2, 2, 2, 2, 2, 2, 2])
            #expect(try wire.answer().text == "5242887 \(5 * (1 << 20) + 14)")
            let seen = receiver.seen.withLock { $0 }
            #expect(seen.sizes.count == 5 || seen.sizes.count == 6)
            #expect(seen.sizes.dropLast().allSatisfy { $0 >= 1 << 20 && $0 < (1 << 20) + (64 << 10) })
            #expect(!seen.ranOnEventThread)
            #expect(seen.wasFinished && !seen.wasAborted)
            #expect(try wire.ask("GET", "/").status == 204)
        }
    }

    @Test func chunksArriveWholeThoughTheConnectionIsSuspendedAmongThem() throws {
        let receiver = Receiver()
        try serving { _ in
            .stream { _ in receiver }
        } test: { server in
            let wire = try Wire(port: server.port)
            wire.send("PATCH /u HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n")
            // Small ones, so that many lie in one read when the megabyte is full.
            let chunk = Array("3E8\r\n".utf8) + [UInt8](repeating: 1, count: 1000) + [13, 10]
            for _ in 0..<300 { wire.send(Array(repeating: chunk, count: 10).flatMap { $0 }) }
            wire.send("0\r\n\r\n")
            #expect(try wire.answer().text == "3000000 3000000")
            #expect(receiver.seen.withLock { $0.sizes.count } == 3)
        }
    }

    @Test func anEmptyBodyIsFinishedAtOnce() throws {
        let receiver = Receiver()
        try serving { _ in
            .stream { _ in receiver }
        } test: { server in
            let wire = try Wire(port: server.port)
            #expect(try wire.ask("POST", "/").text == "0 0")
            #expect(receiver.seen.withLock { $0.sizes.isEmpty })
        }
    }

    @Test func anUploadIsRefusedBeforeItsBody() throws {
        let receiver = Receiver(refusal: .problem(status: 404, code: "not_found", detail: "There is no such upload."))
        try serving { _ in
            .stream { _ in receiver }
        } test: { server in
            let wire = try Wire(port: server.port)
            // Short: the body is read, the connection goes on.
            #expect(try wire.ask("PATCH", "/", body: [1, 2, 3]).status == 404)
            #expect(try wire.ask("PATCH", "/", body: megabyte).status == 404)
            #expect(try wire.ask("PATCH", "/").status == 404)
            // Who asks before sending is told not to.
            wire.send("PATCH / HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 1000000000\r\n\r\n")
            #expect(try wire.answer().status == 404)
            #expect(receiver.seen.withLock { $0.sizes.isEmpty && !$0.wasFinished && !$0.wasAborted })
        }
    }

    @Test func anAnswerInTheMiddleOfALongBodyReachesTheClient() throws {
        let receiver = Receiver(most: 2 << 20)
        try serving { _ in
            .stream { _ in receiver }
        } test: { server in
            let wire = try Wire(port: server.port)
            wire.send("PATCH / HTTP/1.1\r\nHost: t\r\nContent-Length: 1000000000\r\n\r\n")
            for _ in 0..<8 { wire.send(megabyte) }
            let answer = try wire.answer()
            #expect(answer.status == 507)
            #expect(answer.header("Connection") == "close")
            #expect(answer.text.contains("storage_full"))
            let seen = receiver.seen.withLock { $0 }
            #expect(seen.sizes.count == 2 || seen.sizes.count == 3)
            #expect(!seen.wasFinished && !seen.wasAborted)
        }
    }

    @Test func anAnswerNearTheEndOfABodyKeepsTheConnection() throws {
        let receiver = Receiver(most: 2 << 20)
        try serving { head in
            head.method == .patch ? .stream { _ in receiver } : .answer(.empty())
        } test: { server in
            let wire = try Wire(port: server.port)
            #expect(try wire.ask("PATCH", "/", body: Array(repeating: megabyte, count: 4).flatMap { $0 }).status == 507)
            #expect(try wire.ask("GET", "/").status == 204)
        }
    }

    @Test func aClientThatGoesAwayAborts() throws {
        let receiver = Receiver()
        try serving { _ in
            .stream { _ in receiver }
        } test: { server in
            do {
                let wire = try Wire(port: server.port)
                wire.send("PATCH / HTTP/1.1\r\nHost: t\r\nContent-Length: 10000000\r\n\r\n")
                wire.send(megabyte + megabyte)
                for _ in 0..<500 where receiver.seen.withLock({ $0.sizes.isEmpty }) { usleep(10_000) }
            }
            for _ in 0..<500 where !receiver.seen.withLock({ $0.wasAborted }) { usleep(10_000) }
            let seen = receiver.seen.withLock { $0 }
            #expect(seen.wasAborted && !seen.wasFinished, "\(seen)")
        }
    }

    @Test func stoppingAbortsAnUploadThatDoesNotEnd() throws {
        let receiver = Receiver()
        try serving { _ in
            .stream { _ in receiver }
        } configure: {
            $0.patience.stopSeconds = 0
        } test: { server in
            let wire = try Wire(port: server.port)
            wire.send("PATCH / HTTP/1.1\r\nHost: t\r\nContent-Length: 10000000\r\n\r\n")
            wire.send(megabyte + megabyte)
            for _ in 0..<500 where receiver.seen.withLock({ $0.sizes.isEmpty }) { usleep(10_000) }
            server.stop()
            #expect(receiver.seen.withLock { $0.wasAborted && !$0.wasFinished })
        }
    }
}
