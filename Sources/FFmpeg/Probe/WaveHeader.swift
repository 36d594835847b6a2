/// What the header of a WAV file promises: FFmpeg silently takes the smaller of that and what is there.
///
/// Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0", RIFF WAVE.
struct WaveHeader {
    /// First byte of the sound.
    private let dataStart: Int64
    private let dataBytes: Int64
    private let bytesPerSecond: Int64

    /// Larger sizes are what writers to a pipe leave there, who never learn the length.
    private static let unknownBytes: UInt32 = 0x7fff_0000

    /// Reads the chunks in the first bytes of a file; nil when they promise nothing.
    init?(_ head: [UInt8]) {
        guard head.count >= 12, head.prefix(4).elementsEqual("RIFF".utf8) else { return nil }
        var rate: Int64?
        var at = 12
        while at + 8 <= head.count {
            let size = Self.number(head, at + 4)
            if head[at..<at + 4].elementsEqual("fmt ".utf8), at + 20 <= head.count {
                rate = Int64(Self.number(head, at + 16))
            }
            if head[at..<at + 4].elementsEqual("data".utf8) {
                guard let rate, rate > 0, size > 0, size < Self.unknownBytes else { return nil }
                (dataStart, dataBytes, bytesPerSecond) = (Int64(at + 8), Int64(size), rate)
                return
            }
            at += 8 + Int(size) + Int(size % 2)
        }
        return nil
    }

    /// Length the header promises, µs, when the file ends before it; nil when it keeps its word.
    func brokenPromiseUs(fileBytes: Int64) -> Int64? {
        // A last odd byte may be missing from files that are whole.
        guard dataStart + dataBytes > fileBytes + 1 else { return nil }
        return dataBytes * 1_000_000 / bytesPerSecond
    }

    /// Four bytes, the least significant first.
    private static func number(_ bytes: [UInt8], _ at: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32(8 * $1) }
    }
}
