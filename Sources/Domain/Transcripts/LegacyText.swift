/// Text written before UTF-8: Windows code page 1252, which is what such a file nearly always is.
enum LegacyText {
    /// The bytes as UTF-8, nil when they are that already.
    static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(scalar(byte)) }
        return Array(String(text).utf8)
    }

    /// Bytes 0x80 to 0x9F (https://encoding.spec.whatwg.org/#windows-1252); the rest are Latin-1.
    private static let high: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    private static func scalar(_ byte: UInt8) -> Unicode.Scalar {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        return Unicode.Scalar(high[Int(byte) - 0x80]) ?? "\u{FFFD}"
    }
}
