import Domain
import Testing

/// Several forms together, and scores as people read them.
struct SessionScoreTests {
    @Test func aSessionIsTheMeanOfItsScoredFormsHalfUp() {
        func mean(_ scores: [Int64?]) -> Int64? { SessionScore(of: scores.map { ($0, nil) }).score }
        #expect(mean([]) == nil)
        #expect(mean([nil, nil]) == nil)
        #expect(mean([nil, 72_000_000]) == 72_000_000)
        #expect(mean([1, 2]) == 2)
        #expect(mean([1, 1, 2]) == 1)
        #expect(mean([0, 100_000_000, nil]) == 50_000_000)
        #expect(mean(Array(repeating: 100_000_000, count: 10)) == 100_000_000)
    }

    @Test func aSessionFailsWithAnyFormAndPassesWhenOnePassedAndNoneFailed() {
        func passed(_ forms: [Bool?]) -> Bool? { SessionScore(of: forms.map { (1, $0) }).passed }
        #expect(passed([nil]) == nil)
        #expect(passed([nil, true]) == true)
        #expect(passed([true, false, nil]) == false)
        #expect(passed([]) == nil)
    }

    @Test(
        arguments: [
            (72_000_000, 1, nil, "72.0"), (72_500_000, 1, nil, "72.5"), (96_666_667, 1, nil, "96.7"),
            (96_666_667, 2, nil, "96.67"), (0, 1, nil, "0.0"), (100_000_000, 1, nil, "100.0"),
            (99_950_000, 1, nil, "99.95"), (99_999_999, 1, nil, "99.999999"), (99_949_999, 1, nil, "99.9"),
            (79_960_000, 1, 80_000_000, "79.96"), (80_000_000, 1, 80_000_000, "80.0"),
            (80_040_000, 1, 80_000_000, "80.0"),
            (79_999_999, 2, 80_000_000, "79.999999"), (80_049_999, 1, 80_049_999, "80.05"), (50_000, 1, nil, "0.1"),
            (72_400_000, 0, nil, "72"),
        ] as [(Int64, Int, Int64?, String)])
    func aScoreIsShownWithoutCrossingAPassMarkOrReachingAHundred(
        score: Int64, decimals: Int, passMark: Int64?, text: String
    ) {
        #expect(ScoreText.percent(score, decimals: decimals, passMark: passMark) == text)
    }
}
