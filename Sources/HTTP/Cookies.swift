/// Reading the Cookie header (RFC 6265, section 4.2).
enum Cookies {
    static func read(_ headers: [String]) -> [String: String] {
        var found: [String: String] = [:]
        for header in headers {
            for pair in header.split(separator: ";") {
                guard let mark = pair.firstIndex(of: "=") else { continue }
                let name = trimmed(pair[..<mark])
                var value = trimmed(pair[pair.index(after: mark)...])
                if value.utf8.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
                    value = String(value.dropFirst().dropLast())
                }
                if !name.isEmpty, found[name] == nil { found[name] = value }
            }
        }
        return found
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
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
