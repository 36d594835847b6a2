import Synchronization

/// What a request is called, as a number: no two of a server have the same.
package struct RequestID: Sendable {
    let number: UInt64

    /// Sixteen hexadecimal digits.
    package var text: String { hexadecimal(number) }

    private static let start = UInt64.random(in: 0 ... .max)
    private static let count = Atomic<UInt64>(0)

    /// A count from a random start, scrambled. SplitMix64 (Steele, Lea, Flood 2014) maps each count to another number.
    static func next() -> RequestID {
        var mixed = start &+ count.add(1, ordering: .relaxed).newValue &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return RequestID(number: mixed ^ mixed >> 31)
    }
}
