import Glibc
import HTTP
import Synchronization
import Testing

/// What is answered at once on the event thread, or else on a worker.
@Suite struct GlanceTests {
    private static func answer(_ request: Head, _ prefix: String) -> Response {
        .bytes(Array((prefix + (EventThread.isCurrent ? "!" : ".") + request.path).utf8), contentType: "text/plain")
    }

    /// Looks where the path says so, and counts.
    private static func glancing(_ glances: Counter) -> @Sendable (Head) -> Acceptance {
        { _ in
            .glance(
                { head in
                    glances.add()
                    return head.path.hasPrefix("/quick") ? answer(head, "seen") : nil
                }, orElse: { answer($0.head, "read") })
        }
    }

    final class Counter: Sendable {
        private let number = Mutex(0)

        func add() { number.withLock { $0 += 1 } }
        var value: Int { number.withLock { $0 } }
    }

    @Test func whatIsSeenIsAnsweredFromTheEventThreadAndTheRestFromAWorker() throws {
        let glances = Counter()
        try serving(GlanceTests.glancing(glances)) { server in
            let wire = try Wire(port: server.port)
            for _ in 0..<3 {
                #expect(try wire.ask("GET", "/quick").text == "seen!/quick")
                #expect(try wire.ask("GET", "/slow").text == "read./slow")
            }
            #expect(try wire.ask("HEAD", "/quick").header("Content-Length") == "11")
            #expect(glances.value == 7)
        }
    }

    @Test func aRequestWithABodyIsNotGlancedAt() throws {
        let glances = Counter()
        try serving(GlanceTests.glancing(glances)) { server in
            let wire = try Wire(port: server.port)
            #expect(try wire.ask("GET", "/quick", body: [65]).status == 413)
            #expect(try wire.ask("GET", "/quick").text == "seen!/quick")
            #expect(glances.value == 1)
        }
    }

    @Test func pipelinedRequestsAreAnsweredInTheirOrder() throws {
        try serving(GlanceTests.glancing(Counter())) { server in
            let wire = try Wire(port: server.port)
            for number in 0..<20 {
                wire.send("GET /\(number % 3 == 0 ? "slow" : "quick")/\(number) HTTP/1.1\r\nHost: t\r\n\r\n")
            }
            for number in 0..<20 {
                let expected = number % 3 == 0 ? "read./slow/\(number)" : "seen!/quick/\(number)"
                #expect(try wire.answer().text == expected)
            }
        }
    }

    /// Connections are spread over both event threads; each must find its own way back.
    @Test func twoEventThreadsGlanceAtTheSameTime() throws {
        let threads = Mutex<Set<pthread_t>>([])
        try serving { _ in
            .glance(
                { head in
                    threads.withLock { _ = $0.insert(pthread_self()) }
                    return head.path.hasSuffix("7") ? nil : GlanceTests.answer(head, "seen")
                }, orElse: { GlanceTests.answer($0.head, "read") })
        } test: { server in
            let wires = try (0..<16).map { _ in try Wire(port: server.port) }
            for round in 0..<50 {
                for (number, wire) in wires.enumerated() {
                    wire.send("GET /\(number)/\(round) HTTP/1.1\r\nHost: t\r\n\r\n")
                }
                for (number, wire) in wires.enumerated() {
                    let how = "\(round)".hasSuffix("7") ? "read." : "seen!"
                    #expect(try wire.answer().text == "\(how)/\(number)/\(round)")
                }
            }
            #expect(threads.withLock { $0.count } == 2)
        }
    }

    @Test func stoppingLetsAGlanceEnd() throws {
        try serving { _ in
            .glance(
                { head in
                    usleep(300_000)
                    return GlanceTests.answer(head, "seen")
                }, orElse: { _ in .empty(500) })
        } test: { server in
            let wire = try Wire(port: server.port)
            wire.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
            usleep(100_000)
            server.stop()
            #expect(try wire.answer().text == "seen!/")
        }
    }
}
