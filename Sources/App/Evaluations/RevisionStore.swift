import Domain
import SQL

/// A revision as it is written down.
struct NewRevision: Sendable {
    let evaluationID: String
    /// From 1, the completion.
    let number: Int64
    let savedBy: String
    let savedAt: Int64
    let reason: String?
    let total: SessionScore
    let answers: [FormAnswers]
}

/// The table of revisions: rows are added and read, never changed.
enum RevisionStore {
    static let sorts = ["-number"]

    /// A revision as it was kept.
    struct Row: Sendable {
        let number: Int64
        let by: Reference
        let at: Int64
        let reason: String?
        let score: Int64?
        let passed: Bool?
        let answers: [String: Answers]
    }

    static func insert(_ revision: NewRevision, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO evaluation_revisions (evaluation_id, number, saved_by, saved_at, reason, score, passed, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(revision.evaluationID), .integer(revision.number), .text(revision.savedBy),
            .integer(revision.savedAt), .optional(revision.reason), .optional(revision.total.score),
            .optional(revision.total.passed),
            .text(String(decoding: DraftJSON.bytes(revision.answers), as: UTF8.self)))
    }

    static func lastNumber(of evaluationID: String, _ transaction: borrowing Transaction) throws -> Int64? {
        try transaction.row(
            "SELECT number FROM evaluation_revisions WHERE evaluation_id = ? ORDER BY number DESC LIMIT 1",
            .text(evaluationID)
        ) { $0.int64(0) }
    }

    /// The newest first, below a number; at most `count`.
    static func rows(
        of evaluationID: String, below number: Int64, count: Int, _ transaction: borrowing Transaction
    ) throws -> [Row] {
        try transaction.rows(
            """
            SELECT r.number, r.saved_by, u.name, r.saved_at, r.reason, r.score, r.passed, r.content
            FROM evaluation_revisions r JOIN users u ON u.id = r.saved_by
            WHERE r.evaluation_id = ? AND r.number < ? ORDER BY r.number DESC LIMIT ?
            """, .text(evaluationID), .integer(number), .integer(Int64(count))
        ) { row in
            Row(
                number: row.int64(0), by: Reference(id: row.text(1), name: row.text(2)), at: row.int64(3),
                reason: row.optionalText(4), score: row.optionalInt64(5), passed: row.optionalBool(6),
                answers: try DraftJSON.read(Array(row.text(7).utf8)).answers)
        }
    }
}
