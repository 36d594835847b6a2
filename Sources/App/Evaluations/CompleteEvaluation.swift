import Domain
import JSON
import SQL

/// Saves and completes a session, and tags its interaction Evaluated. Needs `perform_evaluations`.
///
/// Refuses while a form lacks an answer, comment or evidence it requires, after the due date, for anybody but the
/// evaluator, a second time, and when based on an older state.
enum CompleteEvaluation {
    static func run(
        _ id: String, _ given: [GivenAnswers]?, basedOn etag: String, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        let session = try OpenSession.load(id, for: caller, transaction)
        try session.record.session.checkCompletable(by: caller.actor, now: transaction.now)
        try StaleWrite.check(session, basedOn: etag, yours: given ?? [])
        try StaleWrite.checkDecided(session, yours: given ?? [])
        let answers = try session.answers(with: given ?? [])
        let completed = try session.record.session.completed(
            by: caller.actor, now: transaction.now,
            forms: zip(session.forms, answers).map { FormCompletion($0.card, $1.answers) })
        try SaveAnswers.store(session, answers, state: completed.state, by: caller, transaction)
        try RevisionStore.insert(
            NewRevision(
                evaluationID: id, number: 1, savedBy: caller.id, savedAt: transaction.now, reason: nil,
                total: SessionScore(of: try session.scores(answers.map(\.answers))), answers: answers), transaction)
        if EvaluatedRule.tags(origin: session.record.origin) {
            try TagEvaluated.run(session.record.interaction.id, by: caller, transaction)
        }
        try EventLog.record("evaluation.completed", .init(kind: "evaluation", id: id), by: caller, transaction) {
            $0.field("interaction", session.record.interaction.id)
        }
    }
}

/// What completing a session would find: each form's score, and what it lacks.
struct CompletionSummary: Sendable {
    let session: OpenSession
    let scores: [FormScore]
    let forms: [FormCompletion]
    /// Why it could not be completed now; nil when it could.
    let refusal: Refusal?

    /// Looks at the draft where there is one, else at what was saved.
    static func make(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> CompletionSummary {
        let session = try OpenSession.load(id, for: caller, transaction)
        let answers = session.forms.map(session.current)
        let forms = zip(session.forms, answers).map { FormCompletion($0.card, $1) }
        return CompletionSummary(
            session: session, scores: try session.scores(answers), forms: forms,
            refusal: SessionDoors.refusal { () throws(Refusal) in
                _ = try session.record.session.completed(by: caller.actor, now: transaction.now, forms: forms)
            })
    }
}

/// What of a session is open to whom, asked without doing it.
enum SessionDoors {
    /// Why a rule would refuse; nil when it would not.
    static func refusal(_ rule: () throws(Refusal) -> Void) -> Refusal? {
        do {
            try rule()
            return nil
        } catch {
            return error
        }
    }
}
