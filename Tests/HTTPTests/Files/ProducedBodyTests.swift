import Glibc
import HTTP
import Synchronization
import Testing

/// Bodies that are made while they are sent.
@Suite struct ProducedBodyTests {
    struct Failure: Error {}

    /// `count` pieces of `size` bytes, each with its number.
    private func pieces(_ count: Int, of size: Int, length: Int64?, failing: Int = .max) -> ProducedBody {
        let made = Mutex(0)
        return ProducedBody(length: length) {
            try made.withLock { made in
                guard made < count else { return nil }
                if made == failing || EventThread.isCurrent { throw Failure() }
                made += 1
                return [UInt8](repeating: UInt8(made & 255), count: size)
            }
        }
    }

    @Test(arguments: [true, false]) func piecesComeInOrderWithAndWithoutALength(_ isKnown: Bool) throws {
        try serving { head in
            .answer(Response(status: 200, body: .produced(pieces(50, of: 100_000, length: isKnown ? 5_000_000 : nil))))
        } test: { server in
            let wire = try Wire(port: server.port)
            let expected = (1...50).flatMap { [UInt8](repeating: UInt8($0), count: 100_000) }
            for _ in 0..<2 {
                let answer = try wire.ask("GET", "/")
                #expect(answer.header("Content-Length") == (isKnown ? "5000000" : nil))
                #expect(answer.body == expected)
            }
            #expect(try wire.ask("HEAD", "/").status == 200)
        }
    }

    @Test(arguments: [5_000_000, nil] as [Int64?]) func aFailureCutsTheConnection(_ length: Int64?) throws {
        try serving { head in
            .answer(Response(status: 200, body: .produced(pieces(50, of: 100_000, length: length, failing: 10))))
        } test: { server in
            let wire = try Wire(port: server.port)
            #expect(throws: Wire.Broken.self) { try wire.ask("GET", "/") }
        }
    }

    @Test func stoppingEndsABodyThatHasNoEnd() throws {
        try serving { _ in
            .answer(
                Response(
                    status: 200,
                    body: .produced(
                        ProducedBody(length: nil) {
                            usleep(20_000)
                            return [1]
                        })))
        } configure: {
            $0.patience.stopSeconds = 0
        } test: { server in
            let wire = try Wire(port: server.port)
            wire.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
            _ = try wire.take(200)
            server.stop()
            while (try? wire.take(1)) != nil {}
            #expect(wire.isClosed())
        }
    }
}
