import SQL

/// What higher rooms keep beside an interaction, read for its lists and searches; they alone write it.
enum InteractionMedia {
    static func counts(
        of interactionID: String, _ transaction: borrowing Transaction
    ) throws -> Interaction.MediaCounts {
        var counts = Interaction.MediaCounts()
        try transaction.forEach(
            "SELECT kind, state, count(*) FROM recordings WHERE interaction_id = ? GROUP BY kind, state",
            .text(interactionID)
        ) { row in
            let number = row.int64(2)
            if row.text(0) == "audio" { counts.audio += number } else { counts.screens += number }
            if row.text(1) == "processing" { counts.processing += number }
            if row.text(1) == "failed" { counts.failed += number }
        }
        let transcript: Int64? = try transaction.row(
            "SELECT 1 FROM transcripts WHERE interaction_id = ?", .text(interactionID)
        ) { $0.int64(0) }
        counts.hasTranscript = transcript != nil
        return counts
    }
}

extension Condition {
    /// Part of the external ID, customer, a topic or the agent's name, or words of the transcript.
    mutating func add(text: String) {
        var alternatives = [
            Condition.contains("i.external_id"), Condition.contains("i.customer"),
            """
            EXISTS (SELECT 1 FROM interaction_topics o
            WHERE o.interaction_id = i.id AND \(Condition.contains("o.topic")))
            """,
            "EXISTS (SELECT 1 FROM users a WHERE a.id = i.agent_id AND \(Condition.contains("a.name")))",
        ]
        var arguments = Array(repeating: SQLValue.text(Condition.small(text)), count: alternatives.count)
        if let match = FullText.query(text) {
            alternatives.append(
                """
                i.id IN (SELECT s.interaction_id FROM segment_index x JOIN segments s ON s.id = x.rowid
                WHERE segment_index MATCH ?)
                """)
            arguments.append(.text(match))
        }
        add(alternatives.joined(separator: " OR "), arguments)
    }

    /// The column holds the text (given in small letters) somewhere; what LIKE would do, without its wildcards.
    private static func contains(_ column: String) -> String {
        "instr(lower(\(column)), ?) > 0"
    }

    /// Small letters as SQLite's `lower` makes them: ASCII alone.
    private static func small(_ text: String) -> String {
        String(decoding: text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }

    /// A window of this application or title was in front on one of its screens.
    mutating func add(window: String) {
        add(
            """
            EXISTS (SELECT 1 FROM recording_windows w JOIN recordings r ON r.id = w.recording_id
            WHERE r.interaction_id = i.id
                AND (\(Condition.contains("w.application")) OR \(Condition.contains("w.title"))))
            """, .text(Condition.small(window)), .text(Condition.small(window)))
    }
}

/// The query language of full-text search (FTS5), built so that nothing a person types is an operator.
enum FullText {
    /// Every word must be there, the last as a beginning; nil when there is no word.
    static func query(_ text: String) -> String? {
        let words = text.split { !$0.isLetter && !$0.isNumber }
        guard let last = words.last else { return nil }
        let whole = words.dropLast().map { "\"\($0)\"" }
        return (whole + ["\"\(last)\" *"]).joined(separator: " ")
    }

    /// These words one after another; nil when there is no word.
    static func phrase(_ text: String) -> String? {
        let words = text.split { !$0.isLetter && !$0.isNumber }
        return words.isEmpty ? nil : "\"\(words.joined(separator: " "))\""
    }
}
