import Domain
import SQL

/// The table of stretches listened to, by person and interaction.
enum ListeningStore {
    static func find(
        of interactionID: String, by userID: String, _ transaction: borrowing Transaction
    ) throws -> Listening {
        let rows = try transaction.rows(
            "SELECT start_ms, end_ms FROM listened WHERE user_id = ? AND interaction_id = ? ORDER BY start_ms",
            .text(userID), .text(interactionID)
        ) { ($0.int64(0), $0.int64(1)) }
        return Listening(
            try rows.map { row throws(Refusal) in try Listening.Stretch(startMs: row.0, endMs: row.1) })
    }

    static func set(
        _ listening: Listening, of interactionID: String, by userID: String, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "DELETE FROM listened WHERE user_id = ? AND interaction_id = ?", .text(userID), .text(interactionID))
        for stretch in listening.stretches {
            try transaction.execute(
                "INSERT INTO listened (user_id, interaction_id, start_ms, end_ms) VALUES (?, ?, ?, ?)", .text(userID),
                .text(interactionID), .integer(stretch.startMs), .integer(stretch.endMs))
        }
    }
}
