/// Why the server itself will not serve a request, before any service has seen it.
package struct Rejection: Error, Sendable {
    package let status: Int
    package let code: String
    package let detail: String

    static func malformed(_ detail: String) -> Rejection {
        Rejection(status: 400, code: "malformed_request", detail: detail)
    }

    var problem: Problem { Problem(status: status, code: code, detail: detail) }
}

/// What keeps a server from starting; `code` is the operating system's.
package enum HTTPError: Error, Sendable, Equatable {
    case hostIsUnknown(String)
    case cannotListen(address: String, code: Int32)
    case cannotStart(code: Int32)
}
