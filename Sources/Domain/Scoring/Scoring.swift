/// Counting a form, exactly: no floating point anywhere, rounded half-up once at the end.
package enum Scoring {
    /// 100 % in micro-percent.
    package static let whole: Int64 = 100_000_000

    /// Points and weights that can be counted: sums over any form of a few MiB fit 64 bits.
    package static let amounts: ClosedRange<Int64> = 0...1_000_000_000

    /// The score of what is answered so far; the same function gives the running total and the final score.
    ///
    /// Refuses an unknown question or option, N/A where it is not allowed, and points or weights beyond `amounts`.
    package static func score(_ card: Scorecard, choices: [String: AnswerChoice]) throws(Refusal) -> FormScore {
        try card.check(choices)
        for section in card.sections {
            guard amounts.contains(section.weight),
                section.questions.allSatisfy({ $0.options.allSatisfy { amounts.contains($0.points) } })
            else { throw Refusal("amount_outside", "Points and weights go from 0 to 1,000,000,000.") }
        }
        var tally = Tally()
        for section in card.sections { tally.count(section, choices, unanswered: card.unansweredOptional) }

        let before = ratio(tally.sections, format: card.format, earned: \.earnedBeforeAutoFail)
        let score = tally.failsAll ? 0 : ratio(tally.sections, format: card.format, earned: \.earned)
        let passed: Bool? =
            if tally.failsAll {
                false
            } else if let score, let passMark = card.passMark {
                score >= passMark
            } else {
                nil
            }
        return FormScore(
            score: score, scoreBeforeAutoFail: before,
            earned: tally.failsAll ? 0 : tally.sections.reduce(0) { $0 + $1.earned },
            possible: tally.sections.reduce(0) { $0 + $1.possible }, autoFailed: tally.failsAll, passed: passed,
            missingRequired: tally.missingRequired, sections: tally.sections, triggers: tally.triggers,
            format: card.format,
            countedWeight: card.format == .points ? 0 : tally.sections.reduce(0) { $0 + ($1.counts ? $1.weight : 0) })
    }

    /// `dividend / divisor` in micro-percent, rounded half-up; nil when the divisor is 0.
    static func microPercent(_ dividend: Int64, of divisor: Int64) -> Int64? {
        guard divisor > 0 else { return nil }
        var sum = ExactSum()
        sum.add(UInt128(dividend) * UInt128(whole), over: UInt64(divisor))
        return Int64(sum.dividedHalfUp(by: 1))
    }

    /// The form's ratio in micro-percent: weighted over sections, or points over points; nil when nothing counts.
    private static func ratio(
        _ sections: [FormScore.SectionScore], format: Scorecard.Format, earned: (FormScore.SectionScore) -> Int64
    ) -> Int64? {
        switch format {
        case .points:
            return microPercent(sections.reduce(0) { $0 + earned($1) }, of: sections.reduce(0) { $0 + $1.possible })
        case .percentage:
            var sum = ExactSum()
            var weights: Int64 = 0
            for section in sections where section.counts {
                sum.add(
                    UInt128(section.weight) * UInt128(earned(section)) * UInt128(whole), over: UInt64(section.possible))
                weights += section.weight
            }
            return weights > 0 ? Int64(sum.dividedHalfUp(by: UInt64(weights))) : nil
        }
    }

    /// What is counted while going through the form once.
    private struct Tally {
        var sections: [FormScore.SectionScore] = []
        var triggers: [FormScore.AutoFailTrigger] = []
        var missingRequired: [String] = []
        var failsAll = false

        mutating func count(
            _ section: Scorecard.Section, _ choices: [String: AnswerChoice],
            unanswered: Scorecard.UnansweredOptional
        ) {
            var questions: [FormScore.QuestionScore] = []
            questions.reserveCapacity(section.questions.count)
            var earned: Int64 = 0
            var possible: Int64 = 0
            var failsSection = false
            for question in section.questions {
                let choice = choices[question.key]
                let counted = Self.count(question, choice, unanswered: unanswered)
                earned += counted.earned
                possible += counted.possible
                questions.append(counted)
                if choice == nil, question.isRequired { missingRequired.append(question.key) }
                guard case .option(let key) = choice, let option = question.option(key), option.autoFail != .none
                else { continue }
                failsSection = failsSection || option.autoFail == .section
                failsAll = failsAll || option.autoFail == .evaluation
                triggers.append(
                    FormScore.AutoFailTrigger(
                        section: section.key, question: question.key, option: key, scope: option.autoFail))
            }
            let kept = failsSection ? 0 : earned
            sections.append(
                FormScore.SectionScore(
                    key: section.key, weight: section.weight, earned: kept, earnedBeforeAutoFail: earned,
                    possible: possible, score: Scoring.microPercent(kept, of: possible), autoFailed: failsSection,
                    counts: possible > 0 && section.weight > 0, questions: questions))
        }

        private static func count(
            _ question: Scorecard.Question, _ choice: AnswerChoice?, unanswered: Scorecard.UnansweredOptional
        ) -> FormScore.QuestionScore {
            let maximum = question.maximum
            switch choice {
            case .option(let key):
                return FormScore.QuestionScore(
                    key: question.key, state: .answered, earned: question.option(key)?.points ?? 0, possible: maximum,
                    maximum: maximum)
            case .notApplicable:
                return FormScore.QuestionScore(
                    key: question.key, state: .notApplicable, earned: 0, possible: 0, maximum: maximum)
            case nil:
                let isExcluded = unanswered == .exclude && !question.isRequired
                return FormScore.QuestionScore(
                    key: question.key, state: .unanswered, earned: 0, possible: isExcluded ? 0 : maximum,
                    maximum: maximum)
            }
        }
    }
}
