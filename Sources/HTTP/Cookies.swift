/// Reading the Cookie header (RFC 6265, section 4.2).
enum Cookies {
    static func read(_ headers: [String]) -> [String: String] {
        var found: [String: String] = [:]
        for header in headers {
            for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
                guard let mark = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
                let name = String(Substring(trimmed(pair[..<mark])))
                var value = trimmed(pair[pair.index(after: mark)...])
                if value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") {
                    value = value.dropFirst().dropLast()
                }
                if !name.isEmpty, found[name] == nil { found[name] = String(Substring(value)) }
            }
        }
        return found
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        var text = text
        while text.first == UInt8(ascii: " ") || text.first == UInt8(ascii: "\t") { text.removeFirst() }
        while text.last == UInt8(ascii: " ") || text.last == UInt8(ascii: "\t") { text.removeLast() }
        return text
    }
}

/// A cookie as an answer sets it. A name or value that could reach into another attribute becomes a 500 when answered.
package struct SetCookie: Sendable, Equatable {
    package enum SameSite: String, Sendable {
        case lax = "Lax"
        case strict = "Strict"
        case none = "None"
    }

    package var name: String
    package var content: String
    /// Seconds; nil until the browser closes, 0 to forget it now.
    package var maxAge: Int?
    package var path: String
    package var isHTTPOnly: Bool
    package var isSecure: Bool
    package var sameSite: SameSite

    package init(
        name: String, value: String, maxAge: Int? = nil, path: String = "/", httpOnly: Bool = true, secure: Bool,
        sameSite: SameSite = .lax
    ) {
        self.name = name
        content = value
        self.maxAge = maxAge
        self.path = path
        isHTTPOnly = httpOnly
        isSecure = secure
        self.sameSite = sameSite
    }

    /// The header's value. What is not allowed in a cookie gives a value with a NUL, which no header may have.
    package var value: String {
        guard isToken(name), content.utf8.allSatisfy(isCookieByte),
            path.utf8.allSatisfy({ isValueByte($0) && $0 != 59 })
        else { return "\0" }
        var text = "\(name)=\(content); Path=\(path)"
        if let maxAge { text += "; Max-Age=\(maxAge)" }
        if isHTTPOnly { text += "; HttpOnly" }
        if isSecure { text += "; Secure" }
        return text + "; SameSite=\(sameSite.rawValue)"
    }

    private func isCookieByte(_ byte: UInt8) -> Bool {
        byte > 32 && byte < 127 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: ",")
            && byte != UInt8(ascii: ";") && byte != UInt8(ascii: "\\")
    }
}
