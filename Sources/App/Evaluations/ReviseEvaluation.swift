import Domain
import JSON
import SQL

/// Saves a completed session anew: its answers and score change, and a revision that never changes says who, why, and
/// what. Its evaluator and supervisors may, with `perform_evaluations`.
///
/// Refuses a save without a reason, one that changes nothing, and one that leaves something required open.
enum ReviseEvaluation {
    static func run(
        _ session: OpenSession, _ answers: [FormAnswers], because reason: String?, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws -> ScoredSession {
        let reason = try StatedReason.checked(reason, orSay: "Say why this completed evaluation is changed.")
        let forms = zip(session.forms, answers.map(\.answers))
        guard forms.contains(where: { !AnswerDifference.between($1, $0.saved, on: $0.card).isEmpty }) else {
            throw Refusal("nothing_changed", "These answers are saved already.")
        }
        try FormCompletion.check(forms.map { FormCompletion($0.card, $1) })
        let id = session.record.id
        let last = try lastNumber(of: session, transaction)
        let total = SessionScore(of: try session.scores(answers.map(\.answers)))
        let stored = try SaveAnswers.store(session, answers, state: .completed, by: caller, transaction)
        try RevisionStore.insert(
            NewRevision(
                evaluationID: id, number: last + 1, savedBy: caller.id, savedAt: transaction.now, reason: reason,
                total: total, answers: answers), transaction)
        try EventLog.record("evaluation.revised", .init(kind: "evaluation", id: id), by: caller, transaction) {
            $0.field("revision", last + 1)
            $0.field("scoreBefore", session.record.score)
            $0.field("score", total.score)
        }
        return stored
    }

    /// A session completed before revisions were kept begins with the answers it was completed with.
    private static func lastNumber(of session: OpenSession, _ transaction: borrowing Transaction) throws -> Int64 {
        if let number = try RevisionStore.lastNumber(of: session.record.id, transaction) { return number }
        let record = session.record
        try RevisionStore.insert(
            NewRevision(
                evaluationID: record.id, number: 1, savedBy: record.editedBy?.id ?? record.createdBy.id,
                savedAt: record.completedAt ?? record.createdAt, reason: nil,
                total: SessionScore(of: try session.scores(session.forms.map(\.saved))), answers: session.saved),
            transaction)
        return 1
    }
}
