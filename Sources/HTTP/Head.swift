/// What is known of a request when its headers are complete.
package struct Head: Sendable {
    package let method: Method
    /// The parts of the path, percent-decoded; an encoded slash stays inside its segment.
    package let segments: [String]
    /// The path as it came, still percent-encoded, without the query.
    package let rawPath: String
    package let query: Query
    package let peer: Peer
    let request: RequestID
    /// The announced size of the body in bytes; nil when there is none or when it comes in chunks.
    package let contentLength: Int64?

    let fields: Fields

    /// The path, percent-decoded; for matching use `segments`.
    package var path: String { rawPath == "*" ? rawPath : "/" + segments.joined(separator: "/") }

    /// Sixteen hexadecimal digits, new for every request; the answer and the log line carry it.
    package var requestID: String { request.text }

    /// The first value of a header, without surrounding blanks.
    package func header(_ name: String) -> String? { fields.first(name) }

    /// Every value of a header, in the order they came.
    package func headers(_ name: String) -> [String] { fields.all(name) }

    /// All in the request that decides what is answered to a GET and to whom: the way it came, its target, and whatever
    /// could prove who asks. Requests with one key are one question.
    package var decisiveKey: String {
        var key = isLocalControl ? "control\n" : "\n"
        key.reserveCapacity(256)
        key += rawPath
        for item in query.items { key += "\n\(item.name)=\(item.value)" }
        for proof in ["Authorization", "Cookie"] {
            for value in fields.all(proof) { key += "\n\(proof): \(value)" }
        }
        return key
    }

    /// The method to look a route up by: a HEAD is answered as the GET it stands for, and its body dropped.
    package var routedMethod: Method { method == .head ? .get : method }

    package var remoteAddress: String {
        switch peer {
        case .network(let address): address
        case .control: "control"
        }
    }

    package var isLocalControl: Bool { peer == .control }

    /// The cookies the client sent; of two with one name the first, which is the one with the longer path.
    package var cookies: [String: String] { Cookies.read(headers("Cookie")) }

    /// Whether a body follows, of known length or in chunks.
    var hasBody: Bool { (contentLength ?? 0) > 0 || fields.first("Transfer-Encoding") != nil }

    var waitsForContinue: Bool { fields.first("Expect").map { asciiEqual($0, "100-continue") } ?? false }
}

extension Head {
    /// Reads a head from its parts, as the server does; tests of services make theirs with it.
    package init(
        method: Method, target: String, headers: [(String, String)] = [], peer: Peer = .network(address: "127.0.0.1")
    ) throws(Rejection) {
        var fields = Fields()
        for (name, value) in headers { fields.append(name: Array(name.utf8), value: Array(value.utf8)) }
        try self.init(
            method: method, target: Array(target.utf8), fields: fields, peer: peer, request: RequestID(number: 0))
    }

    init(method: Method, target: [UInt8], fields: Fields, peer: Peer, request: RequestID) throws(Rejection) {
        let parts = try Target(target, of: method)
        self.method = method
        segments = parts.segments
        rawPath = parts.rawPath
        query = parts.query
        self.fields = fields
        self.peer = peer
        self.request = request
        contentLength = try fields.bodyLength()
    }
}

/// The header fields of one request: their bytes, copied once, and where each name and value stands.
struct Fields: Sendable {
    private var bytes: [UInt8] = []
    private var places: [(name: Range<Int>, value: Range<Int>)] = []

    init() {
        bytes.reserveCapacity(512)
        places.reserveCapacity(12)
    }

    var count: Int { places.count }

    mutating func append(name: some Collection<UInt8>, value: some Collection<UInt8>) {
        let start = bytes.count
        bytes.append(contentsOf: name)
        let middle = bytes.count
        bytes.append(contentsOf: value)
        var low = middle
        var high = bytes.count
        while low < high, isBlank(bytes[low]) { low += 1 }
        while high > low, isBlank(bytes[high - 1]) { high -= 1 }
        places.append((start..<middle, low..<high))
    }

    func first(_ name: String) -> String? {
        for place in places where matches(place.name, name) {
            return String(decoding: bytes[place.value], as: UTF8.self)
        }
        return nil
    }

    func all(_ name: String) -> [String] {
        places.filter { matches($0.name, name) }.map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }

    func number(of name: String) -> Int {
        var found = 0
        for place in places where matches(place.name, name) { found += 1 }
        return found
    }

    /// Whether there is any of the conditions If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, If-Range.
    var holdConditions: Bool {
        for place in places where place.name.count > 7 {
            let at = place.name.lowerBound
            if lowercased(bytes[at]) == UInt8(ascii: "i"), lowercased(bytes[at + 1]) == UInt8(ascii: "f"),
                bytes[at + 2] == UInt8(ascii: "-")
            {
                return true
            }
        }
        return false
    }

    private func matches(_ place: Range<Int>, _ name: String) -> Bool {
        let utf8 = name.utf8
        guard utf8.count == place.count else { return false }
        var at = place.lowerBound
        for byte in utf8 {
            if lowercased(bytes[at]) != lowercased(byte) { return false }
            at += 1
        }
        return true
    }
}
