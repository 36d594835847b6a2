import SQL

/// Scorecards, their drafts and their frozen versions.
enum ScorecardSchema {
    static let migrations: [Migration] = [
        Migration(
            name: "scorecards 1",
            tables: [
                // What a list shows is kept beside the content: the published one's, before that the draft's.
                TableSchema("scorecards") {
                    $0.text("id", .primaryKey)
                    $0.text("key", .unique)
                    $0.text("name")
                    $0.text("description")
                    $0.text("tags")
                    $0.text("format", .check("format IN ('percentage', 'points')"))
                    $0.int64("questions", .check("questions >= 0"))
                    $0.int64("version", .null, .check("version > 0"))
                    $0.text("draft", .null)
                    $0.int64("retired_at", .null)
                    $0.int64("revision", .check("revision > 0"))
                    $0.text("created_by", .references("users"))
                    $0.int64("created_at")
                    $0.int64("updated_at")
                    $0.check("version IS NOT NULL OR draft IS NOT NULL")
                    $0.check("retired_at IS NULL OR version IS NOT NULL")
                }
                .index("scorecards_name", on: "name", "id")
                .index("scorecards_updated", on: "updated_at", "id"),
                // The hash covers all but the cosmetic parts, which alone may still change.
                TableSchema("scorecard_versions") {
                    $0.text("scorecard_id", .references("scorecards"))
                    $0.int64("number", .check("number > 0"))
                    $0.text("content")
                    $0.text("hash", .check("length(hash) = 64"))
                    $0.text("published_by", .references("users"))
                    $0.int64("published_at")
                    $0.primaryKey("scorecard_id", "number")
                },
            ],
            statements: [
                """
                CREATE TRIGGER scorecard_versions_frozen BEFORE UPDATE OF scorecard_id, number, hash, published_by,
                    published_at ON scorecard_versions
                BEGIN SELECT RAISE(ABORT, 'a version of a scorecard is frozen'); END
                """,
                """
                CREATE TRIGGER scorecard_versions_kept BEFORE DELETE ON scorecard_versions
                BEGIN SELECT RAISE(ABORT, 'a version of a scorecard is kept'); END
                """,
            ])
    ]
}
