/// How a browser should treat a body: show it, or save it under a name (RFC 6266, the name encoded by RFC 8187).
package enum ContentDisposition {
    package static func attachment(_ fileName: String) -> String { value("attachment", fileName) }

    package static func inline(_ fileName: String) -> String { value("inline", fileName) }

    /// The plain form for those who know no other, with what it cannot hold as underscores; then the exact name.
    private static func value(_ kind: String, _ fileName: String) -> String {
        let name = fileName.unicodeScalars.map {
            $0.value < 32 || $0.value == 127 || $0 == "/" || $0 == "\\" ? "_" : $0
        }
        var plain = ""
        var encoded = ""
        for scalar in name {
            plain.unicodeScalars.append(scalar.value < 127 && scalar != "\"" && scalar != "%" ? scalar : "_")
            for byte in String(scalar).utf8 {
                if isAttributeByte(byte) {
                    encoded.unicodeScalars.append(Unicode.Scalar(byte))
                } else {
                    encoded.unicodeScalars.append("%")
                    encoded.unicodeScalars.append(Unicode.Scalar(upperHex[Int(byte >> 4)]))
                    encoded.unicodeScalars.append(Unicode.Scalar(upperHex[Int(byte & 15)]))
                }
            }
        }
        return "\(kind); filename=\"\(plain)\"; filename*=UTF-8''\(encoded)"
    }

    /// attr-char of RFC 8187: a token's bytes without `*`, `'` and `%`.
    private static func isAttributeByte(_ byte: UInt8) -> Bool {
        isTokenByte(byte) && byte != UInt8(ascii: "*") && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "%")
    }
}
