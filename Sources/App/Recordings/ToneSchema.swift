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
            ]),
        Migration(
            name: "recordings tones 2",
            statements: [
                // Without a row it is not known whether there are tones: those that came in before are searched by a job.
                """
                CREATE TABLE recording_tone_searches (
                    recording_id TEXT NOT NULL PRIMARY KEY REFERENCES recordings (id) ON DELETE CASCADE,
                    searched_at INTEGER NOT NULL
                ) STRICT
                """
            ]),
    ]
}
