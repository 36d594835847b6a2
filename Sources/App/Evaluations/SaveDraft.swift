import Domain
import JSON
import SQL

/// Keeps answers as they are given, as the person's own draft; it changes no state. Needs `perform_evaluations`.
///
/// Refuses what the session's evaluator alone may do, an archived session, and a write based on an older state.
enum SaveDraft {
    /// The draft as it stands now, and what each form is worth with it.
    struct Outcome: Sendable {
        let etag: String
        let savedAt: Int64
        let forms: [(id: String, score: FormScore)]
    }

    static func run(
        _ id: String, _ given: [GivenAnswers], basedOn etag: String, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws -> Outcome {
        let session = try OpenSession.load(id, for: caller, transaction)
        _ = try session.record.session.saved(by: caller.actor)
        try StaleWrite.check(session, basedOn: etag, yours: given)
        try StaleWrite.checkDecided(session, yours: given)
        let answers = try session.answers(with: given)
        try FormStore.setDraft(of: id, by: caller.id, DraftJSON.bytes(answers), transaction)
        let scores = try session.scores(answers.map(\.answers))
        return Outcome(
            etag: "\(session.record.revision).\(session.draftRevision + 1)", savedAt: transaction.now,
            forms: zip(session.forms, scores).map { ($0.id, $1) })
    }
}

/// Closes a session: drops the person's draft and leaves what was saved. Dropping none is no error.
enum DropDraft {
    static func run(
        _ id: String, basedOn etag: String?, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        let session = try OpenSession.load(id, for: caller, transaction)
        if let etag { try StaleWrite.check(session, basedOn: etag) }
        guard session.draft != nil else { return }
        try FormStore.setDraft(of: id, by: caller.id, nil, transaction)
    }
}
