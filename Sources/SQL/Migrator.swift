/// Brings a database to the schema of the program: applies what is new, refuses what does not fit.
package enum Migrator {
    /// Applies the migrations that are not applied yet, in the order given and each in its own transaction.
    ///
    /// Append-only: an applied migration that is missing, changed or preceded by a new one of its room is refused
    /// before anything is changed. References are not followed while a migration runs (a table may be built anew) but
    /// checked before its commit, unless it leaves the rows alone: of millions that takes minutes. The applied text itself
    /// is stored, so "changed" is a comparison, not a hash.
    package static func run(_ migrations: [Migration], on database: Database) throws {
        try database.write { transaction in
            try transaction.execute(
                """
                CREATE TABLE IF NOT EXISTS migrations (
                    name TEXT NOT NULL PRIMARY KEY,
                    statements TEXT NOT NULL,
                    applied_at INTEGER NOT NULL
                ) STRICT
                """)
        }
        let applied = try database.read { transaction in
            try transaction.rows("SELECT name, statements FROM migrations ORDER BY name") { ($0.text(0), $0.text(1)) }
        }
        for migration in try pending(migrations, applied: applied) { try apply(migration, to: database) }
    }

    /// The schema as SQL text, sorted, for docs/schema.sql: tables, indexes and triggers, without SQLite's own and
    /// without the tables a full-text index keeps for itself.
    package static func schema(of database: Database) throws -> String {
        let statements = try database.read { transaction in
            try transaction.rows(
                """
                SELECT m.sql FROM sqlite_schema m
                WHERE m.sql IS NOT NULL AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                AND m.name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')
                ORDER BY m.tbl_name, CASE m.type WHEN 'table' THEN 0 WHEN 'view' THEN 1 WHEN 'index' THEN 2 ELSE 3 END,
                    m.name
                """
            ) { $0.text(0) }
        }
        return statements.map { $0 + ";\n" }.joined(separator: "\n")
    }

    private static func pending(
        _ migrations: [Migration], applied: [(name: String, statements: String)]
    ) throws -> [Migration] {
        let texts = Dictionary(uniqueKeysWithValues: applied.map { ($0.name, $0.statements) })
        var known: Set<String> = []
        var waiting: [Substring: String] = [:]
        var pending: [Migration] = []
        for migration in migrations {
            guard known.insert(migration.name).inserted else { throw MigrationRefusal.namedTwice(migration.name) }
            guard let text = texts[migration.name] else {
                waiting[migration.room] = waiting[migration.room] ?? migration.name
                pending.append(migration)
                continue
            }
            guard text == stored(migration) else { throw MigrationRefusal.changed(migration.name) }
            if let earlier = waiting[migration.room] {
                throw MigrationRefusal.outOfOrder(earlier, before: migration.name)
            }
        }
        if let unknown = applied.first(where: { !known.contains($0.name) }) {
            throw MigrationRefusal.unknown(unknown.name)
        }
        return pending
    }

    private static func apply(_ migration: Migration, to database: Database) throws {
        try database.writeWithoutReferences { transaction in
            for statement in migration.statements { try transaction.execute(statement) }
            let broken =
                migration.leavesRows
                ? nil
                : try transaction.row("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1") { $0.text(0) }
            if let broken { throw MigrationRefusal.brokenReferences(migration.name, table: broken) }
            try transaction.execute(
                "INSERT INTO migrations (name, statements, applied_at) VALUES (?, ?, ?)",
                .text(migration.name), .text(stored(migration)), .integer(transaction.now))
        }
    }

    private static func stored(_ migration: Migration) -> String { migration.statements.joined(separator: ";\n") }
}
