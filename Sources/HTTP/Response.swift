/// A request whose body has been gathered.
package struct Request: Sendable {
    package let head: Head
    package let body: [UInt8]

    package init(head: Head, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}

/// What is answered. A header that could split the answer turns it into a 500; it is never sent.
package struct Response: Sendable {
    package var status: Int
    package var headers: [(String, String)]
    package var body: Body

    package init(status: Int, headers: [(String, String)] = [], body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package static func bytes(_ bytes: [UInt8], contentType: String, status: Int = 200) -> Response {
        Response(status: status, headers: [("Content-Type", contentType)], body: .bytes(bytes))
    }

    package static func json(_ bytes: [UInt8], status: Int = 200) -> Response {
        .bytes(bytes, contentType: "application/json", status: status)
    }

    package static func empty(_ status: Int = 204) -> Response { Response(status: status) }

    package static func file(_ file: FileBody) -> Response { Response(status: 200, body: .file(file)) }

    package static func composed(_ body: ComposedBody) -> Response { Response(status: 200, body: .composed(body)) }

    package static func problem(status: Int, code: String, detail: String) -> Response {
        Problem(status: status, code: code, detail: detail).response
    }

    /// This answer with one header more.
    package func header(_ name: String, _ value: String) -> Response {
        var copy = self
        copy.headers.append((name, value))
        return copy
    }

    /// This answer with a cookie set; several may be.
    package func cookie(_ cookie: SetCookie) -> Response { header("Set-Cookie", cookie.value) }

    /// This answer with the seconds after which it is worth asking again.
    package func retryAfter(_ seconds: Int) -> Response { header("Retry-After", String(max(0, seconds))) }

    func has(_ name: String) -> Bool { headers.contains { asciiEqual($0.0, name) } }
}

/// What follows the headers of an answer.
package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// A file, of which the server answers ranges and conditions itself; the status of the response is not used.
    case file(FileBody)
    /// Memory and files put together, of which the server answers ranges and conditions itself.
    case composed(ComposedBody)
    /// A small file that is held in memory and shared by all who ask.
    case shared(StaticAsset)
    /// Bytes that are made while they are sent, each piece on a worker.
    case produced(ProducedBody)
}
