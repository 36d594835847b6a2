import Domain
import JSON
import SQL

/// Makes given answers, or the person's draft, the session's answers and sets *in progress*. Needs `perform_evaluations`.
///
/// Refuses what the session's evaluator alone may do, an archived session, and a write based on an older state. It works
/// after the due date; saving a completed session is a revision.
enum SaveAnswers {
    /// Gives the session with what it is worth now.
    static func run(
        _ id: String, _ given: [GivenAnswers]?, reason: String?, basedOn etag: String, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws -> ScoredSession {
        let session = try OpenSession.load(id, for: caller, transaction)
        let saved = try session.record.session.saved(by: caller.actor)
        try StaleWrite.check(session, basedOn: etag, yours: given ?? [])
        try StaleWrite.checkDecided(session, yours: given ?? [])
        let answers = try session.answers(with: given ?? [])
        guard saved.state != .completed else {
            return try ReviseEvaluation.run(session, answers, because: reason, by: caller, transaction)
        }
        let stored = try store(session, answers, state: saved.state, by: caller, transaction)
        try EventLog.record("evaluation.saved", .init(kind: "evaluation", id: id), by: caller, transaction)
        return stored
    }

    /// Puts answers and scores of all forms. The person's draft ends here; those of others are overtaken, and stay.
    @discardableResult
    static func store(
        _ session: OpenSession, _ answers: [FormAnswers], state: SessionState, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws -> ScoredSession {
        let scores = try session.scores(answers.map(\.answers))
        for (index, form) in session.forms.enumerated() {
            try FormStore.setAnswers(of: form.id, answers[index], scores[index], transaction)
        }
        let total = SessionScore(of: scores)
        try EvaluationStore.save(session.record.id, state: state, total, by: caller, transaction)
        try FormStore.endDraft(
            of: session.record.id, by: caller.id, overtaking: DraftJSON.bytes(session.saved), transaction)
        var stored = session.holding(answers, state: state, by: caller, at: transaction.now)
        (stored.record.score, stored.record.passed) = (total.score, total.passed)
        return ScoredSession(session: stored, scores: scores)
    }
}

/// A session and what the saved answers of each of its forms are worth.
struct ScoredSession: Sendable {
    let session: OpenSession
    let scores: [FormScore]
}
