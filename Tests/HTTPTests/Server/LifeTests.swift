import Glibc
import HTTP
import Logging
import Synchronization
import Testing

/// Starting, listening, stopping, and what is written about it.
@Suite struct LifeTests {
    @Test func stoppingLetsARunningRequestEnd() throws {
        try serving { _ in
            .read(limit: 0) { _ in
                usleep(300_000)
                return .bytes(Array("done".utf8), contentType: "text/plain")
            }
        } test: { server in
            let port = server.port
            let wire = try Wire(port: port)
            let idle = try Wire(port: port)
            wire.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
            usleep(100_000)
            server.stop()
            let answer = try wire.answer()
            #expect(answer.text == "done")
            #expect(idle.isClosed())
            #expect(throws: Wire.Broken.self) { try Wire(port: port) }
        }
    }

    @Test func stoppingDoesNotWaitForeverForAHandler() throws {
        let release = Mutex(false)
        try serving { _ in
            .read(limit: 0) { _ in
                while !release.withLock({ $0 }) { usleep(10_000) }
                return .empty()
            }
        } configure: {
            $0.patience.stopSeconds = 0
        } test: { server in
            let wire = try Wire(port: server.port)
            wire.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
            usleep(100_000)
            server.stop()
            #expect(wire.isClosed())
            release.withLock { $0 = true }
            usleep(100_000)
        }
    }

    @Test func aServerStartsAndStopsManyTimes() throws {
        for _ in 0..<20 {
            try serving { _ in
                .answer(.empty())
            } test: { server in
                let answer = try Wire(port: server.port).ask("GET", "/")
                #expect(answer.status == 204)
            }
        }
    }

    @Test func aPortThatIsTakenIsAnErrorWithItsCode() throws {
        try serving { _ in
            .answer(.empty())
        } test: { first in
            let port = first.port
            #expect(throws: HTTPError.cannotListen(address: "127.0.0.1:\(port)", code: EADDRINUSE)) {
                try serving(
                    { _ in .answer(.empty()) }, configure: { $0.listener = .address(host: "127.0.0.1", port: port) },
                    test: { _ in })
            }
        }
    }

    @Test func theControlSocketIsItsOwnersAlone() throws {
        let scratch = Scratch()
        let path = scratch.keep("control.sock")
        try serving { head in
            .read(limit: 100) { _ in
                .bytes(Array("\(head.isLocalControl) \(head.remoteAddress)".utf8), contentType: "text/plain")
            }
        } configure: {
            $0.listener = .socket(path: path)
        } test: { server in
            var info = stat()
            #expect(stat(path, &info) == 0)
            #expect(info.st_mode & 0o777 == 0o600)
            #expect(server.port == 0)
            let wire = try Wire(path: path)
            #expect(try wire.ask("GET", "/").text == "true control")
            #expect(try wire.ask("POST", "/", body: [1]).text == "true control")
            #expect(try Wire(path: path).ask("GET", "/").status == 200)
        }
    }

    @Test func aNetworkPeerIsNeverTheControl() throws {
        try serving { head in
            .answer(.bytes(Array("\(head.isLocalControl) \(head.remoteAddress)".utf8), contentType: "text/plain"))
        } test: { server in
            let answer = try Wire(port: server.port).ask("GET", "/")
            #expect(answer.text == "false 127.0.0.1")
        }
    }

    @Test func aRequestIsOneLineWithoutQueryCookieOrSecret() throws {
        let lines = Mutex<[Logger.Metadata]>([])
        try serving { _ in
            .read(limit: 0) { _ in .bytes([1, 2, 3], contentType: "a/b") }
        } configure: {
            $0.log = Logger(label: "test") { _ in Recorder { line in lines.withLock { $0.append(line) } } }
            $0.redactPath = { $0.hasPrefix("/s/") ? "/s/…" : $0 }
        } test: { server in
            let wire = try Wire(port: server.port)
            _ = try wire.ask(
                "GET", "/s/verysecret?q=hidden", ["Cookie: session=hidden", "Authorization: Bearer hidden"])
            let id = try wire.ask("HEAD", "/plain").header("X-Request-Id")
            for _ in 0..<500 where lines.withLock({ $0.count }) < 2 { usleep(10_000) }
            let seen = lines.withLock { $0 }
            #expect(seen.map { $0["path"] } == ["/s/…", "/plain"])
            #expect(seen.map { $0["method"] } == ["GET", "HEAD"])
            #expect(seen.map { $0["bytes"] } == ["3", "0"])
            #expect(seen.map { $0["status"] } == ["200", "200"])
            #expect(seen.map { $0["peer"] } == ["127.0.0.0/24", "127.0.0.0/24"])
            #expect(seen.last?["requestId"] == id.map { .string($0) })
            #expect(!"\(seen)".contains("hidden") && !"\(seen)".contains("verysecret"))
        }
    }

    @Test(arguments: [
        ("192.168.7.9", "192.168.7.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("::1", "::/48"),
        ("fe80::1", "::/48"),
    ])
    func aPeerIsWrittenAsItsNetwork(_ address: String, _ prefix: String) {
        #expect(Peer.network(address: address).prefix == prefix)
    }

    private struct Recorder: LogHandler {
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.info
        let take: @Sendable (Logger.Metadata) -> Void

        init(_ take: @escaping @Sendable (Logger.Metadata) -> Void) { self.take = take }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            if event.message == "request" { take(event.metadata ?? [:]) }
        }
    }
}
