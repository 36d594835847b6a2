import SQL

/// The event log's table; triggers keep it append-only.
enum ActivitySchema {
    static let migrations: [Migration] = [
        Migration(
            name: "activity 1",
            statements: [
                """
                CREATE TABLE activity (
                    sequence INTEGER NOT NULL PRIMARY KEY,
                    at INTEGER NOT NULL,
                    actor_id TEXT NOT NULL REFERENCES users (id),
                    action TEXT NOT NULL,
                    subject_kind TEXT NOT NULL,
                    subject_id TEXT NOT NULL,
                    detail TEXT NOT NULL,
                    hash TEXT NOT NULL
                ) STRICT
                """,
                "CREATE INDEX activity_subject ON activity (subject_kind, subject_id, sequence)",
                """
                CREATE TRIGGER activity_is_kept BEFORE DELETE ON activity
                BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END
                """,
                """
                CREATE TRIGGER activity_is_unchanged BEFORE UPDATE ON activity
                BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END
                """,
            ])
    ]
}
