/// Base64 as RFC 4648 section 4 has it: padded, one spelling for each value, nothing else accepted.
package enum Base64 {
    package static func encode(_ bytes: [UInt8]) -> String {
        let text = alphabet.encode(bytes)
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }

    /// Nil for missing padding, foreign letters, line breaks and spare bits that are not zero.
    package static func decode(_ text: String) -> [UInt8]? {
        let letters = Array(text.utf8)
        guard letters.count.isMultiple(of: 4) else { return nil }
        let padding = letters.suffix(2).reversed().prefix { $0 == 0x3d }.count
        return alphabet.decode(letters.dropLast(padding))
    }

    private static let alphabet = Base64Alphabet("+/")
}

/// Base64 for URLs and cookies (RFC 4648 section 5), without padding.
package enum Base64URL {
    package static func encode(_ bytes: [UInt8]) -> String { alphabet.encode(bytes) }

    /// Nil for padding, foreign letters, impossible lengths and spare bits that are not zero.
    package static func decode(_ text: String) -> [UInt8]? { alphabet.decode(Array(text.utf8)[...]) }

    private static let alphabet = Base64Alphabet("-_")
}

/// The 64 letters of one form of base64, and what each is worth.
private struct Base64Alphabet: Sendable {
    private let letters: [UInt8]
    /// 255 for what is no letter.
    private let values: [UInt8]

    init(_ lastTwo: String) {
        letters = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + lastTwo).utf8)
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in letters.enumerated() { values[Int(letter)] = UInt8(value) }
        self.values = values
    }

    func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits = 0
        var width = 0
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xffff
            width += 8
            while width >= 6 {
                width -= 6
                text.append(letters[bits >> width & 63])
            }
        }
        if width > 0 { text.append(letters[bits << (6 - width) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count * 3 / 4)
        var bits = 0
        var width = 0
        for letter in text {
            guard values[Int(letter)] != 255 else { return nil }
            bits = (bits << 6 | Int(values[Int(letter)])) & 0xffff
            width += 6
            if width >= 8 {
                width -= 8
                bytes.append(UInt8(bits >> width & 255))
            }
        }
        return bits & ((1 << width) - 1) == 0 ? bytes : nil
    }
}
