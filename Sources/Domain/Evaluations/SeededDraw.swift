/// Draws some of many at random, so that the same seed draws the same again.
///
/// Every id has a rank of its own under a seed; the lowest ranks are drawn. What else there is to draw from changes no
/// rank, so a draw repeated after others were used up goes on in the same order.
package struct SeededDraw: Sendable {
    private let seed: String
    private let count: Int
    private var kept: [(rank: UInt64, id: String)] = []

    /// Draws at most `count`, 1 or more.
    package init(seed: String, count: Int) {
        self.seed = seed
        self.count = max(1, count)
    }

    package mutating func add(_ id: String) {
        kept.append((rank(of: id), id))
        if kept.count >= 4096 + 2 * count { keepLowest() }
    }

    /// The ids drawn from those that were added, in the order of their ranks.
    package mutating func drawn() -> [String] {
        keepLowest()
        return kept.map(\.id)
    }

    private mutating func keepLowest() {
        kept.sort { ($0.rank, $0.id) < ($1.rank, $1.id) }
        if kept.count > count { kept.removeSubrange(count...) }
    }

    /// FNV-1a over seed and id (Fowler, Noll, Vo), its bits spread by the finaliser of SplitMix64 (Steele, Lea, Flood).
    private func rank(of id: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in seed.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = hash &* 0x100_0000_01b3
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 30)) &* 0xbf58_476d_1ce4_e5b9
        hash = (hash ^ (hash >> 27)) &* 0x94d0_49bb_1331_11eb
        return hash ^ (hash >> 31)
    }
}
