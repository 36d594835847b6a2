// The few classes of bytes that the grammar of HTTP speaks of (RFC 9110, section 5.6).

@inline(__always) func lowercased(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 32 : byte }

@inline(__always) func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

/// Whether a byte may stand in a token: the name of a header, a cookie or a method.
func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122: true
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
        UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
        true
    default: false
    }
}

/// Whether a byte may stand in a header's value: no CR, LF, NUL or other control but the tab.
@inline(__always) func isValueByte(_ byte: UInt8) -> Bool { (byte >= 32 && byte != 127) || byte == 9 }

func isToken(_ text: String) -> Bool { !text.isEmpty && text.utf8.allSatisfy(isTokenByte) }

func isHeaderValue(_ text: String) -> Bool { text.utf8.allSatisfy(isValueByte) }

func asciiEqual(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { lowercased($0) == lowercased($1) }
}

func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
}

let upperHex = Array("0123456789ABCDEF".utf8)

/// Sixteen digits.
func hexadecimal(_ number: UInt64) -> String {
    String(unsafeUninitializedCapacity: 16) { digits in
        for place in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * place) & 15)
            digits[place] = digit < 10 ? 48 + digit : 87 + digit
        }
        return 16
    }
}
