/// What one form is worth with the answers it has, with every term that led there.
///
/// It is its own receipt: UI, PDF, CSV and the agent's view all show these numbers. Scores are micro-percent
/// (100,000,000 = 100 %), nil when nothing could be scored.
package struct FormScore: Equatable, Sendable {
    package let score: Int64?
    /// The score had nothing failed automatically.
    package let scoreBeforeAutoFail: Int64?
    /// Points over all sections; 0 under an evaluation-wide auto-fail.
    package let earned: Int64
    package let possible: Int64
    /// Whether an answer failed the evaluation as a whole.
    package let autoFailed: Bool
    package let passed: Bool?
    /// Keys of required questions without an answer, in the form's order.
    package let missingRequired: [String]
    package let sections: [SectionScore]
    /// The answers that failed a section or the evaluation.
    package let triggers: [AutoFailTrigger]
    package let format: Scorecard.Format
    /// Sum of the weights that count, basis points; 0 in points format.
    package let countedWeight: Int64

    /// What one section is worth.
    package struct SectionScore: Equatable, Sendable {
        package let key: String
        package let weight: Int64
        /// E: points after a section-wide auto-fail.
        package let earned: Int64
        /// E had nothing failed automatically.
        package let earnedBeforeAutoFail: Int64
        /// P: points that could be had.
        package let possible: Int64
        /// E/P in micro-percent; nil when P is 0.
        package let score: Int64?
        /// Whether an answer failed this section.
        package let autoFailed: Bool
        /// Whether its weight counts in the percentage: P and weight are above 0.
        package let counts: Bool
        package let questions: [QuestionScore]
    }

    /// What one question adds to its section.
    package struct QuestionScore: Equatable, Sendable {
        package let key: String
        package let state: State
        package let earned: Int64
        package let possible: Int64
        package let maximum: Int64

        package enum State: String, Sendable, CaseIterable {
            case unanswered, answered
            case notApplicable = "na"
        }
    }

    /// An answer that fails at once, and how far.
    package struct AutoFailTrigger: Equatable, Sendable {
        package let section: String
        package let question: String
        package let option: String
        package let scope: Scorecard.AutoFailScope
    }
}

extension FormScore {
    /// What it says while answers may still change: an automatic fail of the whole is certain, no other verdict is.
    package var unfinished: FormScore {
        FormScore(
            score: score, scoreBeforeAutoFail: scoreBeforeAutoFail, earned: earned, possible: possible,
            autoFailed: autoFailed, passed: autoFailed ? passed : nil, missingRequired: missingRequired,
            sections: sections, triggers: triggers, format: format, countedWeight: countedWeight)
    }
}
