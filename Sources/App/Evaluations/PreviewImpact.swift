import Domain
import JSON
import SQL

/// What publishing a scorecard's draft would have made of the evaluations completed with it. Needs `edit_scorecards`;
/// looks at the newest ones the caller may see, and changes nothing.
///
/// Refuses what publishing refuses. Calibrations do not count.
enum PreviewImpact {
    /// Forms looked at; a look, not a report.
    static let most = 500
    /// Evaluations told by name: those whose score changes most.
    private static let mostChanges = 10

    struct Result: Sendable {
        let publication: Publication
        let impact: VersionImpact
        /// The largest first.
        let changes: [Change]
        /// Whether there were more completed evaluations than were looked at.
        let isCapped: Bool
    }

    /// One evaluation's score on this scorecard, then and under the new content.
    struct Change: Sendable {
        let evaluation: Reference
        let before: Int64
        let after: Int64

        var size: Int64 { abs(after - before) }
    }

    static func run(
        _ scorecardID: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Result {
        let record = try FindScorecard.run(scorecardID, for: caller, transaction)
        let publication = try Publication(of: record, transaction)
        var impact = VersionImpact(of: publication.card)
        var changes: [Change] = []
        var cards: [Int64: Scorecard] = [:]
        let forms = try ImpactStore.completed(scorecardID, most: most + 1, for: caller, transaction)
        for form in forms.prefix(most) {
            let card = try cards[form.version] ?? ScorecardContent.version(form.version, of: record, transaction)
            cards[form.version] = card
            let scores = try impact.count(card, try FormStore.answers(of: form.id, transaction).choices)
            guard let before = scores.before, let after = scores.after, before != after else { continue }
            changes.append(Change(evaluation: form.evaluation, before: before, after: after))
        }
        changes.sort { ($0.size, $1.evaluation.id) > ($1.size, $0.evaluation.id) }
        return Result(
            publication: publication, impact: impact, changes: Array(changes.prefix(mostChanges)),
            isCapped: forms.count > most)
    }
}

extension PreviewImpact.Result {
    func write(_ writer: inout JSONWriter) {
        writer.field("version", publication.number)
        writer.field("cosmetic", publication.isCosmetic)
        writer.field("forms", impact.forms)
        writer.field("capped", isCapped)
        writer.field("before", object: { impact.before.write(&$0) })
        writer.field("after", object: { impact.after.write(&$0) })
        writer.field("higher", impact.higher)
        writer.field("lower", impact.lower)
        writer.field("nowFails", impact.nowFails)
        writer.field("nowPasses", impact.nowPasses)
        writer.field(
            "sections",
            array: { list in
                for section in impact.sections {
                    list.object {
                        $0.field("key", section.key)
                        $0.field("title", section.title)
                        $0.field("before", section.before.value)
                        $0.field("after", section.after.value)
                    }
                }
            })
        writer.field(
            "leftOut",
            array: { list in
                for question in impact.leftOut {
                    list.object {
                        $0.field("key", question.key)
                        $0.field("text", question.text)
                        $0.field("reason", question.reason.rawValue)
                        $0.field("forms", question.forms)
                    }
                }
            })
        writer.field(
            "changes",
            array: { list in
                for change in changes {
                    list.object {
                        $0.field("evaluation", change.evaluation)
                        $0.field("before", change.before)
                        $0.field("after", change.after)
                    }
                }
            })
    }
}

extension VersionImpact.Outcome {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("average", scores.value)
        writer.field("scored", scores.count)
        writer.field("passed", passed)
        writer.field("failed", failed)
    }
}
