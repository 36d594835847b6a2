import Domain
import SQL

/// The table of clips, by recipe.
enum ClipStore {
    static func find(recipe: String, _ transaction: borrowing Transaction) throws -> KeptClip? {
        try transaction.row(
            """
            SELECT hash, bytes, content_type, duration_ms, poster_hash, poster_bytes, poster_width, poster_height,
                reencoded_frames, copied_packets
            FROM clips WHERE recipe = ?
            """, .text(recipe)
        ) { row in
            var clip = KeptClip(
                blob: BlobStore.Blob(hash: row.text(0), bytes: row.int64(1)), contentType: row.text(2),
                durationMs: row.int64(3))
            if let hash = row.optionalText(4) {
                clip.poster = KeptClip.Poster(
                    blob: BlobStore.Blob(hash: hash, bytes: row.int64(5)), width: row.int64(6), height: row.int64(7))
            }
            if let frames = row.optionalInt64(8), let packets = row.optionalInt64(9) {
                clip.packets = KeptClip.Packets(reencodedFrames: frames, copiedPackets: packets)
            }
            return clip
        }
    }

    static func insert(recipe: String, _ clip: KeptClip, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO clips (recipe, hash, bytes, content_type, duration_ms, poster_hash, poster_bytes, poster_width,
                poster_height, reencoded_frames, copied_packets, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (recipe) DO NOTHING
            """,
            .text(recipe), .text(clip.blob.hash), .integer(clip.blob.bytes), .text(clip.contentType),
            .integer(clip.durationMs), .optional(clip.poster?.blob.hash), .optional(clip.poster?.blob.bytes),
            .optional(clip.poster?.width), .optional(clip.poster?.height), .optional(clip.packets?.reencodedFrames),
            .optional(clip.packets?.copiedPackets), .integer(transaction.now))
    }
}
