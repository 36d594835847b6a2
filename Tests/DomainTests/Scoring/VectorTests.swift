import Domain
import Testing

/// The vectors that every counting of a score must meet.
struct VectorTests {
    /// comp w50 {c1, c2}, emp w30 {e1 rating 0-5, e2}, close w20 {k1}; c1's N fails the evaluation, e2's N its section.
    static func card(_ format: Scorecard.Format, passMark: Int64? = nil) -> Scorecard {
        func yesNo(_ key: String, _ points: Int64, fails: Scorecard.AutoFailScope = .none) -> Scorecard.Question {
            .init(
                key: key, type: .yesNo, text: key, isRequired: true, allowsNA: true,
                options: [
                    .init(key: "Y", label: "Yes", points: points), .init(key: "N", label: "No", autoFail: fails),
                ])
        }
        let rating = Scorecard.Question(
            key: "e1", type: .ratingScale, text: "e1", isRequired: true, allowsNA: true,
            options: (0...5).map { .init(key: "\($0)", label: "\($0)", points: Int64($0)) })
        return Scorecard(
            key: "card", name: "Card", format: format, passMark: passMark,
            sections: [
                .init(
                    key: "comp", title: "Compliance", weight: 5000,
                    questions: [yesNo("c1", 10, fails: .evaluation), yesNo("c2", 10)]),
                .init(
                    key: "emp", title: "Empathy", weight: 3000, questions: [rating, yesNo("e2", 5, fails: .section)]),
                .init(key: "close", title: "Close", weight: 2000, questions: [yesNo("k1", 10)]),
            ])
    }

    static let base: [String: AnswerChoice] = [
        "c1": .option("Y"), "c2": .option("N"), "e1": .option("4"), "e2": .option("Y"), "k1": .option("Y"),
    ]
    static let allNA = base.mapValues { _ in AnswerChoice.notApplicable }

    /// A row of the table: a change of the base, and what comes of it in both formats.
    struct Row: Sendable {
        let name: String
        let choices: [String: AnswerChoice]
        let percentage: Int64?
        let percentageBefore: Int64?
        let points: Int64?
        let pointsBefore: Int64?
        let earned: Int64
        let possible: Int64
        var fails = false
    }

    static func changed(_ key: String, _ choice: AnswerChoice) -> [String: AnswerChoice] {
        base.merging([key: choice]) { $1 }
    }

    static let rows: [Row] = [
        Row(
            name: "none", choices: base, percentage: 72_000_000, percentageBefore: 72_000_000, points: 72_500_000,
            pointsBefore: 72_500_000, earned: 29, possible: 40),
        Row(
            name: "c2 N/A", choices: changed("c2", .notApplicable), percentage: 97_000_000,
            percentageBefore: 97_000_000, points: 96_666_667, pointsBefore: 96_666_667, earned: 29, possible: 30),
        Row(
            name: "k1 N/A", choices: changed("k1", .notApplicable), percentage: 65_000_000,
            percentageBefore: 65_000_000, points: 63_333_333, pointsBefore: 63_333_333, earned: 19, possible: 30),
        Row(
            name: "e2=N", choices: changed("e2", .option("N")), percentage: 45_000_000, percentageBefore: 57_000_000,
            points: 50_000_000, pointsBefore: 60_000_000, earned: 20, possible: 40),
        Row(
            name: "c1=N", choices: changed("c1", .option("N")), percentage: 0, percentageBefore: 47_000_000,
            points: 0, pointsBefore: 47_500_000, earned: 0, possible: 40, fails: true),
        Row(
            name: "only c1=Y", choices: ["c1": .option("Y")], percentage: 25_000_000, percentageBefore: 25_000_000,
            points: 25_000_000, pointsBefore: 25_000_000, earned: 10, possible: 40),
        Row(
            name: "all N/A", choices: allNA, percentage: nil, percentageBefore: nil, points: nil, pointsBefore: nil,
            earned: 0, possible: 0),
        Row(
            name: "nothing", choices: [:], percentage: 0, percentageBefore: 0, points: 0, pointsBefore: 0, earned: 0,
            possible: 40),
        Row(
            name: "e2=N and k1 N/A", choices: changed("e2", .option("N")).merging(["k1": .notApplicable]) { $1 },
            percentage: 31_250_000, percentageBefore: 46_250_000, points: 33_333_333, pointsBefore: 46_666_667,
            earned: 10, possible: 30),
    ]

    @Test(arguments: rows)
    func theVectorIsMetInPercentage(row: Row) throws {
        let score = try Scoring.score(Self.card(.percentage), choices: row.choices)
        #expect(score.score == row.percentage)
        #expect(score.scoreBeforeAutoFail == row.percentageBefore)
        #expect(score.earned == row.earned)
        #expect(score.possible == row.possible)
        #expect(score.autoFailed == row.fails)
        #expect(score.passed == (row.fails ? false : nil))
    }

