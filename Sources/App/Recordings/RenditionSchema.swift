import SQL

/// What browsers play in place of recordings.
enum RenditionSchema {
    static let migration = Migration(
        name: "recordings renditions 1",
        statements: [
            // Of a recording, or without one the two legs of an interaction together.
            """
            CREATE TABLE renditions (
                id TEXT NOT NULL PRIMARY KEY,
                interaction_id TEXT NOT NULL REFERENCES interactions (id),
                recording_id TEXT REFERENCES recordings (id) ON DELETE CASCADE,
                recipe TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('preparing', 'ready', 'failed')),
                failure_code TEXT,
                failure_message TEXT,
                hash TEXT,
                bytes INTEGER,
                offset_ms INTEGER NOT NULL,
                duration_ms INTEGER NOT NULL,
                job_id TEXT,
                created_at INTEGER NOT NULL,
                CHECK ((state = 'ready') = (hash IS NOT NULL))
            ) STRICT
            """,
            "CREATE UNIQUE INDEX renditions_recording ON renditions (recording_id) WHERE recording_id IS NOT NULL",
            "CREATE UNIQUE INDEX renditions_legs ON renditions (interaction_id) WHERE recording_id IS NULL",
            "CREATE INDEX renditions_interaction ON renditions (interaction_id)",
            "CREATE INDEX renditions_hash ON renditions (hash)",
            // Whether somebody has thought about what a recording needs to be played.
            "ALTER TABLE recordings ADD COLUMN is_planned INTEGER NOT NULL DEFAULT 0",
            "CREATE INDEX recordings_unplanned ON recordings (id) WHERE state = 'ready' AND is_planned = 0",
        ])
}
