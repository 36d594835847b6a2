import SQL
import Testing

@Suite struct ErrorTests {
    let directory: DataDirectory
    let database: Database

    init() throws {
        directory = try DataDirectory()
        database = try directory.open()
        try database.make(
            "CREATE TABLE people (id TEXT PRIMARY KEY NOT NULL, login TEXT NOT NULL UNIQUE, age INTEGER CHECK (age > 0)) STRICT",
            "CREATE TABLE pets (id INTEGER PRIMARY KEY, owner TEXT NOT NULL REFERENCES people (id)) STRICT",
            "CREATE TRIGGER pets_stay BEFORE DELETE ON pets BEGIN SELECT RAISE(ABORT, 'pets are append-only'); END",
            "CREATE VIRTUAL TABLE words USING fts5 (text)",
            "INSERT INTO people VALUES ('1', 'ann', 30)", "INSERT INTO pets VALUES (1, '1')")
    }

    @Test func eachViolationIsKnownByItsCode() {
        #expect(failure("INSERT INTO people VALUES ('2', 'ann', 3)")?.isUniqueViolation == true)
        #expect(failure("INSERT INTO people VALUES ('1', 'bob', 3)")?.isUniqueViolation == true)
        #expect(failure("INSERT INTO pets VALUES (1, '1')")?.isUniqueViolation == true)
        #expect(failure("INSERT INTO pets VALUES (2, 'nobody')")?.isForeignKeyViolation == true)
        #expect(failure("DELETE FROM people")?.isForeignKeyViolation == true)
        #expect(failure("UPDATE people SET age = 0")?.isCheckViolation == true)
        #expect(failure("UPDATE people SET login = NULL")?.isNotNullViolation == true)
        #expect(failure("UPDATE people SET age = 'old'")?.isDataTypeViolation == true)
    }

    @Test func aViolationIsOnlyWhatItIs() {
        let check = failure("UPDATE people SET age = 0")
        #expect(check?.isUniqueViolation == false && check?.isForeignKeyViolation == false)
        #expect(check?.isDiskFull == false && check?.isBusy == false && check?.isCorrupt == false)
    }

    @Test func aProtectedRowIsNotReplacedAwayEither() {
        #expect(failure("DELETE FROM pets")?.isTriggerRefusal == true)
        #expect(failure("INSERT OR REPLACE INTO pets VALUES (1, '1')")?.isTriggerRefusal == true)
    }

    @Test func anErrorHoldsNoValue() throws {
        let secret = "s3cret-value"
        for (sql, value) in [
            ("INSERT INTO people VALUES ('2', ?, 0)", secret), ("INSERT INTO pets VALUES (?, 'x')", secret),
            ("SELECT * FROM words WHERE words MATCH ?", "\"" + secret), ("SELECT json_extract(?, '$.a')", secret),
        ] {
            let error = try #require(sqlError { try database.write { try $0.execute(sql, .text(value)) } })
            #expect(!error.description.contains(secret), "\(error)")
            #expect(error.statement == sql)
        }
    }

    @Test func aWrongStatementIsRefusedWithItsText() {
        #expect(failure("SELEC 1")?.message.contains("syntax error") == true)
        #expect(failure("SELECT \"no such column\"")?.code == 1)
        #expect(failure("SELECT 1; DELETE FROM pets")?.isMisuse == true)
        #expect(failure("  ")?.isMisuse == true)
        #expect(failure("SELECT ?")?.isMisuse == true)
        #expect(failure("SELECT 1;\n") == nil)
    }

    private func failure(_ sql: String) -> SQLError? {
        sqlError { try database.write { try $0.execute(sql) } }
    }
}
