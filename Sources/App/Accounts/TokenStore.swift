import Domain
import JSON
import SQL

/// The table of API tokens; only their hashes are kept.
enum TokenStore {
    /// A token as it is listed, without its secret.
    struct Token: Sendable {
        let id: String
        let userID: String
        let name: String
        let scopes: Set<Scope>
        let createdAt: Int64

        func write(_ writer: inout JSONWriter) {
            writer.field("id", id)
            writer.field("name", name)
            writer.field("scopes", scopes.map(\.rawValue).sorted())
            writer.field("createdAt", instant: createdAt)
        }
    }

    static func insert(
        _ token: Token, hash: String, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO tokens (id, user_id, name, token_hash, scopes, created_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .text(token.id), .text(token.userID), .text(token.name), .text(hash),
            .text(token.scopes.map(\.rawValue).sorted().joined(separator: " ")), .text(caller.id),
            .integer(token.createdAt))
    }

    static func find(hash: String, _ transaction: borrowing Transaction) throws -> Token? {
        try transaction.row(
            """
            SELECT t.id, t.user_id, t.name, t.scopes, t.created_at FROM tokens t JOIN users u ON u.id = t.user_id
            WHERE t.token_hash = ? AND t.revoked_at IS NULL AND u.disabled_at IS NULL
            """, .text(hash), make: token)
    }

    static func all(_ transaction: borrowing Transaction) throws -> [Token] {
        try transaction.rows(
            "SELECT id, user_id, name, scopes, created_at FROM tokens WHERE revoked_at IS NULL ORDER BY created_at, id",
            make: token)
    }

    /// False when there is no such token that still holds.
    static func revoke(_ id: String, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.execute(
            "UPDATE tokens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", .integer(transaction.now),
            .text(id)) > 0
    }

    private static func token(_ row: Row) -> Token {
        Token(
            id: row.text(0), userID: row.text(1), name: row.text(2),
            scopes: Set(row.text(3).split(separator: " ").compactMap { Scope(rawValue: String($0)) }),
            createdAt: row.int64(4))
    }
}
