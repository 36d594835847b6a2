import Testing

@testable import SQL

@Suite struct StatementCacheTests {
    let directory: DataDirectory
    let connection: Connection

    init() throws {
        directory = try DataDirectory()
        connection = try Connection(path: directory.path + "/earmark.sqlite", role: .writer)
        try connection.execute("CREATE TABLE notes (words TEXT NOT NULL) STRICT")
    }

    @Test func aTextIsPreparedOnce() throws {
        let before = connection.cache.preparations
        for number in 0..<100 {
            try connection.execute("INSERT INTO notes VALUES (?)", [.text("note \(number)")])
        }
        #expect(connection.cache.preparations == before + 1)
    }

    @Test func theCacheStaysBoundedAndForgetsTheLongestUnused() throws {
        let often = "SELECT words FROM notes WHERE words = 'often'"
        for number in 0..<(StatementCache.capacity * 2) {
            try connection.execute("SELECT \(number)")
            try connection.execute(often)
        }
        #expect(connection.cache.count == StatementCache.capacity)
        let before = connection.cache.preparations
        try connection.execute(often)
        #expect(connection.cache.preparations == before)
        try connection.execute("SELECT 0")
        #expect(connection.cache.preparations == before + 1)
    }

    @Test func aFailedStatementCanBeRunAgain() throws {
        let insert = "INSERT INTO notes VALUES (?)"
        #expect(sqlError { try connection.execute(insert, [.null]) }?.isNotNullViolation == true)
        #expect(sqlError { try connection.execute(insert, []) }?.isMisuse == true)
        #expect(try connection.execute(insert, ["kept"]) == 1)
    }

    @Test func theSettingsThatKeepTheDataSafeAreOn() throws {
        let reader = try Connection(path: directory.path + "/earmark.sqlite", role: .reader)
        let expected: [(String, Int64, Int64)] = [
            ("foreign_keys", 1, 1), ("synchronous", 2, 2), ("trusted_schema", 1, 0), ("cell_size_check", 1, 1),
            ("recursive_triggers", 1, 1), ("query_only", 0, 1),
        ]
        for (name, ofWriter, ofReader) in expected {
            #expect(try pragma(name, on: connection) == [ofWriter], "\(name) of the writer")
            #expect(try pragma(name, on: reader) == [ofReader], "\(name) of a reader")
        }
        #expect(try pragma("mmap_size", on: connection).allSatisfy { $0 == 0 })
        var mode = ""
        try connection.forEach("PRAGMA journal_mode", []) { row in
            mode = row.text(0)
            return false
        }
        #expect(mode == "wal")
    }

    private func pragma(_ name: String, on connection: Connection) throws -> [Int64] {
        var values: [Int64] = []
        try connection.forEach("PRAGMA \(name)", []) { row in
            values.append(row.int64(0))
            return true
        }
        return values
    }
}
