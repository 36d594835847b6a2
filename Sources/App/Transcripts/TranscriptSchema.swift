import SQL

/// Transcripts, their segments, and the full-text index over all of them.
enum TranscriptSchema {
    static let migrations: [Migration] = [
        Migration(
            name: "transcripts 1",
            statements: [
                """
                CREATE TABLE transcripts (
                    interaction_id TEXT NOT NULL PRIMARY KEY REFERENCES interactions (id) ON DELETE CASCADE,
                    language TEXT,
                    created_by TEXT NOT NULL REFERENCES users (id),
                    created_at INTEGER NOT NULL
                ) STRICT
                """,
                // The full-text index refers to segments by their rowid, so this table needs one.
                """
                CREATE TABLE segments (
                    id INTEGER PRIMARY KEY AUTOINCREMENT,
                    interaction_id TEXT NOT NULL REFERENCES transcripts (interaction_id) ON DELETE CASCADE,
                    position INTEGER NOT NULL,
                    start_ms INTEGER NOT NULL CHECK (start_ms >= 0),
                    end_ms INTEGER NOT NULL CHECK (end_ms >= start_ms),
                    speaker TEXT,
                    party TEXT NOT NULL CHECK (party IN ('agent', 'customer', 'other')),
                    text TEXT NOT NULL,
                    UNIQUE (interaction_id, position)
                ) STRICT
                """,
                """
                CREATE VIRTUAL TABLE segment_index USING fts5 (
                    text, content = 'segments', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
                )
                """,
                """
                CREATE TRIGGER segments_indexed AFTER INSERT ON segments
                BEGIN INSERT INTO segment_index (rowid, text) VALUES (new.id, new.text); END
                """,
                """
                CREATE TRIGGER segments_unindexed AFTER DELETE ON segments
                BEGIN
                    INSERT INTO segment_index (segment_index, rowid, text) VALUES ('delete', old.id, old.text);
                END
                """,
            ])
    ]
}
