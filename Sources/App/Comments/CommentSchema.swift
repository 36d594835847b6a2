import SQL

/// Comments on interactions.
enum CommentSchema {
    static let migrations: [Migration] = [
        Migration(
            name: "comments 1",
            statements: [
                """
                CREATE TABLE comments (
                    id TEXT NOT NULL PRIMARY KEY,
                    interaction_id TEXT NOT NULL REFERENCES interactions (id) ON DELETE CASCADE,
                    author_id TEXT NOT NULL REFERENCES users (id),
                    parent_id TEXT REFERENCES comments (id) ON DELETE SET NULL,
                    body TEXT NOT NULL,
                    start_ms INTEGER,
                    end_ms INTEGER,
                    segment INTEGER,
                    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'private')),
                    created_at INTEGER NOT NULL,
                    edited_at INTEGER,
                    CHECK (end_ms IS NULL OR end_ms > start_ms),
                    CHECK (segment IS NULL OR start_ms IS NULL)
                ) STRICT
                """,
                "CREATE INDEX comments_interaction ON comments (interaction_id, created_at, id)",
                "CREATE INDEX comments_parent ON comments (parent_id)",
            ])
    ]
}
