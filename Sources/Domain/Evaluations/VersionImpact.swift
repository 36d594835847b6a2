/// What another content of a scorecard would have made of evaluations already completed: their answers carry over by
/// the stable keys and are counted anew.
///
/// Nobody could answer a question that was not asked. What the evaluation's own version did not have is left out of its
/// new score, and so is an answer that the new content has no place for; how often is told by question.
package struct VersionImpact: Equatable, Sendable {
    /// Forms that were counted.
    package private(set) var forms = 0
    package private(set) var before = Outcome()
    package private(set) var after = Outcome()
    package private(set) var higher = 0
    package private(set) var lower = 0
    /// Passed or open before, failed after; and the other way round.
    package private(set) var nowFails = 0
    package private(set) var nowPasses = 0
    /// The new content's sections in their order, then those it no longer has.
    package private(set) var sections: [Section]
    /// In the order of the new content, then those it no longer has.
    package private(set) var leftOut: [LeftOut] = []

    /// Results of one content over all forms.
    package struct Outcome: Equatable, Sendable {
        package fileprivate(set) var scores = Mean()
        package fileprivate(set) var passed = 0
        package fileprivate(set) var failed = 0
    }

    /// A mean of scores, micro-percent, rounded half-up; nil without any.
    package struct Mean: Equatable, Sendable {
        package private(set) var count: Int64 = 0
        private var sum: Int64 = 0

        package var value: Int64? { count == 0 ? nil : (2 * sum + count) / (2 * count) }

        fileprivate mutating func add(_ score: Int64?) {
            guard let score else { return }
            count += 1
            sum += score
        }
    }

    /// One section's mean of E/P before and after.
    package struct Section: Equatable, Sendable {
        package let key: String
        package let title: String
        package fileprivate(set) var before = Mean()
        package fileprivate(set) var after = Mean()
    }

    /// A question that does not compare.
    package struct LeftOut: Equatable, Sendable {
        package let key: String
        package let text: String
        package let reason: Reason
        package fileprivate(set) var forms: Int

        package enum Reason: String, Sendable, CaseIterable {
            /// The form had no such question.
            case new
            /// The new content asks it no more.
            case gone
            /// It was answered in a way that the new content does not offer.
            case unoffered
        }
    }

    private let card: Scorecard

    /// The content that is looked at before it is published.
    package init(of card: Scorecard) {
        self.card = card
        sections = card.sections.map { Section(key: $0.key, title: $0.title) }
    }

    /// Counts one form under its own version and under the new content, and gives both scores.
    @discardableResult
    package mutating func count(
        _ old: Scorecard, _ choices: [String: AnswerChoice]
    ) throws(Refusal) -> (before: Int64?, after: Int64?) {
        let was = try Scoring.score(old, choices: choices)
        let (comparable, carried) = compare(old, choices)
        let would = try Scoring.score(comparable, choices: carried)
        forms += 1
        before.add(was)
        after.add(would)
        if let one = was.score, let other = would.score {
            higher += other > one ? 1 : 0
            lower += other < one ? 1 : 0
        }
        nowFails += was.passed != false && would.passed == false ? 1 : 0
        nowPasses += was.passed == false && would.passed != false ? 1 : 0
        for (section, score) in zip(old.sections, was.sections) {
            sections[position(of: section)].before.add(score.score)
        }
        for (section, score) in zip(comparable.sections, would.sections) {
            sections[position(of: section)].after.add(score.score)
        }
        return (was.score, would.score)
    }

    /// The new content without what this form cannot be compared in, and the answers that carry over.
    private mutating func compare(
        _ old: Scorecard, _ choices: [String: AnswerChoice]
    ) -> (card: Scorecard, choices: [String: AnswerChoice]) {
        let asked = Set(old.questions.map(\.key))
        var comparable = card
        var carried: [String: AnswerChoice] = [:]
        for index in comparable.sections.indices {
            comparable.sections[index].questions.removeAll { question in
                guard asked.contains(question.key) else {
                    leave(question, .new)
                    return true
                }
                guard let choice = choices[question.key] else { return false }
                guard question.offers(choice) else {
                    leave(question, .unoffered)
                    return true
                }
                carried[question.key] = choice
                return false
            }
        }
        let kept = Set(card.questions.map(\.key))
        for question in old.questions where !kept.contains(question.key) { leave(question, .gone) }
        return (comparable, carried)
    }

    private mutating func leave(_ question: Scorecard.Question, _ reason: LeftOut.Reason) {
        if let index = leftOut.firstIndex(where: { $0.key == question.key && $0.reason == reason }) {
            leftOut[index].forms += 1
        } else {
            leftOut.append(LeftOut(key: question.key, text: question.text, reason: reason, forms: 1))
        }
    }

    private mutating func position(of section: Scorecard.Section) -> Int {
        if let index = sections.firstIndex(where: { $0.key == section.key }) { return index }
        sections.append(Section(key: section.key, title: section.title))
        return sections.count - 1
    }
}

extension VersionImpact.Outcome {
    fileprivate mutating func add(_ score: FormScore) {
        scores.add(score.score)
        passed += score.passed == true ? 1 : 0
        failed += score.passed == false ? 1 : 0
    }
}

extension Scorecard.Question {
    fileprivate func offers(_ choice: AnswerChoice) -> Bool {
        switch choice {
        case .option(let key): option(key) != nil
        case .notApplicable: allowsNA
        }
    }
}
