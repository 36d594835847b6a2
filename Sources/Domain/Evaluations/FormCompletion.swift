/// What of a form stands in the way of completing it, and what is merely blank.
package struct FormCompletion: Equatable, Sendable {
    /// Keys of questions in the order of the form, each list apart.
    package let missingRequired: [String]
    package let blankOptional: [String]
    /// Set by *Default scores to 100%* and not yet answered by hand.
    package let unconfirmed: [String]
    package let missingComments: [String]
    package let missingEvidence: [String]

    package init(_ card: Scorecard, _ answers: Answers) {
        var missingRequired: [String] = []
        var blankOptional: [String] = []
        var unconfirmed: [String] = []
        var missingComments: [String] = []
        var missingEvidence: [String] = []
        for question in card.questions {
            guard let answer = answers[question.key], let choice = answer.choice else {
                if question.isRequired {
                    missingRequired.append(question.key)
                } else {
                    blankOptional.append(question.key)
                }
                continue
            }
            if !answer.isConfirmed { unconfirmed.append(question.key) }
            if question.commentPolicy.requiresComment(on: choice), (answer.comment ?? "").trimmed.isEmpty {
                missingComments.append(question.key)
            }
            if card.evidenceRequired, answer.evidence.isEmpty, case .option(let key) = choice,
                let option = question.option(key), option.isFailing
            {
                missingEvidence.append(question.key)
            }
        }
        self.missingRequired = missingRequired
        self.blankOptional = blankOptional
        self.unconfirmed = unconfirmed
        self.missingComments = missingComments
        self.missingEvidence = missingEvidence
    }

    package var isComplete: Bool {
        missingRequired.isEmpty && unconfirmed.isEmpty && missingComments.isEmpty && missingEvidence.isEmpty
    }

    /// Refuses to complete while any form lacks something; each question is named by a pointer into `forms`.
    package static func check(_ forms: [FormCompletion]) throws(Refusal) {
        var fields: [Refusal.Field] = []
        for (index, form) in forms.enumerated() {
            for (keys, code, sentence) in form.gaps {
                for key in keys {
                    fields.append(
                        Refusal.Field(pointer: "/forms/\(index)/answers/\(key)", code: code, sentence: sentence))
                }
            }
        }
        guard let first = fields.first else { return }
        throw Refusal(
            first.code,
            fields.count == 1
                ? first.sentence : "\(fields.count) answers are still to be given before this can be completed.",
            fields: fields)
    }

    private var gaps: [(keys: [String], code: String, sentence: String)] {
        [
            (missingRequired, "required_unanswered", "A required question has no answer."),
            (unconfirmed, "answer_unconfirmed", "A question that can fail automatically must be answered by hand."),
            (missingComments, "comment_missing", "This answer needs a comment."),
            (missingEvidence, "evidence_missing", "A failing answer needs a stretch of the recording as evidence."),
        ]
    }
}
