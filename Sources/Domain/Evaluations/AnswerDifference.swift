/// A question that two sets of answers say different things to.
package struct AnswerDifference: Equatable, Sendable {
    package let question: String
    package let yours: Answer?
    package let theirs: Answer?

    /// What differs, in the order of the form; an answer that says nothing is as good as none.
    package static func between(_ yours: Answers, _ theirs: Answers, on card: Scorecard) -> [AnswerDifference] {
        card.questions.compactMap { question in
            let (mine, other) = (said(yours[question.key]), said(theirs[question.key]))
            guard !isSame(mine, other) else { return nil }
            return AnswerDifference(question: question.key, yours: mine, theirs: other)
        }
    }

    private static func said(_ answer: Answer?) -> Answer? {
        guard let answer, !answer.isEmpty else { return nil }
        return answer
    }

    /// Touched or not is no difference a person would have to decide about.
    private static func isSame(_ first: Answer?, _ second: Answer?) -> Bool {
        first?.choice == second?.choice && (first?.comment ?? "") == (second?.comment ?? "")
            && first?.evidence ?? [] == second?.evidence ?? []
            && first?.isConfirmed ?? true == second?.isConfirmed ?? true
    }
}
