import Domain
import SQL

/// The tables of transcripts and their full-text index.
enum TranscriptStore {
    /// Puts a transcript in the place of the one before.
    static func replace(
        _ interactionID: String, language: String?, _ segments: [Transcript.Segment], by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        // Not left to the cascade: triggers of the index fire on these rows.
        try transaction.execute("DELETE FROM segments WHERE interaction_id = ?", .text(interactionID))
        try transaction.execute("DELETE FROM transcripts WHERE interaction_id = ?", .text(interactionID))
        let place = try place(of: interactionID, transaction)
        try transaction.execute(
            "INSERT INTO transcripts (interaction_id, language, place, created_by, created_at) VALUES (?, ?, ?, ?, ?)",
            .text(interactionID), .optional(language), .integer(place), .text(caller.id), .integer(transaction.now))
        for (position, segment) in segments.enumerated() {
            try transaction.execute(
                """
                INSERT INTO segments (id, interaction_id, position, start_ms, end_ms, speaker, party, text, words)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                .integer(place - Int64(position)), .text(interactionID), .integer(Int64(position)),
                .integer(segment.startMs), .integer(segment.endMs),
                .optional(segment.speaker), .text(segment.party.rawValue), .text(segment.text),
                .optional(segment.words?.bytes))
        }
    }

    /// The id of an interaction's first segment: the highest that is free in the second in which it began, of which each
    /// has 2^30; the others follow below. So the order of ids is the newest first, and of time within one.
    private static func place(of interactionID: String, _ transaction: borrowing Transaction) throws -> Int64 {
        try transaction.row(
            """
            SELECT coalesce((
                SELECT min(s.id) FROM segments s WHERE s.id >= i.started_at / 1000 * 1073741824
                    AND s.id < (i.started_at / 1000 + 1) * 1073741824
            ), (i.started_at / 1000 + 1) * 1073741824) - 1 FROM interactions i WHERE i.id = ?
            """, .text(interactionID)
        ) { $0.int64(0) } ?? 0
    }

    /// Nil where there is no transcript.
    static func find(_ interactionID: String, _ transaction: borrowing Transaction) throws -> Transcript? {
        let head: (String?, Int64)? = try transaction.row(
            "SELECT language, created_at FROM transcripts WHERE interaction_id = ?", .text(interactionID)
        ) { ($0.optionalText(0), $0.int64(1)) }
        guard let head else { return nil }
        let segments = try transaction.rows(
            """
            SELECT start_ms, end_ms, speaker, text, party, words FROM segments WHERE interaction_id = ? ORDER BY position
            """, .text(interactionID)
        ) { row in
            Transcript.Segment(
                startMs: row.int64(0), endMs: row.int64(1), speaker: row.optionalText(2), text: row.text(3),
                party: SpeakerParty(rawValue: row.text(4)), words: row.optionalBytes(5).map(WordTimes.init(packed:)))
        }
        return Transcript(language: head.0, segments: segments)
    }

    /// How many segments there are; comments may hang on those.
    static func count(_ interactionID: String, _ transaction: borrowing Transaction) throws -> Int64 {
        try transaction.row("SELECT count(*) FROM segments WHERE interaction_id = ?", .text(interactionID)) {
            $0.int64(0)
        } ?? 0
    }

    /// A segment in which all words stand.
    struct Hit: Sendable {
        /// The segment's place in the order of all.
        let id: Int64
        let interactionID: String
        let externalID: String
        let channel: String
        let agent: Reference?
        let startedAt: Int64
        let position: Int64
        let startMs: Int64
        let endMs: Int64
        let speaker: String?
        /// The text around the words, which stand between the two marks.
        let snippet: String
    }

    static let hitBegins: Character = "\u{2}"
    static let hitEnds: Character = "\u{3}"

    /// Newest interactions first (to the second), in the order of time within one: the index's own order backwards, so
    /// that only a page of all that match is ever looked at.
    static func search(
        _ match: String, for caller: Caller, _ limit: PageLimit, _ transaction: borrowing Transaction
    ) throws -> Page<Hit> {
        var condition = FindInteraction.inSight(of: caller)
        condition.add("segment_index MATCH ?", .text(match))
        if let after = limit.after {
            guard after.count == 1, case .integer = after[0] else {
                throw Refusal("cursor_invalid", "This page marker does not belong to this list.")
            }
            condition.add("segment_index.rowid < ?", after[0].value)
        }
        let rows = try transaction.rows(
            """
            SELECT s.id, i.id, i.external_id, i.channel, i.agent_id, u.name, i.started_at, s.position, s.start_ms,
                s.end_ms, s.speaker, snippet(segment_index, 0, char(2), char(3), '…', 24)
            FROM segment_index CROSS JOIN segments s ON s.id = segment_index.rowid
                CROSS JOIN interactions i ON i.id = s.interaction_id LEFT JOIN users u ON u.id = i.agent_id
            WHERE \(condition.text) ORDER BY segment_index.rowid DESC LIMIT ?
            """, condition.arguments + [.integer(Int64(limit.count + 1))]
        ) { row in
            Hit(
                id: row.int64(0), interactionID: row.text(1), externalID: row.text(2), channel: row.text(3),
                agent: Reference(id: row.optionalText(4), name: row.optionalText(5)), startedAt: row.int64(6),
                position: row.int64(7), startMs: row.int64(8), endMs: row.int64(9), speaker: row.optionalText(10),
                snippet: row.text(11))
        }
        return Page(rows: rows, limit: limit) { [.integer($0.id)] }
    }
}
