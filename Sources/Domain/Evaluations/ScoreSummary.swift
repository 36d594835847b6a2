/// What the scores of some completed evaluations come to; scores and bounds are micro-percent.
package struct ScoreSummary: Equatable, Sendable {
    package private(set) var completed: Int64 = 0
    /// Those that have a score: where nothing applied there is none.
    package private(set) var scored: Int64 = 0
    /// Of those with a pass mark.
    package private(set) var passed: Int64 = 0
    package private(set) var failed: Int64 = 0
    package private(set) var autoFailed: Int64 = 0
    package private(set) var lowest: Int64?
    package private(set) var highest: Int64?
    private var sum: Int128 = 0
    private var sumOfSquares: Int128 = 0

    /// Where a mean lies, as far as so few scores can say.
    package struct Interval: Equatable, Sendable {
        package let low: Int64
        package let high: Int64
    }

    package init() {}

    package mutating func add(score: Int64?, passed hasPassed: Bool?, isAutoFailed: Bool) {
        completed += 1
        if hasPassed == true { passed += 1 }
        if hasPassed == false { failed += 1 }
        if isAutoFailed { autoFailed += 1 }
        guard let score else { return }
        scored += 1
        sum += Int128(score)
        sumOfSquares += Int128(score) * Int128(score)
        lowest = min(lowest ?? score, score)
        highest = max(highest ?? score, score)
    }

    /// Rounded half-up; nil without any score.
    package var mean: Int64? {
        scored == 0 ? nil : Int64((2 * sum + Int128(scored)) / Int128(2 * scored))
    }

    /// The mean's 95 % confidence interval by Student's t: mean ± t · s / √n with n − 1 degrees of freedom
    /// (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.2), cut at 0 and 100 %; nil below two scores.
    package var interval: Interval? {
        guard scored > 1 else { return nil }
        let count = Int128(scored)
        // n Σx² − (Σx)² = n (n − 1) s², whole and therefore exact.
        let spread = Double(count * sumOfSquares - sum * sum)
        let n = Double(scored)
        let reach = StudentT.quantile(degrees: scored - 1) * (spread / (n * n * (n - 1))).squareRoot()
        let mean = Double(sum) / n
        return Interval(
            low: Int64(max(0, mean - reach).rounded()), high: Int64(min(100_000_000, mean + reach).rounded()))
    }
}

/// Student's t distribution, as far as a 95 % confidence interval needs it.
package enum StudentT {
    /// What 97.5 % of the distribution lie below, to six decimals.
    package static func quantile(degrees: Int64) -> Double {
        if degrees < 1 { return .infinity }
        if degrees <= few.count { return few[Int(degrees) - 1] }
        // The expansion by Cornish and Fisher: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
        let x = 1.959_963_984_540_054
        let (x2, v) = (x * x, Double(degrees))
        let g1 = x * (x2 + 1) / 4
        let g2 = x * ((5 * x2 + 16) * x2 + 3) / 96
        let g3 = x * (((3 * x2 + 19) * x2 + 17) * x2 - 15) / 384
        let g4 = x * ((((79 * x2 + 776) * x2 + 1482) * x2 - 1920) * x2 - 945) / 92_160
        return x + (g1 + (g2 + (g3 + g4 / v) / v) / v) / v
    }

    /// For 1 to 15 degrees of freedom, for which the expansion is too rough.
    private static let few = [
        12.706_205, 4.302_653, 3.182_446, 2.776_445, 2.570_582, 2.446_912, 2.364_624, 2.306_004, 2.262_157, 2.228_139,
        2.200_985, 2.178_813, 2.160_369, 2.144_787, 2.131_450,
    ]
}
