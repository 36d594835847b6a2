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
            ]),
        // The newest first is the order of the full-text index itself, so that a search ends with its page: the ids of an
        // interaction's segments lie in the second it began (2^30 of them a second) and count down from its place there.
        Migration(
            name: "transcripts 2",
            statements: [
                "DROP TRIGGER segments_indexed",
                "DROP TRIGGER segments_unindexed",
                "ALTER TABLE transcripts ADD COLUMN place INTEGER NOT NULL DEFAULT 0",
                """
                UPDATE transcripts SET place = p.place FROM (
                    SELECT i.id, (i.started_at / 1000 + 1) * 1073741824 - 1 - coalesce(sum(c.number) OVER (
                        PARTITION BY i.started_at / 1000 ORDER BY i.started_at DESC, i.id
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS place
                    FROM interactions i
                    JOIN (SELECT interaction_id, count(*) AS number FROM segments GROUP BY interaction_id) c
                        ON c.interaction_id = i.id
                ) p WHERE p.id = transcripts.interaction_id
                """,
                """
                UPDATE segments SET id = t.place - position FROM transcripts t
                WHERE t.interaction_id = segments.interaction_id
                """,
                "INSERT INTO segment_index (segment_index) VALUES ('rebuild')",
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
                """
                CREATE TRIGGER segments_moved AFTER UPDATE OF id ON segments
                BEGIN
                    INSERT INTO segment_index (segment_index, rowid, text) VALUES ('delete', old.id, old.text);
                    INSERT INTO segment_index (rowid, text) VALUES (new.id, new.text);
                END
                """,
                """
                CREATE TRIGGER transcripts_moved AFTER UPDATE OF started_at ON interactions
                WHEN new.started_at / 1000 <> old.started_at / 1000
                    AND EXISTS (SELECT 1 FROM transcripts WHERE interaction_id = new.id)
                BEGIN
                    UPDATE transcripts SET place = coalesce((
                        SELECT min(id) FROM segments WHERE id >= new.started_at / 1000 * 1073741824
                            AND id < (new.started_at / 1000 + 1) * 1073741824
                    ), (new.started_at / 1000 + 1) * 1073741824) - 1 WHERE interaction_id = new.id;
                    UPDATE segments SET id = (SELECT place FROM transcripts WHERE interaction_id = new.id) - position
                    WHERE interaction_id = new.id;
                END
                """,
            ]),
        Migration(
            name: "transcripts 3",
            statements: [
                // When the words of a segment are said (WordTimes), where its source tells it.
                "ALTER TABLE segments ADD COLUMN words BLOB"
            ]),
    ]
}
