import Domain
import MediaWork
import SQL

/// The table of keypad tones.
enum ToneStore {
    /// Keeps what was found in a recording, channel by channel and on its own timeline, in place of what was known.
    static func replace(
        of recording: Recording, _ channels: [[MediaWork.TimeRange]], _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute("DELETE FROM recording_tones WHERE recording_id = ?", .text(recording.id))
        try transaction.execute(
            """
            INSERT INTO recording_tone_searches (recording_id, searched_at) VALUES (?, ?)
            ON CONFLICT (recording_id) DO UPDATE SET searched_at = excluded.searched_at
            """, .text(recording.id), .integer(transaction.now))
        for (channel, tones) in channels.enumerated() {
            let party = recording.heard(on: channel, of: channels.count)
            for tone in tones where tone.endMs > tone.startMs {
                try transaction.execute(
                    """
                    INSERT INTO recording_tones (recording_id, party, start_ms, end_ms) VALUES (?, ?, ?, ?)
                    ON CONFLICT (recording_id, party, start_ms) DO UPDATE SET end_ms =
                        CASE WHEN excluded.end_ms > recording_tones.end_ms THEN excluded.end_ms
                        ELSE recording_tones.end_ms END
                    """,
                    .text(recording.id), .text(party.rawValue), .integer(Int64(tone.startMs)),
                    .integer(Int64(tone.endMs)))
            }
        }
    }

    /// The ids of recordings in which nobody has looked for tones yet, oldest first.
    static func unsearched(_ transaction: borrowing Transaction) throws -> [String] {
        try transaction.rows(
            "SELECT r.id FROM \(waiting) ORDER BY r.created_at, r.id"
        ) { $0.text(0) }
    }

    /// Whether every recording of an interaction was searched.
    static func isSearched(_ interactionID: String, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.row(
            "SELECT r.id FROM \(waiting) AND r.interaction_id = ? ORDER BY r.id LIMIT 1", .text(interactionID)
        ) { $0.text(0) } == nil
    }

    private static let waiting = """
        recordings r LEFT JOIN recording_tone_searches s ON s.recording_id = r.id
        WHERE s.recording_id IS NULL AND r.kind = 'audio' AND r.state = 'ready'
        """

    /// Those that sound within a range of the interaction's timeline, in the order of time.
    static func all(
        of interactionID: String, _ range: Domain.TimeRange, _ transaction: borrowing Transaction
    ) throws -> [KeypadTone] {
        try transaction.rows(
            """
            SELECT t.party, t.start_ms + r.offset_ms, t.end_ms + r.offset_ms
            FROM recording_tones t JOIN recordings r ON r.id = t.recording_id
            WHERE r.interaction_id = ? AND r.kind = 'audio' AND r.state = 'ready'
                AND t.start_ms + r.offset_ms < ? AND t.end_ms + r.offset_ms > ?
            ORDER BY t.start_ms + r.offset_ms, t.recording_id, t.party, t.start_ms
            """, .text(interactionID), .integer(range.endMs), .integer(range.startMs)
        ) { row in
            KeypadTone(
                party: Domain.Party(rawValue: row.text(0)) ?? .both, startMs: row.int64(1), endMs: row.int64(2))
        }
    }
}

extension Recording {
    /// Who is heard on a channel: of two in one file for all, the agent is the first.
    fileprivate func heard(on channel: Int, of channels: Int) -> Domain.Party {
        switch party {
        case .agent: .agent
        case .customer: .customer
        case .both, nil: channels == 2 ? (channel == 0 ? .agent : .customer) : .both
        }
    }
}
