import Testing

@testable import SQL

@Suite struct MigrationTests {
    let directory: DataDirectory
    let database: Database
    let people = Migration(
        name: "accounts 1",
        tables: [
            TableSchema("people") {
                $0.text("id", .primaryKey)
                $0.text("login", .unique, .check("length(login) BETWEEN 1 AND 64"))
                $0.bool("is_enabled", .default("1"))
                $0.int64("last_seen_at", .null)
            }
            .index("people_by_last_seen", on: "last_seen_at DESC", "id", where: "last_seen_at IS NOT NULL")
        ],
        statements: ["INSERT INTO people (id, login) VALUES ('1', 'ann')"])
    let notes = Migration(
        name: "notes 1",
        tables: [
            TableSchema("notes", withoutRowid: true) {
                $0.text("person_id", .references("people", onDelete: .cascade))
                $0.int64("place")
                $0.bytes("raw", .null)
                $0.primaryKey("person_id", "place")
                $0.check("place >= 0")
            }
            .index("notes_by_raw", on: "raw", unique: true)
        ])
    let login = Migration(
        name: "accounts 2", statements: ["ALTER TABLE people ADD COLUMN name TEXT NOT NULL DEFAULT ''"])

    init() throws {
        directory = try DataDirectory()
        database = try directory.open()
    }

    @Test func whatIsNewIsAppliedOnce() throws {
        try Migrator.run([people, notes], on: database)
        try Migrator.run([people, notes], on: database)
        #expect(try database.count("people") == 1)
        // A later step of an earlier room stands before other rooms' steps in the program's list.
        try Migrator.run([people, login, notes], on: database)
        #expect(try database.count("migrations") == 3)
        #expect(try database.read { try $0.row("SELECT name FROM people") { $0.text(0) } } == "")
    }

    @Test func aChangedMigrationIsRefused() throws {
        try Migrator.run([people], on: database)
        let changed = Migration(name: "accounts 1", statements: people.statements + ["DELETE FROM people"])
        #expect(throws: MigrationRefusal.changed("accounts 1")) { try Migrator.run([changed, notes], on: database) }
        #expect(try database.count("people") == 1)
        #expect(try database.count("migrations") == 1)
    }

    @Test func aMissingMigrationIsRefused() throws {
        try Migrator.run([people, notes], on: database)
        #expect(throws: MigrationRefusal.unknown("notes 1")) { try Migrator.run([people], on: database) }
    }

