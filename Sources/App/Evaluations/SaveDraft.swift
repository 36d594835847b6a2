import Domain
import JSON
import SQL

/// Keeps answers as they are given, as the person's own draft; it changes no state. Needs `perform_evaluations`.
///
/// Refuses what the session's evaluator alone may do, an archived session, and a write based on an older state.
enum SaveDraft {
    /// The draft as it stands now, and what it is worth.
    struct Outcome: Sendable {
        let session: OpenSession
        let scores: [FormScore]
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
        return Outcome(
            session: try OpenSession.load(id, for: caller, transaction),
            scores: try session.scores(answers.map(\.answers)))
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
