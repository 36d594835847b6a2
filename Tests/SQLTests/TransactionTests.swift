import SQL
import Synchronization
import Testing

@Suite struct TransactionTests {
    struct Changed: Error, Equatable { let mind: Int }

    let directory: DataDirectory
    let database: Database

    init() throws {
        directory = try DataDirectory()
        database = try directory.open(clock: { 1234 })
        try database.make("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")
    }

    @Test func aThrownErrorRollsBackAndComesOutAsItIs() throws {
        #expect(throws: Changed(mind: 7)) {
            try database.write { transaction in
                try transaction.execute("INSERT INTO notes (words) VALUES ('gone')")
                throw Changed(mind: 7)
            }
        }
        #expect(try database.count("notes") == 0)
    }

    @Test func aTransactionBearsTheTimeOfTheClock() throws {
        #expect(try database.write { $0.now } == 1234)
        #expect(try database.read { $0.now } == 1234)
    }

    @Test func executeSaysHowManyRowsChanged() throws {
        try database.write { transaction throws in
            #expect(try transaction.execute("INSERT INTO notes (words) VALUES ('a'), ('b'), ('c')") == 3)
            #expect(try transaction.execute("UPDATE notes SET words = 'd' WHERE id > ?", 1) == 2)
            #expect(try transaction.execute("UPDATE notes SET words = 'd' WHERE id > 99") == 0)
            #expect(try transaction.execute("CREATE INDEX notes_words ON notes (words)") == 0)
            #expect(try transaction.execute("DELETE FROM notes WHERE id IN (?, ?)", [1, 2]) == 2)
        }
    }

    @Test func readersSeeOnlyWhatIsCommittedAndOneStateOfIt() throws {
        try database.write { try $0.execute("INSERT INTO notes (words) VALUES ('first')") }
        try database.write { transaction in
            try transaction.execute("INSERT INTO notes (words) VALUES ('second')")
            #expect(try onAnotherThread { try database.count("notes") } == 1)
        }
        let counts = try database.read { transaction in
            let before = try transaction.row("SELECT count(*) FROM notes") { $0.int64(0) }
            _ = try onAnotherThread {
                try database.write { try $0.execute("INSERT INTO notes (words) VALUES ('third')") }
            }
            return [before, try transaction.row("SELECT count(*) FROM notes") { $0.int64(0) }]
        }
        #expect(counts == [2, 2])
        #expect(try database.count("notes") == 3)
    }

    @Test func aReaderCannotWrite() throws {
        let error = sqlError {
            _ = try database.read { try $0.execute("INSERT INTO notes (words) VALUES ('no')") }
        }
        #expect(error?.isReadOnly == true)
    }

    @Test func aTransactionInsideAnotherOnTheSameThreadIsRefused() throws {
        try database.write { _ in
            #expect(sqlError { try database.write { _ in } }?.isMisuse == true)
            #expect(sqlError { try database.read { _ in } }?.isMisuse == true)
        }
        try database.read { _ in
            #expect(sqlError { try database.write { _ in } }?.isMisuse == true)
        }
        try database.write { try $0.execute("INSERT INTO notes (words) VALUES ('after')") }
        #expect(try database.count("notes") == 1)
    }

    @Test func actionsRunAfterTheCommitAndOnlyThen() throws {
        let seen = Mutex<[Int64]>([])
        try database.write { transaction in
            transaction.afterCommit {
                // Outside the transaction: it may open one, and it sees what was committed.
                let count = (try? database.count("notes")) ?? -1
                seen.withLock { $0.append(count) }
            }
            try transaction.execute("INSERT INTO notes (words) VALUES ('x')")
            #expect(seen.withLock { $0 } == [])
        }
        #expect(seen.withLock { $0 } == [1])
        _ = try? database.write { transaction in
            transaction.afterCommit { seen.withLock { $0.append(-2) } }
            throw Changed(mind: 1)
        }
        try database.write { _ in }
        #expect(seen.withLock { $0 } == [1])
    }

    @Test func aCommitThatFailsRunsNoActionAndLeavesNothing() throws {
        try database.make(
            """
            CREATE TABLE replies (id INTEGER PRIMARY KEY,
                note INTEGER NOT NULL REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED) STRICT
            """)
        let ran = Mutex(false)
        let error = sqlError {
            try database.write { transaction in
                transaction.afterCommit { ran.withLock { $0 = true } }
                try transaction.execute("INSERT INTO replies (note) VALUES (99)")
            }
        }
        #expect(error?.isForeignKeyViolation == true)
        #expect(ran.withLock { $0 } == false)
        #expect(try database.count("replies") == 0)
    }

    @Test func statementsAfterAnEndedTransactionAreRefused() throws {
        let error = sqlError {
            try database.write { transaction in
                try transaction.execute("ROLLBACK")
                try transaction.execute("INSERT INTO notes (words) VALUES ('stray')")
            }
        }
        #expect(error?.isMisuse == true)
        #expect(sqlError { try database.write { try $0.execute("COMMIT") } }?.isMisuse == true)
        #expect(try database.count("notes") == 0)
    }

    @Test func whatATransactionIsPassedThroughMayBeAClosureInside() throws {
        try database.write { transaction in
            _ = try ["a", "b"].map { try transaction.execute("INSERT INTO notes (words) VALUES (?)", .text($0)) }
            var visited: [String] = []
            try transaction.forEach("SELECT words FROM notes ORDER BY id") { row in
                visited.append(row.text(0))
                // The same text while it runs: the cache lends another statement.
                try transaction.forEach("SELECT words FROM notes ORDER BY id") { visited.append($0.text(0)) }
            }
            #expect(visited == ["a", "a", "b", "b", "a", "b"])
        }
    }

    @Test func returningGivesWhatWasWritten() throws {
        try database.write { transaction throws in
            let insert = "INSERT INTO notes (id, words) VALUES (?, ?) ON CONFLICT (id) DO NOTHING RETURNING id"
            #expect(try transaction.row(insert, 5, "x") { $0.int64(0) } == 5)
            #expect(try transaction.row(insert, 5, "x") { $0.int64(0) } == nil)
        }
        #expect(try database.count("notes") == 1)
    }

    @Test func aClosedDatabaseRefuses() throws {
        database.close()
        #expect(sqlError { try database.write { _ in } }?.isMisuse == true)
        #expect(sqlError { try database.read { _ in } }?.isMisuse == true)
        database.close()
    }

    @Test func theHookIsCalledOnTheThreadThatWouldWait() throws {
        let calls = Mutex(0)
        database.willBlock = { calls.withLock { $0 += 1 } }
        try database.write { _ in }
        try database.read { _ in }
        #expect(calls.withLock { $0 } == 2)
    }

    /// A closure that is wrapped anew at each reading is called through one more frame each time.
    @Test func theHookIsAsNearTheThousandthTimeAsTheFirst() throws {
        let places = Mutex<Set<UInt>>([])
        database.willBlock = {
            var mark: UInt8 = 0
            let place = withUnsafeMutablePointer(to: &mark) { UInt(bitPattern: $0) }
            places.withLock { _ = $0.insert(place) }
        }
        for _ in 0..<1000 { try database.read { _ in } }
        #expect(places.withLock { $0.count } == 1)
    }
}
