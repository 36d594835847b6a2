/// A score as people read it.
package enum ScoreText {
    /// "72.0" for 72,000,000 with one decimal: rounded half-up, with more decimals where fewer would cross a pass mark or
    /// reach 100 without being there.
    package static func percent(_ microPercent: Int64, decimals: Int = 1, passMark: Int64? = nil) -> String {
        var decimals = max(0, min(decimals, 6))
        while decimals < 6, misleads(rounded(microPercent, decimals), microPercent, passMark) { decimals += 1 }
        let shown = rounded(microPercent, decimals)
        let fraction = String(shown % 1_000_000)
        let padded = String(repeating: "0", count: 6 - fraction.count) + fraction
        return decimals == 0 ? "\(shown / 1_000_000)" : "\(shown / 1_000_000).\(padded.prefix(decimals))"
    }

    private static func misleads(_ shown: Int64, _ microPercent: Int64, _ passMark: Int64?) -> Bool {
        if shown >= Scoring.whole, microPercent < Scoring.whole { return true }
        guard let passMark else { return false }
        return (shown >= passMark) != (microPercent >= passMark)
    }

    private static func rounded(_ microPercent: Int64, _ decimals: Int) -> Int64 {
        var step: Int64 = 1
        for _ in decimals..<6 { step *= 10 }
        return (microPercent + step / 2) / step * step
    }
}
