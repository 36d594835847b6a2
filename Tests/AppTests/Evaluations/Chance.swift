import Foundation

/// Chance that can be repeated: SplitMix64.
struct Chance: Sendable {
    var state: UInt64

    /// The seed of the environment's variable, or one of its own; it is printed, so that a failure can be repeated.
    static func seed(of variable: String) -> UInt64 {
        let seed =
            ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) }
            ?? UInt64.random(in: 0..<1_000_000_000)
        print("\(variable)=\(seed)")
        return seed
    }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((bits ^ (bits >> 31)) % UInt64(bound))
    }

    mutating func flips(_ hits: Int, of all: Int) -> Bool { below(all) < hits }

    mutating func one<T>(of list: [T]) -> T { list[below(list.count)] }
}