    @Test func aMigrationPutBeforeAnAppliedOneOfItsRoomIsRefused() throws {
        try Migrator.run([people, notes], on: database)
        let early = Migration(name: "accounts 0", statements: ["CREATE TABLE early (id INTEGER) STRICT"])
        #expect(throws: MigrationRefusal.outOfOrder("accounts 0", before: "accounts 1")) {
            try Migrator.run([early, people, notes], on: database)
        }
    }

    @Test func twoMigrationsOfOneNameAreRefused() {
        #expect(throws: MigrationRefusal.namedTwice("accounts 1")) { try Migrator.run([people, people], on: database) }
    }

    @Test func aMigrationThatFailsLeavesNothingAndThoseBeforeItStay() throws {
        let broken = Migration(name: "notes 1", statements: ["CREATE TABLE half (id INTEGER) STRICT", "SELEC"])
        #expect(sqlError { try Migrator.run([people, broken], on: database) }?.code == 1)
        #expect(try database.count("migrations") == 1)
        #expect(sqlError { try database.count("half") } != nil)
        try Migrator.run([people, notes], on: database)
        #expect(try database.count("notes") == 0)
    }

    @Test func aTableThatOthersReferToCanBeBuiltAnew() throws {
        try Migrator.run([people, notes], on: database)
        try database.make("INSERT INTO notes (person_id, place) VALUES ('1', 0)")
        let wider = TableSchema("people_anew") {
            $0.text("id", .primaryKey)
            $0.text("login", .unique)
            $0.bool("is_enabled", .default("1"))
            $0.int64("last_seen_at", .null)
        }
        let anew = Migration(
            name: "accounts 2", tables: [wider],
            statements: [
                "INSERT INTO people_anew SELECT id, login, is_enabled, last_seen_at FROM people", "DROP TABLE people",
                "ALTER TABLE people_anew RENAME TO people",
            ])
        try Migrator.run([people, anew, notes], on: database)
        #expect(try database.count("notes") == 1)
        #expect(failure("INSERT INTO notes (person_id, place) VALUES ('none', 0)")?.isForeignKeyViolation == true)
        #expect(failure("INSERT INTO people (id, login) VALUES ('2', '')") == nil)
        #expect(failure("DELETE FROM people") == nil)
        #expect(try database.count("notes") == 0)
    }

    @Test func aMigrationThatLeavesReferencesToNothingIsRefused() throws {
        try Migrator.run([people, notes], on: database)
        try database.make("INSERT INTO notes (person_id, place) VALUES ('1', 0)")
        let careless = Migration(name: "accounts 2", statements: ["DROP TABLE people", people.statements[0]])
        #expect(throws: MigrationRefusal.brokenReferences("accounts 2", table: "notes")) {
            try Migrator.run([people, careless, notes], on: database)
        }
        #expect(try database.count("people") == 1)
        #expect(failure("DELETE FROM people") == nil)
        #expect(try database.count("notes") == 0, "references are followed again")
    }

    @Test func whatLeavesTheRowsAloneDoesNotLookAtTheirReferences() throws {
        try Migrator.run([people, notes], on: database)
        try database.writeWithoutReferences {
            try $0.execute("INSERT INTO notes (person_id, place) VALUES ('nobody', 0)")
        }
        let triggers = Migration(
            name: "notes 2",
            statements: [
                "CREATE TRIGGER notes_stay BEFORE DELETE ON notes BEGIN SELECT RAISE(ABORT, 'kept'); END",
                "DROP TRIGGER notes_stay", "CREATE UNIQUE INDEX notes_by_place ON notes (place, person_id)",
                "DROP INDEX notes_by_place",
            ])
        try Migrator.run([people, notes, triggers], on: database)
        let rows = Migration(name: "notes 3", statements: ["DROP INDEX notes_by_raw", "UPDATE notes SET raw = x'00'"])
        #expect(throws: MigrationRefusal.brokenReferences("notes 3", table: "notes")) {
            try Migrator.run([people, notes, triggers, rows], on: database)
        }
    }

    @Test func aDeclaredTableKeepsItsRules() throws {
        try Migrator.run([people, notes], on: database)
        #expect(failure("INSERT INTO people (id, login) VALUES ('2', '')")?.isCheckViolation == true)
        #expect(failure("INSERT INTO people (id, login) VALUES ('2', 'ann')")?.isUniqueViolation == true)
        #expect(failure("INSERT INTO people (id) VALUES ('2')")?.isNotNullViolation == true)
        #expect(failure("INSERT INTO people (id, login) VALUES (NULL, 'bob')")?.isNotNullViolation == true)
        #expect(failure("UPDATE people SET is_enabled = 2")?.isCheckViolation == true)
        #expect(failure("UPDATE people SET is_enabled = 'yes'") != nil)
        #expect(failure("UPDATE people SET last_seen_at = 'late'")?.isDataTypeViolation == true)
        #expect(failure("INSERT INTO notes (person_id, place) VALUES ('none', 0)")?.isForeignKeyViolation == true)
        #expect(failure("INSERT INTO notes (person_id, place) VALUES ('1', -1)")?.isCheckViolation == true)
        #expect(failure("INSERT INTO notes (person_id, place, raw) VALUES ('1', 0, x'00')") == nil)
        #expect(failure("INSERT INTO notes (person_id, place, raw) VALUES ('1', 1, x'00')")?.isUniqueViolation == true)
        #expect(failure("DELETE FROM people") == nil)
        #expect(try database.count("notes") == 0)
    }

    @Test func theSchemaIsTheSameTextHoweverItCameAbout() throws {
        let search = Migration(
            name: "search 1",
            statements: [
                "CREATE VIRTUAL TABLE words USING fts5 (login)",
                """
                CREATE TRIGGER people_are_found AFTER INSERT ON people BEGIN
                    INSERT INTO words (rowid, login) VALUES (new.rowid, new.login);
                END
                """,
            ])
        try Migrator.run([people, notes, search], on: database)
        let other = try DataDirectory()
        let second = try other.open()
        try Migrator.run([people], on: second)
        try Migrator.run([people, search, notes], on: second)
        let schema = try Migrator.schema(of: database)
        #expect(try Migrator.schema(of: second) == schema)
        #expect(schema.contains("CREATE INDEX people_by_last_seen ON people (last_seen_at DESC, id)"))
        #expect(schema.contains("CREATE VIRTUAL TABLE words") && !schema.contains("words_data"))
        #expect(schema.hasSuffix(";\n"))
    }

    @Test func aTriggerFeedsTheFullTextIndex() throws {
        try Migrator.run([people], on: database)
        try database.make(
            "CREATE VIRTUAL TABLE words USING fts5 (login)",
            "CREATE TRIGGER found AFTER INSERT ON people BEGIN INSERT INTO words VALUES (new.login); END",
            "INSERT INTO people (id, login) VALUES ('9', 'zoë')")
        let found = try database.read {
            try $0.rows("SELECT login FROM words WHERE words MATCH ?", "zoe") { $0.text(0) }
        }
        #expect(found == ["zoë"])
    }

    private func failure(_ sql: String) -> SQLError? {
        sqlError { try database.write { try $0.execute(sql) } }
    }
}
