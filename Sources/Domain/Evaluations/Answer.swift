/// What an evaluator says to one question: a choice, a comment, stretches of the media as evidence.
package struct Answer: Equatable, Sendable {
    /// nil while only a comment or evidence stands.
    package var choice: AnswerChoice?
    package var comment: String?
    package var evidence: [TimeRange]
    /// False while a default answer stands as it was filled in.
    package var isTouched: Bool
    /// False when *Default scores to 100%* set an answer that must be given by hand.
    package var isConfirmed: Bool

    package static let longestComment = 4_000
    package static let mostEvidence = 100

    package init(
        choice: AnswerChoice? = nil, comment: String? = nil, evidence: [TimeRange] = [], isTouched: Bool = true,
        isConfirmed: Bool = true
    ) {
        self.choice = choice
        self.comment = comment
        self.evidence = evidence
        self.isTouched = isTouched
        self.isConfirmed = isConfirmed
    }

    /// Whether it says nothing at all.
    package var isEmpty: Bool { choice == nil && (comment ?? "").isEmpty && evidence.isEmpty }
}

/// The answers of one form, by the key of the question.
package typealias Answers = [String: Answer]

extension Answers {
    package var choices: [String: AnswerChoice] { compactMapValues(\.choice) }
}

extension Scorecard {
    /// What a new session's form holds: the defaults, not touched yet.
    package var defaultAnswers: Answers {
        defaultChoices.mapValues { Answer(choice: $0, isTouched: false) }
    }

    /// What *Default scores to 100%* puts into the form.
    package var fullMarkAnswers: Answers {
        fullMarks.mapValues { Answer(choice: $0.choice, isConfirmed: $0.isConfirmed) }
    }

    /// Refuses answers that are not of this form, too long a comment, too much evidence; `pointer` is where they stand.
    package func check(_ answers: Answers, pointer: String = "/answers") throws(Refusal) {
        try check(answers.choices)
        let known = Set(questions.map(\.key))
        for (key, answer) in answers.sorted(by: { $0.key < $1.key }) {
            guard known.contains(key) else {
                throw .field("\(pointer)/\(key)", "unknown_question", "The scorecard has no question “\(key)”.")
            }
            if let comment = answer.comment, comment.unicodeScalars.count > Answer.longestComment {
                throw .field(
                    "\(pointer)/\(key)/comment", "comment_long", "A comment on an answer has at most 4,000 characters.")
            }
            guard answer.evidence.count <= Answer.mostEvidence else {
                throw .field(
                    "\(pointer)/\(key)/evidence", "evidence_many",
                    "An answer carries at most 100 stretches of evidence."
                )
            }
        }
    }
}
