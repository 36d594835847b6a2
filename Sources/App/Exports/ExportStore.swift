import Domain
import SQL

/// A list that was exported, or is being.
struct Export: Sendable {
    let id: String
    let userID: String
    let format: ExportFormat
    let name: String
    let query: String
    /// Nil while it is being made.
    let blob: BlobStore.Blob?
    let expiresAt: Int64
}

/// The table of exported lists; only whoever asked for one finds it.
enum ExportStore {
    static func insert(_ export: Export, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO exports (id, user_id, format, name, query, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            .text(export.id), .text(export.userID), .text(export.format.rawValue), .text(export.name),
            .text(export.query), .integer(transaction.now), .integer(export.expiresAt))
    }

    static func find(_ id: String, for caller: Caller, _ transaction: borrowing Transaction) throws -> Export? {
        try export("id = ? AND user_id = ?", [.text(id), .text(caller.id)], transaction)
    }

    /// For the job that makes it.
    static func find(_ id: String, _ transaction: borrowing Transaction) throws -> Export? {
        try export("id = ?", [.text(id)], transaction)
    }

    static func keep(
        _ id: String, _ blob: BlobStore.Blob, rows: Int64, until expiresAt: Int64, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE exports SET rows = ?, hash = ?, bytes = ?, expires_at = ? WHERE id = ?", .integer(rows),
            .text(blob.hash), .integer(blob.bytes), .integer(expiresAt), .text(id))
    }

    static func delete(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM exports WHERE id = ?", .text(id))
    }

    /// Deletes what has expired; gives the hashes of the files.
    static func deleteExpired(_ transaction: borrowing Transaction) throws -> [String] {
        try transaction.rows("DELETE FROM exports WHERE expires_at <= ? RETURNING hash", .integer(transaction.now)) {
            $0.optionalText(0)
        }.compactMap(\.self)
    }

    private static func export(
        _ condition: String, _ arguments: [SQLValue], _ transaction: borrowing Transaction
    ) throws -> Export? {
        try transaction.row(
            "SELECT id, user_id, format, name, query, hash, bytes, expires_at FROM exports WHERE \(condition)",
            arguments
        ) { row in
            Export(
                id: row.text(0), userID: row.text(1), format: ExportFormat(rawValue: row.text(2)) ?? .csv,
                name: row.text(3), query: row.text(4),
                blob: row.optionalText(5).map { BlobStore.Blob(hash: $0, bytes: row.optionalInt64(6) ?? 0) },
                expiresAt: row.int64(7))
        }
    }
}
