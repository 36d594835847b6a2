import Domain
import Testing

/// Means of scores and where they lie, against values of Python's `statistics` and published tables of Student's t.
struct ScoreSummaryTests {
    private func summary(_ scores: [Int64?]) -> ScoreSummary {
        var summary = ScoreSummary()
        for score in scores { summary.add(score: score, passed: nil, isAutoFailed: false) }
        return summary
    }

    /// Scores, mean, low and high; the last two as `mean(x) ± t * stdev(x) / sqrt(n)` gives them.
    @Test(
        arguments: [
            ([80_000_000, 90_000_000, 70_000_000, 85_000_000], 81_250_000, 67_662_347, 94_837_653),
            ([33_333_333, 66_666_667, 33_333_333], 44_444_444, 0, 92_251_701),
            ([72_000_000, 72_000_000, 72_000_000], 72_000_000, 72_000_000, 72_000_000),
            // Twelve times the spread to both sides, cut at 0 and 100 %.
            ([100_000_000, 50_000_000], 75_000_000, 0, 100_000_000),
        ] as [([Int64], Int64, Int64, Int64)])
    func meansLieAsFarAroundAsTheInterval(_ scores: [Int64], _ mean: Int64, _ low: Int64, _ high: Int64) throws {
        let found = summary(scores)
        #expect(found.mean == mean)
        let interval = try #require(found.interval)
        #expect(abs(interval.low - low) <= 10 && abs(interval.high - high) <= 10, "\(interval)")
        #expect(found.lowest == scores.min())
        #expect(found.highest == scores.max())
    }

    @Test func manyScoresAreSummedWithoutLoss() throws {
        let many = summary((1...5000).map { Int64($0 * 37 % 101) * 1_000_000 })
        #expect(many.scored == 5000)
        #expect(many.mean == 50_010_400)
        let interval = try #require(many.interval)
        #expect(abs(interval.low - 49_202_134) <= 10 && abs(interval.high - 50_818_666) <= 10, "\(interval)")
        var full = ScoreSummary()
        for _ in 0..<200_000 { full.add(score: 99_999_999, passed: true, isAutoFailed: false) }
        #expect(full.interval?.low == 99_999_999)
        #expect(full.interval?.high == 99_999_999)
    }

    @Test func oneScoreHasAMeanAndNoInterval() {
        #expect(summary([]).mean == nil)
        #expect(summary([]).interval == nil)
        #expect(summary([nil]).mean == nil)
        #expect(summary([64_000_000]).mean == 64_000_000)
        #expect(summary([64_000_000, nil]).interval == nil)
    }

    @Test func whatHasNoScoreIsCompletedAllTheSame() {
        var found = ScoreSummary()
        found.add(score: nil, passed: nil, isAutoFailed: false)
        found.add(score: 0, passed: false, isAutoFailed: true)
        found.add(score: 80_000_000, passed: true, isAutoFailed: false)
        #expect((found.completed, found.scored, found.passed, found.failed, found.autoFailed) == (3, 2, 1, 1, 1))
        #expect(found.mean == 40_000_000)
    }

    /// NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, to its three decimals; 16 begins the expansion.
    @Test(
        arguments: [
            (1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (15, 2.131), (16, 2.120), (20, 2.086), (30, 2.042),
            (60, 2.000), (100, 1.984), (1_000_000, 1.960),
        ] as [(Int64, Double)])
    func quantilesAreThoseOfTheTables(_ degrees: Int64, _ value: Double) {
        #expect(abs(StudentT.quantile(degrees: degrees) - value) <= 0.000_5)
    }

    @Test func theExpansionIsGoodToSixDecimals() {
        for (degrees, value) in [(16, 2.119_905), (29, 2.045_230), (60, 2.000_298), (120, 1.979_930)] {
            #expect(abs(StudentT.quantile(degrees: Int64(degrees)) - value) < 0.000_001_5, "\(degrees)")
        }
    }
}
