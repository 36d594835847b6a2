import SQL

/// Saved searches that evaluations are drawn from.
enum CriteriaSchema {
    static let migrations: [Migration] = [
        Migration(
            name: "criteria 1",
            tables: [
                TableSchema("criteria") {
                    $0.text("id", .primaryKey)
                    $0.text("name", .unique)
                    $0.text("search")
                    $0.text("created_by", .references("users"))
                    $0.int64("created_at")
                    $0.int64("updated_at")
                }
                .index("criteria_name", on: "name", "id")
            ])
    ]
}
