import Domain
import SQL

/// One browser's stay at a link: whether it gave the password, and whether it was counted as a view.
struct ShareVisit: Sendable {
    let cookieHash: String
    /// The password it was unlocked with; nil while it has given none.
    let passwordVersion: Int64?
    let countedAt: Int64?
    let expiresAt: Int64

    /// The longest an unlocked or counted browser is remembered.
    static let longestMs: Int64 = 12 * 3_600_000
}

/// The tables of visits and of the log of views; only hashes of cookies are kept.
enum VisitStore {
    /// Nil when the cookie is none of this link's or its time is over.
    static func find(
        cookieHash: String, of shareID: String, _ transaction: borrowing Transaction
    ) throws -> ShareVisit? {
        try transaction.row(
            """
            SELECT cookie_hash, password_version, counted_at, expires_at FROM share_visits
            WHERE cookie_hash = ? AND share_id = ? AND expires_at > ?
            """, .text(cookieHash), .text(shareID), .integer(transaction.now)
        ) { row in
            ShareVisit(
                cookieHash: row.text(0), passwordVersion: row.optionalInt64(1), countedAt: row.optionalInt64(2),
                expiresAt: row.int64(3))
        }
    }

    static func insert(_ visit: ShareVisit, to shareID: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM share_visits WHERE expires_at <= ?", .integer(transaction.now))
        try transaction.execute(
            """
            INSERT INTO share_visits (cookie_hash, share_id, password_version, counted_at, expires_at)
            VALUES (?, ?, ?, ?, ?)
            """,
            .text(visit.cookieHash), .text(shareID), .optional(visit.passwordVersion), .optional(visit.countedAt),
            .integer(visit.expiresAt))
    }

    static func markCounted(_ visit: ShareVisit, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE share_visits SET counted_at = ? WHERE cookie_hash = ?", .integer(transaction.now),
            .text(visit.cookieHash))
    }

    static func log(
        _ outcome: ShareView.Outcome, of shareID: String, network: String, id: String,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "INSERT INTO share_views (id, share_id, at, outcome, network) VALUES (?, ?, ?, ?, ?)", .text(id),
            .text(shareID), .integer(transaction.now), .text(outcome.rawValue), .text(network))
    }

    /// Whether a refusal to this network was written down within the last minute: one line tells enough.
    static func hasFreshRefusal(
        of shareID: String, network: String, _ transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.row(
            "SELECT 1 FROM share_views WHERE share_id = ? AND at > ? AND outcome = 'refused' AND network = ? LIMIT 1",
            .text(shareID), .integer(transaction.now - 60_000), .text(network)
        ) { $0.int64(0) } != nil
    }

    /// The newest entries, at most so many.
    static func views(
        of shareID: String, limit: Int = 200, _ transaction: borrowing Transaction
    ) throws -> [ShareView] {
        try transaction.rows(
            "SELECT at, outcome, network FROM share_views WHERE share_id = ? ORDER BY at DESC, id DESC LIMIT ?",
            .text(shareID), .integer(Int64(limit))
        ) { ShareView(at: $0.int64(0), outcome: $0.text(1), network: $0.text(2)) }
    }
}
