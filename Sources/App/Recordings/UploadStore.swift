import Domain
import SQL

/// A file on its way in, in pieces.
struct Upload: Sendable {
    let id: String
    let userID: String
    let fileName: String
    /// Bytes in all, and those that are safely on disk.
    let length: Int64
    let received: Int64
    /// The name of the file that holds them until they are adopted.
    let draft: String
    let recordingID: String?
    /// When it goes unless something more arrives, ms since 1970.
    let expiresAt: Int64

    var isComplete: Bool { received == length }
}

extension Upload {
    /// Refuses an upload whose time is over, and one that has become a recording.
    func checkOpen(now: Int64) throws(Refusal) {
        guard recordingID == nil else { throw Refusal("upload_gone", "This upload has become a recording.") }
        guard expiresAt > now else {
            throw Refusal(
                "upload_expired", "Nothing came for this upload for a day, so it was given up; begin it again.")
        }
    }
}

/// The table of uploads; a finder gives a caller's own alone.
enum UploadStore {
    static func insert(_ upload: Upload, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO uploads (id, user_id, file_name, length, received, draft, created_at, expires_at)
            VALUES (?, ?, ?, ?, 0, ?, ?, ?)
            """,
            .text(upload.id), .text(upload.userID), .text(upload.fileName), .integer(upload.length),
            .text(upload.draft), .integer(transaction.now), .integer(upload.expiresAt))
    }

    static func find(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Upload? {
        try transaction.row(
            """
            SELECT id, user_id, file_name, length, received, draft, recording_id, expires_at FROM uploads
            WHERE id = ? AND user_id = ?
            """, .text(id), .text(caller.id)
        ) { row in
            Upload(
                id: row.text(0), userID: row.text(1), fileName: row.text(2), length: row.int64(3),
                received: row.int64(4), draft: row.text(5), recordingID: row.optionalText(6),
                expiresAt: row.int64(7))
        }
    }

    /// How many of a person's have bytes to come.
    static func unfinished(of caller: Caller, _ transaction: borrowing Transaction) throws -> Int64 {
        try transaction.row(
            "SELECT count(*) FROM uploads WHERE user_id = ? AND recording_id IS NULL AND received < length",
            .text(caller.id)
        ) { $0.int64(0) } ?? 0
    }

    /// What has been announced by anybody and has not come.
    static func bytesToCome(_ transaction: borrowing Transaction) throws -> Int64 {
        try transaction.row("SELECT coalesce(sum(length - received), 0) FROM uploads WHERE recording_id IS NULL") {
            $0.int64(0)
        } ?? 0
    }

    static func setReceived(_ id: String, _ received: Int64, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE uploads SET received = ?, expires_at = ? WHERE id = ?", .integer(received),
            .integer(transaction.now + ExpireUploads.lifetimeMs), .text(id))
    }

    /// False when the upload has become a recording already: one upload, one recording.
    static func consume(_ id: String, as recordingID: String, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.execute(
            "UPDATE uploads SET recording_id = ? WHERE id = ? AND recording_id IS NULL AND received = length",
            .text(recordingID), .text(id)) > 0
    }

    /// Takes away what has expired; gives the files' names of those that became no recording.
    static func deleteExpired(
        except open: Set<String>, _ transaction: borrowing Transaction
    ) throws -> [String] {
        let expired = try transaction.rows(
            "SELECT id, draft, recording_id IS NULL FROM uploads WHERE expires_at <= ? ORDER BY expires_at, id",
            .integer(transaction.now)
        ) { (id: $0.text(0), draft: $0.text(1), isUnused: $0.bool(2)) }.filter { !open.contains($0.id) }
        for upload in expired { try delete(upload.id, transaction) }
        return expired.filter(\.isUnused).map(\.draft)
    }

    static func delete(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM uploads WHERE id = ?", .text(id))
    }
}
