import Glibc
import HTTP
import Synchronization
import Testing

/// Requests whose worker goes on without an answer, which comes from elsewhere.
@Suite struct LeftTests {
    /// Keeps what was left until somebody gives all their answers.
    final class Desk: Sendable {
        private let left = Mutex<[(request: Request, reply: Reply)]>([])

        func accept(_ head: Head) -> Acceptance {
            guard head.path != "/now" else { return .read(limit: 0) { _ in LeftTests.text("now") } }
            return .leave(limit: 10) { request, reply in
                guard request.head.path != "/at-once" else { return reply { LeftTests.text("at once") } }
                self.left.withLock { $0.append((request, reply)) }
            }
        }

        func wait(for count: Int) -> Bool {
            for _ in 0..<10_000 {
                if left.withLock({ $0.count }) == count { return true }
                usleep(1_000)
            }
            return false
        }

        func answerAll() {
            let all = left.withLock { left in
                defer { left = [] }
                return left
            }
            for (request, reply) in all {
                reply {
                    LeftTests.text(String(decoding: request.body, as: UTF8.self) + (EventThread.isCurrent ? "!" : "."))
                }
            }
        }
    }

    private static func text(_ text: String) -> Response { .bytes(Array(text.utf8), contentType: "text/plain") }

    private static func leaving(_ body: String) -> String {
        "PUT /left HTTP/1.1\r\nHost: test\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    @Test func answersComeWhenTheyAreThereAndHoldNoWorkerTillThen() throws {
        let desk = Desk()
        let narrow: (inout Server.Configuration) -> Void = { $0.workers = 2 }
        try serving(desk.accept, configure: narrow) { server in
            let wires = try (0..<6).map { _ in try Wire(port: server.port) }
            for (number, wire) in wires.enumerated() {
                wire.send(LeftTests.leaving("n\(number)"))
            }
            #expect(desk.wait(for: 6))
            #expect(try Wire(port: server.port).ask("GET", "/now").text == "now", "the workers are free")
            desk.answerAll()
            for (number, wire) in wires.enumerated() { #expect(try wire.answer().text == "n\(number).") }
            #expect(try wires[0].ask("PUT", "/at-once", body: [65]).text == "at once")
            #expect(try wires[0].ask("PUT", "/left", body: [UInt8](repeating: 65, count: 11)).status == 413)
        }
    }

    @Test func whatNobodyAnsweredEndsWithTheServer() throws {
        let desk = Desk()
        let impatient: (inout Server.Configuration) -> Void = { $0.patience.stopSeconds = 0 }
        let wire = try serving(desk.accept, configure: impatient) { server in
            let wire = try Wire(port: server.port)
            wire.send(LeftTests.leaving("A"))
            #expect(desk.wait(for: 1))
            return wire
        }
        #expect(throws: Wire.Broken.self) { try wire.answer() }
        // Too late, and harmless.
        desk.answerAll()
    }
}
