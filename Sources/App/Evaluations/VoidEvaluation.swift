import Domain
import JSON
import SQL

/// Withdraws an evaluation that a person made, for good: it moves into the archive with its answers and its reason, and
/// counts nowhere. Needs `archive_evaluations`.
///
/// Its interaction is no longer Evaluated, unless another evaluation says so. Refuses (`automated`) what a machine
/// evaluated, which is deleted instead. A second time changes nothing, the reason neither.
enum VoidEvaluation {
    /// The reason as it is kept; refuses none.
    static func checked(_ reason: String?) throws(Refusal) -> String {
        try StatedReason.checked(reason, orSay: "Say why this evaluation is voided.")
    }

    static func run(
        _ id: String, because reason: String?, basedOn etag: String?, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        let session = try OpenSession.load(id, for: caller, transaction)
        let record = session.record
        let voided = try record.session.voided(by: caller.actor)
        let reason = try checked(reason)
        if let etag { try StaleWrite.check(session, basedOn: etag) }
        guard voided != record.session else { return }
        try EvaluationStore.void(id, because: reason, by: caller, transaction)
        try EventLog.record("evaluation.voided", .init(kind: "evaluation", id: id), by: caller, transaction) {
            $0.field("interaction", record.interaction.id)
            $0.field("score", record.score)
        }
        guard record.state == .completed, EvaluatedRule.tags(origin: record.origin),
            try !EvaluationStore.isEvaluated(record.interaction.id, transaction)
        else { return }
        try UntagEvaluated.run(record.interaction.id, by: caller, transaction)
    }
}
