import SQL

/// Lists of evaluations that were exported: who asked for which, and the file until it expires.
enum ExportSchema {
    static let media = MediaReferences(blobs: ["SELECT hash FROM exports WHERE hash IS NOT NULL"])

    static let migrations: [Migration] = [
        Migration(
            name: "exports 1",
            statements: [
                """
                CREATE TABLE exports (
                    id TEXT NOT NULL PRIMARY KEY,
                    user_id TEXT NOT NULL REFERENCES users (id),
                    format TEXT NOT NULL CHECK (format IN ('csv', 'xlsx')),
                    name TEXT NOT NULL,
                    query TEXT NOT NULL,
                    rows INTEGER,
                    hash TEXT,
                    bytes INTEGER,
                    created_at INTEGER NOT NULL,
                    expires_at INTEGER NOT NULL
                ) STRICT
                """,
                "CREATE INDEX exports_expiry ON exports (expires_at, id)",
                "CREATE INDEX exports_hash ON exports (hash)",
            ])
    ]
}
