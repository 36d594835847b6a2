import Crypto
import Glibc

/// What the product takes from the outside world: the clock and fresh identities.
struct Outside: Sendable {
    /// Milliseconds since 1970, UTC.
    let now: @Sendable () -> Int64

    static let real = Outside(now: wallClock)

    /// A UUID of version 7 (RFC 9562 section 5.7): sorts by the millisecond it was made in.
    func id() -> String {
        let time = UInt64(max(0, now()))
        var bytes = SecureRandom.bytes(16)
        for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: time >> UInt64(40 - index * 8)) }
        bytes[6] = bytes[6] & 0x0f | 0x70
        bytes[8] = bytes[8] & 0x3f | 0x80
        return dashed(bytes)
    }
}

private func dashed(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
        if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}

private func wallClock() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
