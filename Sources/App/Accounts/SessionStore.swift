import Domain
import SQL

/// The table of sign-ins; only hashes of session tokens are kept.
enum SessionStore {
    static let idleMs: Int64 = 8 * 3_600_000
    static let absoluteMs: Int64 = 24 * 3_600_000

    /// A sign-in that still holds.
    struct Session: Sendable {
        let userID: String
        let lastUsedAt: Int64
        let createdAt: Int64
    }

    static func insert(hash: String, userID: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "DELETE FROM sessions WHERE created_at < ?", .integer(transaction.now - absoluteMs))
        try transaction.execute(
            "INSERT INTO sessions (token_hash, user_id, created_at, last_used_at) VALUES (?, ?, ?, ?)",
            .text(hash), .text(userID), .integer(transaction.now), .integer(transaction.now))
    }

    static func find(hash: String, _ transaction: borrowing Transaction) throws -> Session? {
        let session: Session? = try transaction.row(
            "SELECT user_id, last_used_at, created_at FROM sessions WHERE token_hash = ?", .text(hash)
        ) { Session(userID: $0.text(0), lastUsedAt: $0.int64(1), createdAt: $0.int64(2)) }
        guard let session, transaction.now - session.lastUsedAt < idleMs,
            transaction.now - session.createdAt < absoluteMs
        else { return nil }
        return session
    }

    static func touch(hash: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE sessions SET last_used_at = ? WHERE token_hash = ?", .integer(transaction.now), .text(hash))
    }

    static func delete(hash: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM sessions WHERE token_hash = ?", .text(hash))
    }

    /// Ends every sign-in of a person: disabled, or with a new password.
    static func deleteAll(of userID: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM sessions WHERE user_id = ?", .text(userID))
    }
}
