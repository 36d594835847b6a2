import SQL

/// Action items and the threads under them.
enum ActionItemSchema {
    static let migrations: [Migration] = [
        Migration(name: "action items 1", tables: [items, messages]),
        Migration(
            name: "action items 2",
            statements: [
                // The conversation it was written about: the evaluation may be about another one later.
                "ALTER TABLE action_items ADD COLUMN interaction_id TEXT REFERENCES interactions (id)",
                """
                UPDATE action_items SET interaction_id =
                    (SELECT e.interaction_id FROM evaluations e WHERE e.id = action_items.evaluation_id)
                """,
                "CREATE INDEX action_items_author ON action_items (created_by, created_at, id)",
            ]),
    ]

    private static let items = TableSchema("action_items") {
        $0.text("id", .primaryKey)
        $0.text("type", .check("type IN ('evaluator_message')"))
        $0.text("summary")
        $0.bool("shows_score")
        $0.int64("due_at", .null)
        $0.text("assignee_id", .references("users"))
        // What was deleted for good is gone from here too.
        $0.text("evaluation_id", .references("evaluations", onDelete: .cascade))
        $0.text("created_by", .references("users"))
        $0.int64("created_at")
        $0.int64("closed_at", .null)
        $0.text("closed_by", .null, .references("users"))
        $0.check("(closed_at IS NULL) = (closed_by IS NULL)")
    }
    .index("action_items_assignee", on: "assignee_id", "created_at", "id")
    .index("action_items_evaluation", on: "evaluation_id", "created_at", "id")

    private static let messages = TableSchema("action_item_messages") {
        $0.text("id", .primaryKey)
        $0.text("item_id", .references("action_items", onDelete: .cascade))
        $0.int64("position", .check("position >= 0"))
        $0.text("author_id", .references("users"))
        $0.text("body")
        $0.int64("created_at")
        $0.unique("item_id", "position")
    }
}
