import Domain
import HTTP
import JSON

/// One request on its way through a room: who asks, for what, with which input.
struct Call: Sendable {
    let head: Head
    let body: [UInt8]
    let parameters: [String: String]
    let services: Services
    /// Nil when nobody is signed in; only doors open to anyone see that.
    let visitor: Caller?

    var outside: Outside { services.outside }
    var client: ClientAddress { services.proxies.client(of: head) }

    var publicURL: String { Call.publicURL(services.publicURL, isGiven: services.isPublicURLGiven, head) }

    /// How people reach this server; where nobody said and the caller sits at this machine, as the caller did: the
    /// port may be any free one.
    static func publicURL(_ configured: String, isGiven: Bool, _ head: Head) -> String {
        guard !isGiven, case .network(let peer) = head.peer, peer == "::1" || peer.hasPrefix("127."),
            let host = head.header("Host"), !host.isEmpty, host.utf8.allSatisfy(isHostByte)
        else { return configured }
        return "http://" + host
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A, 0x5B, 0x5D: true
        default: false
        }
    }

    /// The signed-in caller; the front door has made sure there is one.
    func caller() throws(Refusal) -> Caller {
        guard let visitor else { throw .notSignedIn }
        return visitor
    }

    /// A `{name}` of the route's pattern.
    func parameter(_ name: String) -> String {
        parameters[name] ?? ""
    }

    func query(_ name: String) -> String? {
        guard let value = head.query.first(name), !value.isEmpty else { return nil }
        return value
    }

    func queryAll(_ name: String) -> [String] {
        head.query.all(name).filter { !$0.isEmpty }
    }

    /// One of an enumeration's texts; nil when the query does not name it.
    func choice<T: RawRepresentable & CaseIterable>(_ name: String, of type: T.Type) throws(Refusal) -> T?
    where T.RawValue == String {
        guard let text = query(name) else { return nil }
        if let choice = T(rawValue: text) { return choice }
        let known = T.allCases.map { "“\($0.rawValue)”" }.joined(separator: ", ")
        throw Refusal("query_invalid", "“\(name)” is one of \(known).")
    }

    /// True or false; nil when the query does not name it.
    func truth(_ name: String) throws(Refusal) -> Bool? {
        switch query(name) {
        case nil: return nil
        case "true"?: return true
        case "false"?: return false
        default: throw Refusal("query_invalid", "“\(name)” is true or false.")
        }
    }

    /// The JSON body as an object's members.
    func fields() throws -> JSONFields {
        try JSONFields(try JSONReader.read(body))
    }

    /// The revision a write is based on, without its quotes.
    func ifMatch() throws(Refusal) -> String {
        guard let value = head.header("If-Match") else { throw .preconditionRequired }
        guard value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") else {
            throw Refusal("if_match_invalid", "If-Match must hold the ETag that came with the record.")
        }
        return String(value.dropFirst().dropLast())
    }
}

extension JSONFields {
    /// An instant as RFC 3339 text.
    mutating func instant(_ name: String) throws(FieldError) -> Instant {
        let text = try string(name, max: 40)
        guard let instant = Instant(text: text) else { throw instantError(name) }
        return instant
    }

    mutating func optionalInstant(_ name: String) throws(FieldError) -> Instant? {
        guard let text = try optionalString(name, max: 40) else { return nil }
        guard let instant = Instant(text: text) else { throw instantError(name) }
        return instant
    }

    private func instantError(_ name: String) -> FieldError {
        FieldError(
            pointer: pointer + "/" + name, code: "instant_invalid",
            sentence: "Give the time as in 2026-11-12T14:02:00Z.")
    }
}
