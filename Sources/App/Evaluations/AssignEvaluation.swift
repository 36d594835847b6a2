import Domain
import JSON
import SQL

/// Takes an unassigned session. Needs `perform_evaluations`; who comes second is told who has it (`already_taken`).
enum TakeEvaluation {
    static func run(_ id: String, by caller: Caller, _ transaction: borrowing Transaction) throws {
        guard let record = try EvaluationStore.find(id, for: caller, transaction) else {
            // Another evaluator's session is out of sight, but not for somebody who saw it free a moment ago.
            guard caller.may(.performEvaluations), caller.role == .evaluator,
                let holder = try EvaluationStore.holder(of: id, transaction)
            else { throw Refusal.notFound }
            throw alreadyTaken(holder)
        }
        if record.evaluator?.id == caller.id, record.state != .unassigned { return }
        if let holder = record.evaluator { throw alreadyTaken(holder) }
        _ = try record.session.taken(by: caller.actor)
        guard try EvaluationStore.take(id, by: caller, transaction) else { throw Refusal.stale }
        try EventLog.record("evaluation.taken", .init(kind: "evaluation", id: id), by: caller, transaction)
    }

    private static func alreadyTaken(_ holder: Reference) -> DetailedRefusal {
        var writer = JSONWriter()
        writer.object {
            $0.field("id", holder.id)
            $0.field("name", holder.name)
        }
        return DetailedRefusal(
            Refusal("already_taken", "\(holder.name) has this evaluation."), extras: [("holder", writer.bytes)])
    }
}

/// Gives a session to somebody, or takes it back for everybody. Needs `assign_evaluations`.
///
/// Refuses a completed or archived session and somebody who cannot evaluate.
enum AssignEvaluation {
    static func run(
        _ id: String, to assignee: Assignee, basedOn etag: String?, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        let session = try OpenSession.load(id, for: caller, transaction)
        guard caller.may(.assignEvaluations) else { throw Refusal.forbidden(.assignEvaluations) }
        if let etag { try StaleWrite.check(session, basedOn: etag) }
        let evaluator = try assignee.checked(by: caller, transaction)
        let assigned = try session.record.session.assigned(to: evaluator, by: caller.actor)
        guard assigned != session.record.session else { return }
        try EvaluationStore.assign(id, assigned, transaction)
        try EventLog.record("evaluation.assigned", .init(kind: "evaluation", id: id), by: caller, transaction) {
            $0.field("evaluator", evaluator)
        }
    }
}

/// Gives a session another due date or name. The due date needs `extend_evaluations`, the name `assign_evaluations`.
enum ChangeEvaluation {
    static func run(
        _ id: String, _ fields: inout JSONFields, basedOn etag: String, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        let session = try OpenSession.load(id, for: caller, transaction)
        let setsDueDate = fields.has("dueAt")
        let dueAt = try DueDate.read(&fields, "dueAt", try SettingsStore.load(transaction))
        let name = try fields.optionalName("name")
        try fields.finish()
        if setsDueDate { try caller.require(.extendEvaluations) }
        if name != nil { try caller.require(.assignEvaluations) }
        try StaleWrite.check(session, basedOn: etag)
        try checkChangeable(session.record, setsDueDate: setsDueDate)
        if setsDueDate { try EvaluationStore.setDueDate(id, dueAt, transaction) }
        if let name { try EvaluationStore.setName(id, name, transaction) }
        try EventLog.record("evaluation.changed", .init(kind: "evaluation", id: id), by: caller, transaction) {
            if setsDueDate { $0.field("dueAt", instant: dueAt) }
            $0.field("renamed", name != nil)
        }
    }

    /// Refuses an archived session, and another due date for a completed one.
    static func checkChangeable(_ record: EvaluationRecord, setsDueDate: Bool) throws {
        guard record.archivedAt == nil else {
            throw Refusal("archived", "An archived evaluation can only be read.")
        }
        guard !setsDueDate || record.state != .completed else {
            throw Refusal("already_completed", "A completed evaluation is due no more.")
        }
    }
}
