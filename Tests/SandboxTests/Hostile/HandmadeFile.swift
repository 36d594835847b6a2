/// Numbers and chunks as files hold them.
enum HandmadeFile {
    static func big(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static func little(_ value: Int, _ width: Int) -> [UInt8] { big(value, width).reversed() }

    static func text(_ name: String) -> [UInt8] { Array(name.utf8) }

    /// Of RIFF.
    static func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        text(name) + little(body.count, 4) + body + (body.count % 2 == 1 ? [0] : [])
    }

    /// What zlib unpacks (RFC 1950), stored as it is (RFC 1951, 3.2.4); up to 65,535 bytes.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var (low, high) = (1, 0)
        for byte in bytes {
            low = (low + Int(byte)) % 65_521
            high = (high + low) % 65_521
        }
        let lengths = little(bytes.count, 2) + little(~bytes.count, 2)
        return [0x78, 0x01, 1] + lengths + bytes + big(high << 16 | low, 4)
    }
}
