import Domain
import JSON
import SQL

/// What one save of a completed session changed.
struct Revision: Sendable {
    let saved: RevisionStore.Row
    /// Nil for the completion.
    let before: RevisionStore.Row?
    let changes: [Change]

    /// One answer as it was and as it became.
    struct Change: Sendable {
        let formID: String
        let difference: AnswerDifference
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("number", saved.number)
        writer.field("by", saved.by)
        writer.field("at", instant: saved.at)
        writer.field("reason", saved.reason)
        writer.field("score", saved.score)
        writer.field("passed", saved.passed)
        writer.field("previousScore", before?.score)
        writer.field("previousPassed", before?.passed)
        writer.field(
            "changes",
            array: { list in
                for change in changes {
                    list.object {
                        $0.field("form", change.formID)
                        $0.field("question", change.difference.question)
                        $0.field("from", answer: change.difference.theirs)
                        $0.field("to", answer: change.difference.yours)
                    }
                }
            })
    }
}

/// The revisions of a session, the newest first, each with its differences to the one before. For whoever sees it.
enum FindRevisions {
    static func run(
        _ id: String, for caller: Caller, _ limit: PageLimit, _ transaction: borrowing Transaction
    ) throws -> Page<Revision> {
        let session = try OpenSession.load(id, for: caller, transaction)
        var below = Int64.max
        if let after = limit.after {
            guard after.count == 1, case .integer(let number) = after[0] else {
                throw Refusal("cursor_invalid", "This page marker does not belong to this list.")
            }
            below = number
        }
        // One more shows that there is a next page, and is what the last one is compared with.
        let rows = try RevisionStore.rows(of: id, below: below, count: limit.count + 1, transaction)
        let revisions = rows.indices.map { index in
            let before = rows.indices.contains(index + 1) ? rows[index + 1] : nil
            return Revision(saved: rows[index], before: before, changes: changes(rows[index], before, session))
        }
        return Page(rows: revisions, limit: limit) { [.integer($0.saved.number)] }
    }

    private static func changes(
        _ saved: RevisionStore.Row, _ before: RevisionStore.Row?, _ session: OpenSession
    ) -> [Revision.Change] {
        guard let before else { return [] }
        return session.forms.flatMap { form in
            AnswerDifference.between(
                saved.answers[form.id] ?? [:], before.answers[form.id] ?? [:], on: form.card
            ).map { Revision.Change(formID: form.id, difference: $0) }
        }
    }
}
