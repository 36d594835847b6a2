import Domain
import SQL

/// Clips that no moment and no link has any more: of moments that were deleted or redacted, and of recordings that were
/// taken away.
enum StaleClips {
    static let media = MadeMedia(
        stale: { try recipes($0) },
        forget: { recipe, transaction in
            try transaction.execute("DELETE FROM clips WHERE recipe = ?", .text(recipe))
        })

    private static func recipes(_ transaction: borrowing Transaction) throws -> [String] {
        var unused = Set(try transaction.rows("SELECT recipe FROM clips") { $0.text(0) })
        guard !unused.isEmpty else { return [] }
        let settled = try settled(transaction)
        for moment in try MomentStore.living(transaction) {
            for only in [nil] + (settled[moment.id] ?? []) {
                var kept = moment
                kept.only = only
                do {
                    unused.remove(try MomentRecipe(kept, transaction).hash)
                } catch is Refusal {
                    // None of its recordings is left.
                }
            }
        }
        return Array(unused)
    }

    /// What the clips of links that may still be opened are made of, by moment; read from what the room above keeps.
    private static func settled(_ transaction: borrowing Transaction) throws -> [String: [Set<String>?]] {
        var links: [String: (moment: String, recordings: Set<String>)] = [:]
        try transaction.forEach(
            """
            SELECT s.id, s.moment_id, r.recording_id FROM shares s JOIN share_recordings r ON r.share_id = s.id
            WHERE s.revoked_at IS NULL AND s.expires_at > ?
            """, .integer(transaction.now)
        ) { row in
            links[row.text(0), default: (row.text(1), [])].recordings.insert(row.text(2))
        }
        return Dictionary(grouping: links.values, by: \.moment).mapValues { found in
            Set(found.map(\.recordings)).map { $0 }
        }
    }
}
