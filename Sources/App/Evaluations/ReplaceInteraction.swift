import Domain
import JSON
import SQL

/// Gives a drawn session another interaction of the same search and agent, and begins anew. Needs `perform_evaluations`.
///
/// Refuses (`replace_not_allowed`) a session that was not drawn, is completed or unassigned, or expired, and when the
/// search finds no other (`no_candidate`): then nothing changes. The old interaction stays in the history.
enum ReplaceInteraction {
    struct Input: Sendable {
        let reason: ReplacementReason
        let note: String?

        init(reading fields: inout JSONFields) throws {
            reason = try fields.choice("reason", of: ReplacementReason.self)
            note = try reason.checkedNote(try fields.optionalString("note", max: 20_000))
            try fields.finish()
        }
    }

    static func run(
        _ id: String, _ input: Input, basedOn etag: String, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        let session = try OpenSession.load(id, for: caller, transaction)
        let record = session.record
        let replaced = try record.session.replaced(by: caller.actor, now: transaction.now)
        try StaleWrite.check(session, basedOn: etag)
        guard let drawID = record.drawID, let draw = try DrawStore.find(drawID, transaction),
            let next = try DrawStore.drawAnother(for: record, draw, seenBy: caller, transaction),
            let interaction = try DrawStore.interaction(next, for: .system, transaction)
        else { throw EvaluationSession.noCandidate }
        let name =
            record.isNamed
            ? record.name
            : SessionName.make(
                first: session.forms.first?.card.name ?? "", count: session.forms.count,
                externalID: interaction.externalID)
        try DrawStore.insertReplacement(
            of: record, reason: input.reason, note: input.note, by: caller, transaction)
        guard
            try EvaluationStore.replace(
                id, state: replaced.state, interactionID: next, name: name, by: caller, transaction)
        else { throw EvaluationSession.noCandidate }
        for form in session.forms { try FormStore.reset(form.id, transaction) }
        try FormStore.dropDrafts(of: id, transaction)
        try EventLog.record("evaluation.replaced", .init(kind: "evaluation", id: id), by: caller, transaction) {
            $0.field("from", record.interaction.id)
            $0.field("to", next)
            $0.field("reason", input.reason.rawValue)
        }
    }
}
