import Domain
import JSON
import Testing

@testable import App

/// The receipt in sentences, on the card of the scoring vectors; whoever adds the terms up comes to the score.
struct ScoreTermsTests {
    private static func option(_ key: String, _ points: Int64, _ fail: Scorecard.AutoFailScope = .none)
        -> Scorecard.Option
    {
        Scorecard.Option(key: key, label: key, points: points, autoFail: fail)
    }

    private static func yesNo(_ key: String, _ points: Int64, _ fail: Scorecard.AutoFailScope = .none)
        -> Scorecard.Question
    {
        Scorecard.Question(
            key: key, text: key, allowsNA: true, options: [option("Y", points), option("N", 0, fail)])
    }

    private let card = Scorecard(
        key: "v", name: "V", format: .percentage, passMark: 70_000_000,
        sections: [
            .init(
                key: "comp", title: "comp", weight: 5000, questions: [yesNo("c1", 10, .evaluation), yesNo("c2", 10)]),
            .init(
                key: "emp", title: "emp", weight: 3000,
                questions: [
                    .init(key: "e1", text: "e1", options: (0...5).map { option("\($0)", $0) }),
                    yesNo("e2", 5, .section),
                ]),
            .init(key: "close", title: "close", weight: 2000, questions: [yesNo("k1", 10)]),
        ])

    private func terms(_ choices: [String: AnswerChoice], points: Bool = false) throws -> [String] {
        var card = card
        if points { card.format = .points }
        let score = try Scoring.score(card, choices: choices)
        return ScoreTerms.lines(.init(card: card, version: 1, answers: [:], score: score))
    }

    private let base: [String: AnswerChoice] = [
        "c1": .option("Y"), "c2": .option("N"), "e1": .option("4"), "e2": .option("Y"), "k1": .option("Y"),
    ]

    @Test func everyTermOfAPercentageStandsThere() throws {
        #expect(
            try terms(base) == [
                "comp: 10/10 + 0/10 = 10 of 20 points", "emp: 4/5 + 5/5 = 9 of 10 points",
                "close: 10/10 = 10 of 10 points",
                "Score: (50% × 10/20 + 30% × 9/10 + 20% × 10/10) / 100% = 72.00%",
                "Pass mark 70.00%: passed.",
            ])
    }

    @Test func whatDoesNotCountIsLeftOutAndSaid() throws {
        let lines = try terms(base.merging(["k1": .notApplicable]) { $1 })
        #expect(lines[2] == "close: N/A = 0 of 0 points")
        #expect(
            lines[3] == "Score: (50% × 10/20 + 30% × 9/10) / 80% = 65.00% (one section does not count)")
    }

    @Test func aFailedSectionKeepsItsWeight() throws {
        let lines = try terms(base.merging(["e2": .option("N")]) { $1 })
        #expect(lines[1] == "emp: 4/5 + 0/5 = 4 of 10 points, failed automatically: 0 of 10")
        #expect(lines.contains("“e2”, answered “N”, fails its section."))
        #expect(lines.contains("Score: (50% × 10/20 + 30% × 0/10 + 20% × 10/10) / 100% = 45.00%"))
        #expect(lines.contains("Without the automatic fail it would be 57.00%."))
        #expect(lines.last == "Pass mark 70.00%: failed.")
    }

    @Test func aFailedEvaluationIsZeroAndSaysWhy() throws {
        let lines = try terms(base.merging(["c1": .option("N")]) { $1 })
        #expect(lines.contains("“c1”, answered “N”, fails the evaluation."))
        #expect(lines.contains("Score: 0, because an answer fails the evaluation."))
        #expect(lines.contains("Without the automatic fail it would be 47.00%."))
    }

    @Test func pointsAreAddedUp() throws {
        #expect(try terms(base, points: true).contains("Score: 29 / 40 points = 72.50%"))
    }

    @Test func nothingThatCouldBeScoredIsNoScore() throws {
        let choices: [String: AnswerChoice] = ["c1": .notApplicable, "c2": .notApplicable, "k1": .notApplicable]
        var card = card
        card.sections.remove(at: 1)
        let score = try Scoring.score(card, choices: choices)
        let lines = ScoreTerms.lines(.init(card: card, version: 1, answers: [:], score: score))
        #expect(lines.contains("Nothing could be scored, so there is no score."))
        #expect(lines.last == "Pass mark 70.00%: no result.")
    }

    @Test func aNameThatRunsTheOtherWayTurnsNothingAroundIt() throws {
        var card = card
        card.sections[0].title = "סעיף"
        let score = try Scoring.score(card, choices: base)
        let lines = ScoreTerms.lines(.init(card: card, version: 1, answers: [:], score: score))
        #expect(lines[0] == "\u{2068}סעיף\u{2069}: 10/10 + 0/10 = 10 of 20 points")
    }

    @Test(arguments: [
        (0, "0:00"), (62_000, "1:02"), (75_500, "1:15.5"), (3_600_000, "1:00:00"), (3_601_001, "1:00:01.001"),
        (-1500, "-0:01.5"),
    ])
    func timesOfTheMediaAreExact(milliseconds: Int64, text: String) {
        #expect(MediaTime.text(milliseconds) == text)
    }
}
