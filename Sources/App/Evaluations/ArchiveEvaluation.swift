import Domain
import JSON
import SQL

/// Puts a session aside: it leaves the list and can only be read. Needs `archive_evaluations`.
///
/// Refuses (`archive_not_allowed`) what is neither completed nor expired. Archiving twice is no error.
enum ArchiveEvaluation {
    static func run(
        _ id: String, basedOn etag: String?, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        let session = try OpenSession.load(id, for: caller, transaction)
        let archived = try session.record.session.archived(by: caller.actor, now: transaction.now)
        if let etag { try StaleWrite.check(session, basedOn: etag) }
        guard archived != session.record.session else { return }
        try EvaluationStore.archive(id, transaction)
        try EventLog.record("evaluation.archived", .init(kind: "evaluation", id: id), by: caller, transaction)
    }
}

/// Takes a session back from the archive, as it was. Needs `archive_evaluations`.
///
/// Refuses (`in_use`) an open drawn session whose interaction was drawn again meanwhile.
enum UnarchiveEvaluation {
    static func run(
        _ id: String, basedOn etag: String?, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        let session = try OpenSession.load(id, for: caller, transaction)
        let unarchived = try session.record.session.unarchived(by: caller.actor)
        if let etag { try StaleWrite.check(session, basedOn: etag) }
        guard unarchived != session.record.session else { return }
        guard try EvaluationStore.unarchive(id, transaction) else {
            throw Refusal("in_use", "Its interaction was drawn for another evaluation meanwhile.")
        }
        try EventLog.record("evaluation.unarchived", .init(kind: "evaluation", id: id), by: caller, transaction)
    }
}

/// Deletes an automated evaluation for good, with its answers and revisions; one line of the activity log is left.
/// Needs `delete_automated_evaluations`.
///
/// Refuses (`not_automated`) what a person evaluates.
enum DeleteEvaluation {
    static func run(
        _ id: String, basedOn etag: String?, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        let session = try OpenSession.load(id, for: caller, transaction)
        try session.record.session.checkDeletable(by: caller.actor)
        if let etag { try StaleWrite.check(session, basedOn: etag) }
        try EvaluationStore.delete(id, transaction)
        try EventLog.record("evaluation.deleted", .init(kind: "evaluation", id: id), by: caller, transaction) {
            $0.field("interaction", session.record.interaction.id)
        }
    }
}
