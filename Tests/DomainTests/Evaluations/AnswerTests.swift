import Domain
import Testing

/// Answers: what blocks completing, what differs, what is refused.
struct AnswerTests {
    private let card = VectorTests.card(.percentage)
    private var full: Answers { VectorTests.base.mapValues { Answer(choice: $0) } }

    @Test func everyRequiredQuestionMustBeAnswered() throws {
        var answers = full
        #expect(FormCompletion(card, answers).isComplete)
        answers["c1"] = nil
        answers["k1"] = Answer(comment: "only a comment")
        let form = FormCompletion(card, answers)
        #expect(form.missingRequired == ["c1", "k1"])
        let refusal = #expect(throws: Refusal.self) { try FormCompletion.check([FormCompletion(card, full), form]) }
        #expect(refusal?.code == "required_unanswered")
        #expect(refusal?.fields?.map(\.pointer) == ["/forms/1/answers/c1", "/forms/1/answers/k1"])
        answers["c1"] = Answer(choice: .notApplicable)
        answers["k1"] = Answer(choice: .notApplicable)
        try FormCompletion.check([FormCompletion(card, answers)])
    }

    @Test func blankOptionalQuestionsAreToldAndBlockNothing() {
        var card = card
        card.sections[2].questions[0].isRequired = false
        var answers = full
        answers["k1"] = nil
        let form = FormCompletion(card, answers)
        #expect(form.blankOptional == ["k1"])
        #expect(form.isComplete)
    }

    @Test func aQuestionThatCanFailIsAnsweredByHandAfterDefaultingToFull() {
        let form = FormCompletion(card, card.fullMarkAnswers)
        #expect(form.unconfirmed == ["c1", "e2"])
        #expect(!form.isComplete)
        var answers = card.fullMarkAnswers
        for key in form.unconfirmed { answers[key]?.isConfirmed = true }
        #expect(FormCompletion(card, answers).isComplete)
        // Defaults that nobody touched are answers.
        let untouched = full.mapValues { Answer(choice: $0.choice, isTouched: false) }
        #expect(FormCompletion(card, untouched).isComplete)
    }

    @Test func commentsAndEvidenceAreAskedForWhereTheCardSays() throws {
        var card = card
        card.evidenceRequired = true
        card.sections[0].questions[0].commentPolicy = .required
        card.sections[0].questions[1].commentPolicy = .onOptions(["N"])
        let form = FormCompletion(card, full)
        #expect(form.missingComments == ["c1", "c2"])
        #expect(form.missingEvidence == ["c2"])
        var answers = full
        answers["c1"]?.comment = " "
        answers["c2"]?.comment = "late"
        answers["c2"]?.evidence = [try TimeRange(startMs: 0, endMs: 1)]
        answers["e2"] = Answer(choice: .option("N"))
        #expect(FormCompletion(card, answers).missingComments == ["c1"])
        #expect(FormCompletion(card, answers).missingEvidence == ["e2"])
        answers["c2"]?.choice = .option("Y")
        answers["c2"]?.comment = nil
        #expect(FormCompletion(card, answers).missingComments == ["c1"])
    }

    @Test func whatDiffersIsToldQuestionByQuestionInTheFormsOrder() throws {
        var theirs = full
        theirs["k1"] = Answer(choice: .option("N"))
        theirs["c2"]?.comment = "x"
        theirs["e1"] = nil
        theirs["c1"]?.isTouched = false
        theirs["e2"]?.evidence = [try TimeRange(startMs: 0, endMs: 1)]
        let differences = AnswerDifference.between(full, theirs, on: card)
        #expect(differences.map(\.question) == ["c2", "e1", "e2", "k1"])
        #expect(differences[1].yours == Answer(choice: .option("4")))
        #expect(differences[1].theirs == nil)
        #expect(AnswerDifference.between(full, full, on: card).isEmpty)
        #expect(AnswerDifference.between([:], ["c1": Answer(comment: "")], on: card).isEmpty)
    }

    @Test func answersMustBeOfTheForm() throws {
        func code(_ key: String, _ answer: Answer) throws -> String? { try refused { try card.check([key: answer]) } }
        #expect(try code("c1", Answer(choice: .option("Y"), comment: "x")) == nil)
        #expect(try code("c1", Answer(choice: .option("X"))) == "unknown_option")
        #expect(try code("zz", Answer(comment: "x")) == "unknown_question")
        #expect(try code("c1", Answer(comment: String(repeating: "x", count: 4001))) == "comment_long")
        let range = try TimeRange(startMs: 0, endMs: 1)
        #expect(try code("c1", Answer(evidence: Array(repeating: range, count: 101))) == "evidence_many")
    }
}