    @Test(arguments: rows)
    func theVectorIsMetInPoints(row: Row) throws {
        let score = try Scoring.score(Self.card(.points), choices: row.choices)
        #expect(score.score == row.points)
        #expect(score.scoreBeforeAutoFail == row.pointsBefore)
        #expect(score.earned == row.earned)
        #expect(score.possible == row.possible)
        #expect(score.autoFailed == row.fails)
    }

    @Test func aSectionsAutoFailShowsInThatSectionAlone() throws {
        let score = try Scoring.score(Self.card(.percentage), choices: Self.changed("e2", .option("N")))
        #expect(score.sections.map(\.autoFailed) == [false, true, false])
        #expect(score.sections.map(\.score) == [50_000_000, 0, 100_000_000])
        #expect(score.sections[1].possible == 10)
        #expect(score.sections[1].earnedBeforeAutoFail == 4)
        #expect(!score.autoFailed)
        #expect(score.triggers.map(\.section) == ["emp"])
        #expect(score.triggers.map(\.question) == ["e2"])
        #expect(score.triggers.map(\.option) == ["N"])
        #expect(score.triggers.map(\.scope) == [.section])
    }

    @Test func anEvaluationsAutoFailChangesNoSectionAndIsAFail() throws {
        let score = try Scoring.score(Self.card(.percentage), choices: Self.changed("c1", .option("N")))
        #expect(score.sections.map(\.score) == [0, 90_000_000, 100_000_000])
        #expect(score.sections.map(\.autoFailed) == [false, false, false])
        #expect(score.passed == false)
        #expect(score.triggers.map(\.question) == ["c1"])
    }

    @Test func anAutoFailWithNothingElseScorableIsZeroAndFailed() throws {
        var card = Self.card(.percentage)
        card.sections = card.sections.map { section in
            var section = section
            section.weight = 0
            return section
        }
        let failed = try Scoring.score(card, choices: Self.changed("c1", .option("N")))
        #expect(failed.score == 0)
        #expect(failed.scoreBeforeAutoFail == nil)
        #expect(failed.passed == false)
        let plain = try Scoring.score(card, choices: Self.base)
        #expect(plain.score == nil)
        #expect(plain.passed == nil)
        #expect(plain.earned == 29)
    }

    @Test func passedComparesTheStoredScoreWithThePassMark() throws {
        #expect(try Scoring.score(Self.card(.percentage, passMark: 72_000_000), choices: Self.base).passed == true)
        #expect(try Scoring.score(Self.card(.percentage, passMark: 72_000_001), choices: Self.base).passed == false)
        #expect(try Scoring.score(Self.card(.percentage, passMark: 1), choices: Self.allNA).passed == nil)
    }

    @Test func missingRequiredQuestionsAreNamedInTheFormsOrder() throws {
        let score = try Scoring.score(Self.card(.percentage), choices: ["e1": .notApplicable, "c2": .option("Y")])
        #expect(score.missingRequired == ["c1", "e2", "k1"])
    }

    @Test func anUnansweredOptionalQuestionIsZeroOrExcluded() throws {
        var card = Self.card(.points)
        card.sections[2].questions[0].isRequired = false
        var choices = Self.base
        choices["k1"] = nil
        #expect(try Scoring.score(card, choices: choices).possible == 40)
        card.unansweredOptional = .exclude
        let score = try Scoring.score(card, choices: choices)
        #expect(score.possible == 30)
        #expect(score.sections[2].score == nil)
        #expect(score.sections[2].questions[0].state == .unanswered)
        // A required one counts in full, whatever the setting.
        card.sections[2].questions[0].isRequired = true
        #expect(try Scoring.score(card, choices: choices).possible == 40)
    }

    @Test func whatIsNotOfTheFormIsRefused() {
        func code(_ choices: [String: AnswerChoice], _ card: Scorecard) -> String? {
            do {
                _ = try Scoring.score(card, choices: choices)
                return nil
            } catch {
                return error.code
            }
        }
        var card = Self.card(.percentage)
        #expect(code(["c1": .option("X")], card) == "unknown_option")
        #expect(code(["zz": .option("Y")], card) == "unknown_question")
        #expect(code(["c1": .option("Y"), "zz": .notApplicable], card) == "unknown_question")
        card.sections[0].questions[0].allowsNA = false
        #expect(code(["c1": .notApplicable], card) == "na_not_allowed")
        card.sections[0].questions[0].options[0].points = -1
        #expect(code([:], card) == "amount_outside")
    }

    @Test func theReceiptsTermsAddUpToTheScore() throws {
        for row in Self.rows {
            let score = try Scoring.score(Self.card(.percentage), choices: row.choices)
            for section in score.sections {
                #expect(section.questions.reduce(0) { $0 + $1.earned } == section.earnedBeforeAutoFail)
                #expect(section.questions.reduce(0) { $0 + $1.possible } == section.possible)
            }
            #expect(score.countedWeight == score.sections.filter(\.counts).reduce(0) { $0 + $1.weight })
        }
    }
}
