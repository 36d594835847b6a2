import SQL

/// Keypad tones in the sound of recordings, as ingest found them.
enum ToneSchema {
    static let migrations: [Migration] = [
        Migration(
            name: "recordings tones 1",
            statements: [
                // Times on the recording's own timeline, ms; `both` where parties are not kept apart.
                """
                CREATE TABLE recording_tones (
                    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
                    party TEXT NOT NULL CHECK (party IN ('agent', 'customer', 'both')),
                    start_ms INTEGER NOT NULL,
                    end_ms INTEGER NOT NULL CHECK (end_ms > start_ms),
                    PRIMARY KEY (recording_id, party, start_ms)
                ) STRICT
                """
            ])
    ]
}
