import SQL
import Testing

@Suite struct ValueTests {
    let directory: DataDirectory
    let database: Database

    init() throws {
        directory = try DataDirectory()
        database = try directory.open()
        try database.make("CREATE TABLE kinds (number INTEGER, words TEXT, raw BLOB) STRICT")
    }

    @Test(arguments: [
        "", "plain", "a\0b", "\0", "naïve 🎧👩🏽‍💻", "e\u{301}", "\u{FEFF}bom", "line\r\nline", "'; DROP TABLE kinds; --",
        String(repeating: "长", count: 70_000),
    ])
    func aTextComesBackByteForByte(words: String) throws {
        let read = try roundTrip(words: .text(words)) { $0.text(1) }
        #expect(Array(read.utf8) == Array(words.utf8))
    }

    @Test(arguments: [Int64.min, -1, 0, 1, 9_007_199_254_740_993, Int64.max] as [Int64])
    func anIntegerComesBackExactly(number: Int64) throws {
        #expect(try roundTrip(number: .integer(number)) { $0.int64(0) } == number)
    }

    @Test(arguments: [[], [0], [UInt8](0...255), [UInt8](repeating: 0, count: 100_000)] as [[UInt8]])
    func bytesComeBackAndEmptyIsNotNull(raw: [UInt8]) throws {
        #expect(try roundTrip(raw: .bytes(raw)) { $0.optionalBytes(2) } == .some(raw))
    }

    @Test func anEmptyTextIsNotNull() throws {
        #expect(try roundTrip(words: "") { $0.optionalText(1) } == .some(""))
    }

    @Test func nullComesBackAsNil() throws {
        try roundTrip { row in
            #expect(row.optionalInt64(0) == nil && row.optionalText(1) == nil && row.optionalBytes(2) == nil)
        }
    }

    @Test func literalsAndOptionalsMakeTheValuesTheySay() {
        let values: [SQLValue] = [1, "a", nil, true, .optional(nil as String?), .optional(7 as Int64?), .bool(false)]
        #expect(values == [.integer(1), .text("a"), .null, .integer(1), .null, .integer(7), .integer(0)])
    }

    @Test func aReadingOfTheWrongKindIsRefusedInsteadOfMadeUp() throws {
        #expect(sqlError { _ = try roundTrip { $0.int64(0) } }?.code == 20)
        #expect(sqlError { _ = try roundTrip(words: "12") { $0.int64(1) } }?.code == 20)
        #expect(sqlError { _ = try roundTrip(number: 12) { $0.text(0) } }?.code == 20)
        #expect(sqlError { _ = try roundTrip { $0.optionalText(9) } }?.code == 20)
        // The statement kept in the cache reads well again afterwards.
        #expect(try roundTrip(number: 12) { $0.int64(0) } == 12)
    }

    @Test func aRowKeptBeyondItsClosureReadsNothing() throws {
        var kept: Row?
        try roundTrip(number: 5) { kept = $0 }
        #expect(kept?.int64(0) == 0)
    }

    @discardableResult
    private func roundTrip<T>(
        number: SQLValue = nil, words: SQLValue = nil, raw: SQLValue = nil, _ make: (Row) throws -> T
    ) throws -> T {
        try database.write { transaction in
            try transaction.execute("DELETE FROM kinds")
            try transaction.execute("INSERT INTO kinds VALUES (?, ?, ?)", number, words, raw)
        }
        return try #require(try database.read { try $0.row("SELECT number, words, raw FROM kinds", make: make) })
    }
}
