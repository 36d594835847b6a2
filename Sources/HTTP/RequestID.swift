import Synchronization

/// Names requests so that no two of a server have the same: a count from a random start, scrambled.
enum RequestID {
    private static let start = UInt64.random(in: 0 ... .max)
    private static let count = Atomic<UInt64>(0)

    /// Sixteen hexadecimal digits. SplitMix64 (Steele, Lea, Flood 2014) maps each count to another number.
    static func next() -> String {
        var mixed = start &+ count.add(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return hexadecimal(mixed ^ mixed >> 31)
    }
}
