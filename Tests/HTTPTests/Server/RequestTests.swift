import Glibc
import HTTP
import Synchronization
import Testing

/// What passes through a whole server: bodies, methods, connections, identities.
@Suite struct RequestTests {
    @Test func aHandlerRunsOnAWorkerWithTheBody() throws {
        try serving { _ in
            .read(limit: 100) { request in
                .bytes(request.body + (EventThread.isCurrent ? [33] : [46]), contentType: "text/plain")
            }
        } test: { server in
            let wire = try Wire(port: server.port)
            #expect(try wire.ask("POST", "/x", body: Array("hello".utf8)).text == "hello.")
            #expect(try wire.ask("GET", "/x").text == ".")
            // Chunks are gathered too.
            wire.send(
                "POST /x HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")
            #expect(try wire.answer().text == "abcde.")
        }
    }

    @Test func anImmediateAnswerComesFromTheEventThreadAndKeepsTheConnection() throws {
        try serving { _ in
            .answer(.bytes(EventThread.isCurrent ? [33] : [46], contentType: "text/plain"))
        } test: { server in
            let wire = try Wire(port: server.port)
            for _ in 0..<3 { #expect(try wire.ask("GET", "/").text == "!") }
            // The body that nobody wanted does not become the next request.
            let body = Array("GET /smuggled HTTP/1.1\r\n\r\n".utf8)
            #expect(try wire.ask("POST", "/", body: body).text == "!")
            #expect(try wire.ask("GET", "/").text == "!")
        }
    }

    @Test func everyAnswerHasARequestIdAndTheCommonHeadersItDoesNotSetItself() throws {
        try serving { head in
            .answer(.empty().header("X-Seen", head.requestID).header("Referrer-Policy", "same-origin"))
        } configure: {
            $0.commonHeaders = [("X-Content-Type-Options", "nosniff"), ("referrer-policy", "no-referrer")]
        } test: { server in
            let answer = try Wire(port: server.port).ask("GET", "/")
            #expect(answer.status == 204)
            #expect(answer.header("X-Request-Id") == answer.header("X-Seen"))
            #expect(answer.header("X-Request-Id")?.count == 16)
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.headers.filter { $0.0.lowercased() == "referrer-policy" }.map(\.1) == ["same-origin"])
        }
    }

    @Test func aHeadIsAnsweredAsItsGetWithoutABody() throws {
        try serving { head in
            .read(limit: 0) { _ in
                head.routedMethod == .get ? .bytes(Array("twelve bytes".utf8), contentType: "text/plain") : .empty(405)
            }
        } test: { server in
            let wire = try Wire(port: server.port)
            let answer = try wire.ask("HEAD", "/")
            #expect(answer.status == 200)
            #expect(answer.header("Content-Length") == "12")
            #expect(try wire.ask("GET", "/").text == "twelve bytes")
        }
    }

    @Test func aBodyAboveTheLimitIsRefusedAnnouncedOrSent() throws {
        try serving { _ in
            .read(limit: 10) { .bytes($0.body, contentType: "text/plain") }
        } test: { server in
            let wire = try Wire(port: server.port)
            let announced = try wire.ask("POST", "/", body: [UInt8](repeating: 65, count: 11))
            #expect(announced.status == 413)
            #expect(announced.header("Content-Type") == "application/problem+json")
            #expect(announced.text.contains("\"code\":\"content_too_large\""))
            #expect(try wire.ask("POST", "/", body: [UInt8](repeating: 65, count: 10)).status == 200)
            wire.send("POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n01234567890\r\n0\r\n\r\n")
            #expect(try wire.answer().status == 413)
            #expect(try wire.ask("GET", "/").status == 200)
        }
    }

    @Test func aBodyFarAboveTheLimitIsAnsweredBeforeItIsThere() throws {
        try serving { _ in
            .read(limit: 10) { _ in .empty() }
        } test: { server in
            let wire = try Wire(port: server.port)
            wire.send("PUT / HTTP/1.1\r\nHost: t\r\nContent-Length: 100000000000\r\n\r\n")
            let answer = try wire.answer()
            #expect(answer.status == 413)
            #expect(answer.header("Connection") == "close")
            #expect(wire.isClosed())
        }
    }

    @Test func whoWaitsForContinueIsToldToGoOnOrRefused() throws {
        try serving { _ in
            .read(limit: 10) { .bytes($0.body, contentType: "text/plain") }
        } test: { server in
            let wire = try Wire(port: server.port)
            wire.send("POST / HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
            #expect(try wire.answer().status == 100)
            wire.send("abc")
            #expect(try wire.answer().text == "abc")
            wire.send("POST / HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n")
            #expect(try wire.answer().status == 413)
        }
    }

    @Test func fiftyRequestsAtOnceAreSuspendedAndResumed() throws {
        let most = Mutex((now: 0, peak: 0))
        try serving { head in
            .read(limit: 100) { _ in
                most.withLock { $0 = ($0.now + 1, max($0.peak, $0.now + 1)) }
                usleep(10_000)
                most.withLock { $0.now -= 1 }
                return .bytes(Array(head.path.utf8), contentType: "text/plain")
            }
        } test: { server in
            let wires = try (0..<50).map { _ in try Wire(port: server.port) }
            for round in 0..<3 {
                for (index, wire) in wires.enumerated() {
                    wire.send("GET /\(round)/\(index) HTTP/1.1\r\nHost: t\r\n\r\n")
                }
                for (index, wire) in wires.enumerated() { #expect(try wire.answer().text == "/\(round)/\(index)") }
            }
            #expect(most.withLock { $0.peak } == 8)
        }
    }

    @Test func aHeaderThatWouldSplitTheAnswerBecomesA500() throws {
        try serving { head in
            .answer(.empty(200).header("X-Name", head.query.first("v") ?? ""))
        } test: { server in
            let wire = try Wire(port: server.port)
            #expect(try wire.ask("GET", "/?v=fine").status == 200)
            for attack in ["a%0d%0aSet-Cookie:%20x=y", "a%0ab", "a%0db"] {
                let answer = try wire.ask("GET", "/?v=\(attack)")
                #expect(answer.status == 500)
                #expect(answer.header("X-Name") == nil)
                #expect(answer.header("Set-Cookie") == nil)
            }
            #expect(try wire.ask("GET", "/?v=fine").header("X-Name") == "fine")
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() throws {
        try serving { head in
            .read(limit: 10) { _ in .bytes(Array(head.path.utf8), contentType: "text/plain") }
        } test: { server in
            let wire = try Wire(port: server.port)
            wire.send(
                "GET /1 HTTP/1.1\r\nHost: t\r\n\r\nPOST /2 HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\nabGET /3 HTTP/1.1\r\nHost: t\r\n\r\n"
            )
            for name in ["/1", "/2", "/3"] { #expect(try wire.answer().text == name) }
        }
    }
}
