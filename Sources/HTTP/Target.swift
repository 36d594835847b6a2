/// The path and query of a request line (RFC 9112, section 3.2), refused when a segment could mean two things.
struct Target {
    var segments: [String]
    var rawPath: String
    var query: Query

    init(_ bytes: [UInt8], of method: Method) throws(Rejection) {
        guard bytes.allSatisfy({ $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "#") }) else {
            throw .malformed("The request target holds a byte that has to be percent-encoded.")
        }
        if bytes.count == 1, bytes[0] == UInt8(ascii: "*"), method == .options {
            (segments, rawPath, query) = ([], "*", Query())
            return
        }
        let origin = bytes.first == UInt8(ascii: "/") ? bytes[...] : Target.withoutAuthority(bytes[...])
        guard origin.first == UInt8(ascii: "/") else {
            throw .malformed("The request target has to begin with a slash.")
        }
        let mark = origin.firstIndex(of: UInt8(ascii: "?")) ?? origin.endIndex
        let raw = origin[..<mark]
        rawPath = String(decoding: raw, as: UTF8.self)
        segments = try Target.segments(of: raw)
        query = mark == origin.endIndex ? Query() : try Query(encoded: origin[(mark + 1)...])
    }

    /// The parts between the slashes; none of the root.
    private static func segments(of path: ArraySlice<UInt8>) throws(Rejection) -> [String] {
        guard path.count > 1 else { return [] }
        var found: [String] = []
        found.reserveCapacity(8)
        var start = path.startIndex + 1
        while true {
            let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
            let segment = try percentDecoded(path[start..<end], plusIsSpace: false)
            guard segment != ".", segment != ".." else { throw .malformed("The path has a segment that climbs.") }
            found.append(segment)
            if end == path.endIndex { return found }
            start = end + 1
        }
    }

    /// A proxy's form, `http://host/path`, has to be understood too; the Host header decides nothing here.
    private static func withoutAuthority(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        for scheme in ["http://", "https://"]
        where asciiEqual(String(decoding: bytes.prefix(scheme.utf8.count), as: UTF8.self), scheme) {
            let rest = bytes.dropFirst(scheme.utf8.count)
            guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return [UInt8(ascii: "/")] }
            return rest[slash...]
        }
        return bytes
    }
}

/// The names and values after the question mark, decoded, in their order.
package struct Query: Sendable {
    package private(set) var items: [(name: String, value: String)] = []

    package init() {}

    /// Reads `a=1&b=2`, a plus standing for a space.
    init(encoded bytes: ArraySlice<UInt8>) throws(Rejection) {
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            let mark = pair.firstIndex(of: UInt8(ascii: "="))
            let name = try percentDecoded(pair[..<(mark ?? pair.endIndex)], plusIsSpace: true)
            let value = try mark.map { (at) throws(Rejection) in
                try percentDecoded(pair[(at + 1)...], plusIsSpace: true)
            }
            items.append((name, value ?? ""))
        }
    }

    package func first(_ name: String) -> String? { items.first { $0.name == name }?.value }

    package func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    package var isEmpty: Bool { items.isEmpty }
}

/// Undoes percent-encoding, refusing half an escape, NUL and what is not UTF-8.
private func percentDecoded(_ bytes: ArraySlice<UInt8>, plusIsSpace: Bool) throws(Rejection) -> String {
    let isPlain = bytes.allSatisfy { $0 != UInt8(ascii: "%") && $0 != UInt8(ascii: "+") }
    if isPlain { return String(decoding: bytes, as: UTF8.self) }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var at = bytes.startIndex
    while at < bytes.endIndex {
        let byte = bytes[at]
        if byte == UInt8(ascii: "%") {
            guard at + 2 < bytes.endIndex, let high = hexDigit(bytes[at + 1]), let low = hexDigit(bytes[at + 2]) else {
                throw .malformed("The request target has a broken percent-encoding.")
            }
            let decoded = high << 4 | low
            guard decoded != 0 else { throw .malformed("The request target holds a NUL.") }
            out.append(decoded)
            at += 3
        } else {
            out.append(plusIsSpace && byte == UInt8(ascii: "+") ? 32 : byte)
            at += 1
        }
    }
    guard let text = String(validating: out, as: UTF8.self) else {
        throw .malformed("The request target is not UTF-8 when decoded.")
    }
    return text
}
