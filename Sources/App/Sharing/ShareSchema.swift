import SQL

/// Links to moments, who opened them, and the passwords that were tried.
enum ShareSchema {
    static let migrations: [Migration] = [
        Migration(name: "sharing 1", statements: links + visits),
        // What a link shows is settled when it is made; of those that were made before, it is what they show now.
        Migration(
            name: "sharing 2 recordings",
            statements: [
                """
                CREATE TABLE share_recordings (
                    share_id TEXT NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
                    recording_id TEXT NOT NULL,
                    PRIMARY KEY (share_id, recording_id)
                ) STRICT
                """,
                """
                INSERT INTO share_recordings (share_id, recording_id)
                SELECT s.id, r.id FROM shares s JOIN moments m ON m.id = s.moment_id
                    JOIN recordings r ON r.interaction_id = m.interaction_id WHERE r.state = 'ready'
                """,
            ]),
        Migration(
            name: "sharing 3 recipes",
            statements: [
                // The key of the clip the link shows; null until it is worked out again.
                "ALTER TABLE shares ADD COLUMN recipe TEXT",
                "CREATE INDEX shares_recipe ON shares (recipe) WHERE recipe IS NOT NULL",
                "CREATE INDEX shares_unsettled ON shares (id) WHERE recipe IS NULL AND revoked_at IS NULL",
                """
                CREATE TRIGGER shares_changed AFTER UPDATE OF start_ms, end_ms, screens, redactions ON moments
                BEGIN UPDATE shares SET recipe = NULL WHERE moment_id = new.id; END
                """,
                """
                CREATE TRIGGER shares_settled AFTER INSERT ON share_recordings
                BEGIN UPDATE shares SET recipe = NULL WHERE id = new.share_id; END
                """,
                """
                CREATE TRIGGER shares_heard_else
                AFTER UPDATE OF interaction_id, kind, party, monitor, offset_ms, state, hash, streams ON recordings
                BEGIN \(unsettle("old")); \(unsettle("new")); END
                """,
                "CREATE TRIGGER shares_heard_less AFTER DELETE ON recordings BEGIN \(unsettle("old")); END",
            ]),
    ]

    private static func unsettle(_ recording: String) -> String {
        """
        UPDATE shares SET recipe = NULL
        WHERE moment_id IN (SELECT id FROM moments WHERE interaction_id = \(recording).interaction_id)
        """
    }

    private static let links = [
        """
        CREATE TABLE shares (
            id TEXT NOT NULL PRIMARY KEY,
            moment_id TEXT NOT NULL REFERENCES moments (id),
            token_hash TEXT NOT NULL UNIQUE,
            password_hash TEXT,
            password_version INTEGER NOT NULL CHECK (password_version >= 1),
            expires_at INTEGER NOT NULL,
            max_views INTEGER CHECK (max_views >= 1),
            views INTEGER NOT NULL CHECK (views >= 0),
            allow_download INTEGER NOT NULL CHECK (allow_download IN (0, 1)),
            created_by TEXT NOT NULL REFERENCES users (id),
            created_at INTEGER NOT NULL,
            revoked_at INTEGER,
            CHECK (expires_at > created_at),
            CHECK (max_views IS NULL OR views <= max_views)
        ) STRICT
        """,
        "CREATE INDEX shares_moment ON shares (moment_id, created_at, id)",
        "CREATE INDEX shares_owner ON shares (created_by, created_at, id)",
        "CREATE INDEX shares_created ON shares (created_at, id)",
        """
        CREATE TABLE share_views (
            id TEXT NOT NULL PRIMARY KEY,
            share_id TEXT NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('opened', 'unlocked', 'wrong_password', 'refused')),
            network TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX share_views_share ON share_views (share_id, at, id)",
    ]

    private static let visits = [
        """
        CREATE TABLE share_visits (
            cookie_hash TEXT NOT NULL PRIMARY KEY,
            share_id TEXT NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
            password_version INTEGER,
            counted_at INTEGER,
            expires_at INTEGER NOT NULL
        ) STRICT
        """,
        "CREATE INDEX share_visits_share ON share_visits (share_id)",
        "CREATE INDEX share_visits_age ON share_visits (expires_at)",
        """
        CREATE TABLE share_attempts (
            id TEXT NOT NULL PRIMARY KEY,
            share_id TEXT NOT NULL REFERENCES shares (id) ON DELETE CASCADE,
            network_hash TEXT NOT NULL,
            at INTEGER NOT NULL,
            succeeded INTEGER NOT NULL CHECK (succeeded IN (0, 1))
        ) STRICT
        """,
        "CREATE INDEX share_attempts_network ON share_attempts (share_id, network_hash, at)",
        "CREATE INDEX share_attempts_age ON share_attempts (at)",
    ]
}
