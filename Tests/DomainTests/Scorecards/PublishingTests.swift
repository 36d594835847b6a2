import Domain
import Testing

/// What a scorecard must be to be published.
struct PublishingTests {
    @Test func aWholeFormIsPublished() throws {
        try VectorTests.card(.percentage, passMark: 80_000_000).checkPublishable()
        try VectorTests.card(.points).checkPublishable()
    }

    @Test func problemsAreNamedWithSectionQuestionAndPointer() {
        var card = VectorTests.card(.percentage)
        card.sections[1].questions[0].options.removeLast(5)
        let problems = card.publishingProblems
        #expect(problems.map(\.pointer) == ["/sections/1/questions/0/options"])
        #expect(problems.first?.sentence.contains("Section 2 “Empathy”") == true)
        #expect(problems.first?.sentence.contains("Question 1 “e1”") == true)
        let refusal = #expect(throws: Refusal.self) { try card.checkPublishable() }
        #expect(refusal?.code == "scorecard_unpublishable")
        #expect(refusal?.fields == problems)
    }

    /// A change that makes a form unfit, and where and how that is told.
    struct Flaw: Sendable, CustomTestStringConvertible {
        let pointer: String
        let code: String
        let change: @Sendable (inout Scorecard) -> Void
        var testDescription: String { "\(code) \(pointer)" }

        init(_ pointer: String, _ code: String, _ change: @escaping @Sendable (inout Scorecard) -> Void) {
            self.pointer = pointer
            self.code = code
            self.change = change
        }
    }

    static let flaws: [Flaw] = [
        Flaw("/key", "text_empty") { $0.key = "" },
        Flaw("/name", "text_empty") { $0.name = "  " },
        Flaw("/name", "text_long") { $0.name = String(repeating: "x", count: 251) },
        Flaw("/name", "text_control") { $0.name = "Care\u{202E}draC" },
        Flaw("/tags/0", "text_empty") { $0.tags = [""] },
        Flaw("/tags/0", "text_control") { $0.tags = ["a\nb"] },
        Flaw("/passMark", "pass_mark_outside") { $0.passMark = 100_000_001 },
        Flaw("/sections", "weights_sum") { $0.sections[0].weight = 4999 },
        Flaw("/sections", "weights_sum") { $0.sections[0].weight = .max },
        Flaw("/sections", "section_count") { $0.sections = [] },
        Flaw("/sections", "question_count") { card in
            let question = card.sections[0].questions[0]
            card.sections[0].questions += (0..<200).map { index in
                var copy = question
                copy.key = "copy\(index)"
                return copy
            }
        },
        Flaw("/sections/1/key", "key_taken") { $0.sections[1].key = "comp" },
        Flaw("/sections/1/title", "text_empty") { $0.sections[1].title = "\u{200B}" },
        Flaw("/sections/1/title", "text_control") { $0.sections[1].title = "a\u{2066}" },
        Flaw("/sections/2/questions", "section_empty") { $0.sections[2].questions = [] },
        Flaw("/sections/2/questions", "nothing_scorable") { $0.sections[2].questions[0].options[0].points = 0 },
        Flaw("/sections/1/questions/0/key", "key_taken") { $0.sections[1].questions[0].key = "c1" },
        Flaw("/sections/0/questions/0/text", "text_empty") { $0.sections[0].questions[0].text = "" },
        Flaw("/sections/0/questions/0/text", "text_long") {
            $0.sections[0].questions[0].text = String(repeating: "x", count: 501)
        },
        Flaw("/sections/0/questions/0/helpText", "text_long") {
            $0.sections[0].questions[0].helpText = String(repeating: "x", count: 4097)
        },
        Flaw("/sections/0/questions/0/options", "option_count") {
            $0.sections[0].questions[0].options.append(.init(key: "M", label: "Maybe"))
        },
        Flaw("/sections/0/questions/0/options", "option_count") {
            $0.sections[0].questions[0].type = .singleChoice
            $0.sections[0].questions[0].options.removeLast()
        },
        Flaw("/sections/1/questions/0/options", "scale_steps") {
            $0.sections[1].questions[0].options.remove(at: 2)
        },
        Flaw("/sections/0/questions/0/options/1/key", "key_taken") { $0.sections[0].questions[0].options[1].key = "Y" },
        Flaw("/sections/0/questions/0/options/1/label", "text_empty") {
            $0.sections[0].questions[0].options[1].label = ""
        },
        Flaw("/sections/0/questions/0/options/0/points", "points_outside") {
            $0.sections[0].questions[0].options[0].points = 1001
        },
        Flaw("/sections/0/questions/0/default", "option_unknown") { $0.sections[0].questions[0].defaultOption = "X" },
        Flaw("/sections/0/questions/0/default", "default_fails") { $0.sections[0].questions[0].defaultOption = "N" },
        Flaw("/sections/0/questions/0/commentPolicy/onOptions/1", "option_unknown") {
            $0.sections[0].questions[0].commentPolicy = .onOptions(["N", "X"])
        },
    ]

    @Test(arguments: flaws)
    func aFlawIsFoundWhereItIs(flaw: Flaw) {
        var card = VectorTests.card(.percentage)
        flaw.change(&card)
        let problems = card.publishingProblems
        #expect(problems.contains { $0.pointer == flaw.pointer && $0.code == flaw.code }, "\(problems)")
        #expect(problems.allSatisfy { $0.sentence.hasSuffix(".") })
    }

    @Test func whatIsNoFlawIsLetThrough() {
        var card = VectorTests.card(.percentage)
        // An optional question may default to a failing option, a required one to another.
        card.sections[0].questions[0].isRequired = false
        card.sections[0].questions[0].defaultOption = "N"
        card.sections[0].questions[1].defaultOption = "N"
        // A section without weight need not be scorable.
        card.sections[2].weight = 0
        card.sections[1].weight = 5000
        card.sections[2].questions[0].options[0].points = 0
        // A scale's points may differ from its steps.
        card.sections[1].questions[0].options[5].points = 1000
        #expect(card.publishingProblems == [])
    }

    @Test func inPointsFormatWeightsMeanNothing() {
        var card = VectorTests.card(.points)
        card.sections[0].weight = 0
        #expect(card.publishingProblems == [])
        for section in card.sections.indices {
            for question in card.sections[section].questions.indices {
                card.sections[section].questions[question].options = [
                    .init(key: "0", label: "0"), .init(key: "1", label: "1"),
                ]
            }
        }
        #expect(card.publishingProblems.map(\.code) == ["nothing_scorable"])
    }
}
