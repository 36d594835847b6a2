import SQL

/// Moments and the clips rendered from their recipes.
enum MomentSchema {
    static let media = MediaReferences(blobs: [
        "SELECT hash FROM clips", "SELECT poster_hash FROM clips WHERE poster_hash IS NOT NULL",
    ])

    static let migrations: [Migration] = [
        Migration(
            name: "moments 1",
            statements: [
                """
                CREATE TABLE moments (
                    id TEXT NOT NULL PRIMARY KEY,
                    interaction_id TEXT NOT NULL REFERENCES interactions (id),
                    title TEXT NOT NULL,
                    note TEXT,
                    start_ms INTEGER NOT NULL CHECK (start_ms >= 0),
                    end_ms INTEGER NOT NULL,
                    screens TEXT NOT NULL CHECK (screens IN ('grid', 'none', '1', '2', '3', '4')),
                    created_by TEXT NOT NULL REFERENCES users (id),
                    created_at INTEGER NOT NULL,
                    deleted_at INTEGER,
                    CHECK (end_ms > start_ms)
                ) STRICT
                """,
                "CREATE INDEX moments_interaction ON moments (interaction_id, start_ms, id)",
                "CREATE INDEX moments_created ON moments (created_at, id)",
                """
                CREATE TABLE clips (
                    recipe TEXT NOT NULL PRIMARY KEY,
                    hash TEXT NOT NULL,
                    bytes INTEGER NOT NULL,
                    content_type TEXT NOT NULL,
                    duration_ms INTEGER NOT NULL,
                    created_at INTEGER NOT NULL
                ) STRICT
                """,
            ]),
        Migration(
            name: "moments 2",
            statements: [
                // JSON, as the API shows them: always read and written as a whole.
                "ALTER TABLE moments ADD COLUMN redactions TEXT NOT NULL DEFAULT '[]'",
                """
                CREATE TABLE moment_decisions (
                    moment_id TEXT NOT NULL REFERENCES moments (id),
                    party TEXT NOT NULL CHECK (party IN ('agent', 'customer', 'both')),
                    start_ms INTEGER NOT NULL,
                    end_ms INTEGER NOT NULL CHECK (end_ms > start_ms),
                    decision TEXT NOT NULL CHECK (decision IN ('accepted', 'dismissed')),
                    decided_by TEXT NOT NULL REFERENCES users (id),
                    decided_at INTEGER NOT NULL,
                    PRIMARY KEY (moment_id, party, start_ms, end_ms)
                ) STRICT
                """,
            ]),
        Migration(
            name: "moments 3",
            statements: [
                // The picture that stands for a clip; a clip of sound has none.
                "ALTER TABLE clips ADD COLUMN poster_hash TEXT",
                "ALTER TABLE clips ADD COLUMN poster_bytes INTEGER",
                "ALTER TABLE clips ADD COLUMN poster_width INTEGER",
                "ALTER TABLE clips ADD COLUMN poster_height INTEGER",
                // What became of the recordings' packets; unknown of clips that were made before.
                "ALTER TABLE clips ADD COLUMN reencoded_frames INTEGER",
                "ALTER TABLE clips ADD COLUMN copied_packets INTEGER",
            ]),
        Migration(
            name: "moments 4 recipes",
            statements: [
                // The key of the clip; null until it is worked out again.
                "ALTER TABLE moments ADD COLUMN recipe TEXT",
                "CREATE INDEX moments_recipe ON moments (recipe) WHERE recipe IS NOT NULL",
                "CREATE INDEX moments_unsettled ON moments (id) WHERE recipe IS NULL AND deleted_at IS NULL",
                """
                CREATE TRIGGER moments_changed AFTER UPDATE OF start_ms, end_ms, screens, redactions ON moments
                BEGIN UPDATE moments SET recipe = NULL WHERE id = new.id; END
                """,
                "CREATE TRIGGER moments_heard_more AFTER INSERT ON recordings BEGIN \(unsettle("new")); END",
                """
                CREATE TRIGGER moments_heard_else
                AFTER UPDATE OF interaction_id, kind, party, monitor, offset_ms, state, hash, streams ON recordings
                BEGIN \(unsettle("old")); \(unsettle("new")); END
                """,
                "CREATE TRIGGER moments_heard_less AFTER DELETE ON recordings BEGIN \(unsettle("old")); END",
            ]),
    ]

    private static func unsettle(_ recording: String) -> String {
        "UPDATE moments SET recipe = NULL WHERE interaction_id = \(recording).interaction_id"
    }
}
