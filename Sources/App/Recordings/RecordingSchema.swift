import SQL

/// Uploads under way and the recordings they became.
enum RecordingSchema {
    static let media = MediaReferences(
        blobs: [
            "SELECT hash FROM recordings WHERE hash IS NOT NULL", "SELECT hash FROM bundles",
            "SELECT hash FROM recording_thumbnails",
            "SELECT index_hash FROM recording_surveys WHERE index_hash IS NOT NULL",
            "SELECT hash FROM renditions WHERE hash IS NOT NULL",
        ],
        drafts: ["SELECT draft FROM uploads", "SELECT draft FROM recordings WHERE draft IS NOT NULL"])

    static let migrations: [Migration] = [
        Migration(
            name: "recordings 1",
            statements: [
                """
                CREATE TABLE uploads (
                    id TEXT NOT NULL PRIMARY KEY,
                    user_id TEXT NOT NULL REFERENCES users (id),
                    file_name TEXT NOT NULL,
                    length INTEGER NOT NULL CHECK (length >= 0),
                    received INTEGER NOT NULL CHECK (received >= 0 AND received <= length),
                    draft TEXT NOT NULL UNIQUE,
                    recording_id TEXT,
                    created_at INTEGER NOT NULL
                ) STRICT
                """,
                "CREATE INDEX uploads_age ON uploads (created_at)",
                """
                CREATE TABLE recordings (
                    id TEXT NOT NULL PRIMARY KEY,
                    interaction_id TEXT NOT NULL REFERENCES interactions (id),
                    kind TEXT NOT NULL CHECK (kind IN ('audio', 'screen')),
                    party TEXT CHECK (party IN ('agent', 'customer', 'both')),
                    monitor INTEGER CHECK (monitor BETWEEN 1 AND 4),
                    offset_ms INTEGER NOT NULL,
                    duration_ms INTEGER,
                    state TEXT NOT NULL CHECK (state IN ('processing', 'ready', 'failed')),
                    failure_code TEXT,
                    failure_message TEXT,
                    file_name TEXT NOT NULL,
                    bytes INTEGER NOT NULL,
                    draft TEXT,
                    hash TEXT,
                    container TEXT,
                    streams TEXT NOT NULL,
                    health TEXT NOT NULL,
                    capture TEXT,
                    peaks BLOB,
                    levels TEXT,
                    job_id TEXT,
                    created_by TEXT NOT NULL REFERENCES users (id),
                    created_at INTEGER NOT NULL,
                    CHECK ((kind = 'screen') = (monitor IS NOT NULL)),
                    CHECK (state <> 'ready' OR hash IS NOT NULL)
                ) STRICT
                """,
                "CREATE INDEX recordings_interaction ON recordings (interaction_id, created_at, id)",
                "CREATE INDEX recordings_hash ON recordings (hash)",
                // A failed file does not keep its place: a better copy may take it.
                """
                CREATE UNIQUE INDEX recordings_monitor ON recordings (interaction_id, monitor)
                WHERE monitor IS NOT NULL AND state <> 'failed'
                """,
                """
                CREATE UNIQUE INDEX recordings_party ON recordings (interaction_id, party)
                WHERE party IS NOT NULL AND kind = 'audio' AND state <> 'failed'
                """,
                """
                CREATE TABLE recording_windows (
                    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
                    position INTEGER NOT NULL,
                    start_ms INTEGER NOT NULL,
                    application TEXT NOT NULL,
                    title TEXT NOT NULL,
                    PRIMARY KEY (recording_id, position)
                ) STRICT
                """,
                """
                CREATE TABLE bundles (
                    recipe TEXT NOT NULL PRIMARY KEY,
                    interaction_id TEXT NOT NULL REFERENCES interactions (id),
                    hash TEXT NOT NULL,
                    bytes INTEGER NOT NULL,
                    created_at INTEGER NOT NULL
                ) STRICT
                """,
            ]),
        Migration(
            name: "recordings 2",
            statements: [
                // A day after an upload was begun; from now on, after its last byte.
                "ALTER TABLE uploads ADD COLUMN expires_at INTEGER NOT NULL DEFAULT 0",
                "UPDATE uploads SET expires_at = created_at + 86400000",
                "CREATE INDEX uploads_expiry ON uploads (expires_at, id)",
            ]),
        Migration(
            name: "recordings 3 listened",
            statements: [
                """
                CREATE TABLE listened (
                    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
                    interaction_id TEXT NOT NULL REFERENCES interactions (id) ON DELETE CASCADE,
                    start_ms INTEGER NOT NULL,
                    end_ms INTEGER NOT NULL CHECK (end_ms > start_ms),
                    PRIMARY KEY (user_id, interaction_id, start_ms)
                ) STRICT
                """
            ]),
        Migration(
            name: "recordings 4 surveys",
            statements: [
                """
                CREATE TABLE recording_surveys (
                    recording_id TEXT NOT NULL PRIMARY KEY REFERENCES recordings (id) ON DELETE CASCADE,
                    crc INTEGER NOT NULL CHECK (crc BETWEEN 0 AND 4294967295),
                    index_hash TEXT,
                    index_bytes INTEGER,
                    created_at INTEGER NOT NULL
                ) STRICT
                """
            ]),
        RenditionSchema.migration,
        Migration(
            name: "recordings 5 peaks and thumbnails",
            statements: [
                """
                CREATE TABLE recording_peaks (
                    recording_id TEXT NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
                    samples_per_pixel INTEGER NOT NULL CHECK (samples_per_pixel > 0),
                    dat BLOB NOT NULL,
                    PRIMARY KEY (recording_id, samples_per_pixel)
                ) STRICT
                """,
                """
                INSERT INTO recording_peaks (recording_id, samples_per_pixel, dat)
                SELECT id, 256, peaks FROM recordings WHERE peaks IS NOT NULL
                """,
                // Some MB in the middle of a row make every look at what follows them slow.
                "ALTER TABLE recordings DROP COLUMN peaks",
                """
                CREATE TABLE recording_thumbnails (
                    recording_id TEXT NOT NULL PRIMARY KEY REFERENCES recordings (id) ON DELETE CASCADE,
                    hash TEXT NOT NULL,
                    bytes INTEGER NOT NULL,
                    details TEXT NOT NULL
                ) STRICT
                """,
            ]),
        Migration(
            name: "recordings 6 indexes of version 2",
            statements: [
                // What has no survey gets one at the next start.
                "DELETE FROM recording_surveys"
            ]),
        Migration(
            name: "recordings 7 indexes of version 3",
            statements: [
                // They say which sound a container cuts off; those there were are made anew, as before.
                "DELETE FROM recording_surveys"
            ]),
    ]
}
