import Domain
import Foundation
import JSON
import Testing

@testable import App

/// Which answers fail: one rule here and in the browser, held against the same vectors.
struct FailingAnswerTests {
    private static let vectors = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Vectors/failing-answers.json")

    @Test func anAnswerFailsThatEarnsNothingOrFailsAutomatically() throws {
        let vectors = try JSONReader.read(Array(Data(contentsOf: Self.vectors))).elements ?? []
        #expect(vectors.count == 6)
        for vector in vectors {
            let option = Scorecard.Option(
                key: "a", points: vector["option"]?["points"]?.integer ?? -1,
                autoFail: vector["option"]?["autoFail"]?.text.flatMap(Scorecard.AutoFailScope.init) ?? .none)
            #expect(option.isFailing == vector["isFailing"]?.truth, "\(vector["why"]?.text ?? "")")
        }
    }

    /// What is worth nothing whatever is answered earns 0 points, too.
    @Test func aQuestionWorthNothingNeedsEvidenceToo() {
        let options = ["a", "b"].map { Scorecard.Option(key: $0) }
        let card = Scorecard(
            key: "k", evidenceRequired: true,
            sections: [.init(key: "s", questions: [.init(key: "q", options: options)])])
        let answers: Answers = ["q": Answer(choice: .option("a"))]
        #expect(FormCompletion(card, answers).missingEvidence == ["q"])
    }
}
