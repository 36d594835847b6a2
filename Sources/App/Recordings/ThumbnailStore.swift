import SQL

/// The thumbnails of screen recordings and what was seen beside them.
enum ThumbnailStore {
    struct Thumbnails: Sendable {
        /// JSON, as the API shows it.
        let details: String
        let blob: BlobStore.Blob
    }

    static func insert(_ thumbnails: Thumbnails, of id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO recording_thumbnails (recording_id, hash, bytes, details) VALUES (?, ?, ?, ?)
            ON CONFLICT (recording_id) DO NOTHING
            """,
            .text(id), .text(thumbnails.blob.hash), .integer(thumbnails.blob.bytes), .text(thumbnails.details))
    }

    static func find(of id: String, _ transaction: borrowing Transaction) throws -> Thumbnails? {
        try transaction.row(
            "SELECT details, hash, bytes FROM recording_thumbnails WHERE recording_id = ?", .text(id)
        ) { Thumbnails(details: $0.text(0), blob: .init(hash: $0.text(1), bytes: $0.int64(2))) }
    }
}
