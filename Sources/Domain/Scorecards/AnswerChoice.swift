/// What was chosen for a question: one of its options, or that it does not apply.
package enum AnswerChoice: Equatable, Hashable, Sendable {
    case option(String)
    case notApplicable
}

extension Scorecard {
    /// The choices a new session begins with, by question; none when defaults are off.
    package var defaultChoices: [String: AnswerChoice] {
        guard defaultsOn else { return [:] }
        var choices: [String: AnswerChoice] = [:]
        for question in questions {
            if let key = question.defaultOption, question.option(key) != nil { choices[question.key] = .option(key) }
        }
        return choices
    }

    /// A choice set by *Default scores to 100%*.
    package struct FullMark: Equatable, Sendable {
        package let choice: AnswerChoice
        /// False where an option could auto-fail: the evaluator must answer such a question by hand.
        package let isConfirmed: Bool
    }

    /// For every question the highest option that does not auto-fail, the first of equals.
    package var fullMarks: [String: FullMark] {
        var marks: [String: FullMark] = [:]
        for question in questions {
            var best: Option?
            for option in question.options where option.autoFail == .none && option.points > best?.points ?? -1 {
                best = option
            }
            if let best {
                marks[question.key] = FullMark(choice: .option(best.key), isConfirmed: !question.canAutoFail)
            }
        }
        return marks
    }

    /// Refuses choices that are not of this form: an unknown question or option, N/A where it is not allowed.
    package func check(_ choices: [String: AnswerChoice]) throws(Refusal) {
        var known: Set<String> = []
        for section in sections {
            for question in section.questions {
                known.insert(question.key)
                if let choice = choices[question.key] { try question.check(choice) }
            }
        }
        guard !choices.keys.allSatisfy(known.contains) else { return }
        let stranger = choices.keys.filter { !known.contains($0) }.min() ?? ""
        throw Refusal("unknown_question", "The scorecard has no question “\(stranger)”.")
    }
}

extension Scorecard.Question {
    /// Refuses a choice this question does not offer.
    package func check(_ choice: AnswerChoice) throws(Refusal) {
        switch choice {
        case .option(let option):
            guard self.option(option) != nil else {
                throw Refusal("unknown_option", "The question “\(key)” has no option “\(option)”.")
            }
        case .notApplicable:
            guard allowsNA else {
                throw Refusal("na_not_allowed", "The question “\(key)” cannot be answered with N/A.")
            }
        }
    }
}
