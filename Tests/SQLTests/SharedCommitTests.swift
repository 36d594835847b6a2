import Glibc
import SQL
import Synchronization
import Testing

/// Transactions that wait for each other share a commit and nothing else.
@Suite struct SharedCommitTests {
    struct Changed: Error, Equatable { let mind: Int }

    let directory: DataDirectory
    let database: Database

    init() throws {
        directory = try DataDirectory()
        database = try directory.open()
        try database.make(
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, number INTEGER NOT NULL UNIQUE) STRICT",
            """
            CREATE TABLE replies (id INTEGER PRIMARY KEY,
                note INTEGER NOT NULL REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED) STRICT
            """)
    }

    @Test func whoeverThrowsUndoesTheirOwnWorkAlone() throws {
        let acted = Mutex<Set<Int>>([])
        try onThreads(16) { thread in
            for round in 0..<30 {
                let number = thread * 30 + round
                do {
                    try database.write { transaction in
                        try transaction.execute("INSERT INTO notes (number) VALUES (?)", .integer(Int64(number)))
                        transaction.afterCommit { acted.withLock { _ = $0.insert(number) } }
                        if number % 3 == 0 { throw Changed(mind: number) }
                    }
                    #expect(number % 3 != 0)
                    #expect(try kept(number), "whoever returned is on disk")
                } catch {
                    #expect(error as? Changed == Changed(mind: number))
                }
            }
        }
        #expect(try database.count("notes") == 320)
        #expect(acted.withLock { $0.count } == 320)
        #expect(acted.withLock { $0.allSatisfy { $0 % 3 != 0 } })
    }

    @Test func aCommitThatFailsForOneHappensForTheOthers() throws {
        let runs = Mutex([Int](repeating: 0, count: 8))
        try onThreads(8) { thread in
            let error = sqlError {
                try database.write { transaction in
                    runs.withLock { $0[thread] += 1 }
                    // Long enough for all others to wait: they go into one commit.
                    if thread == 0 { usleep(200_000) } else { usleep(2_000) }
                    try transaction.execute("INSERT INTO notes (number) VALUES (?)", .integer(Int64(thread)))
                    if thread == 3 { try transaction.execute("INSERT INTO replies (note) VALUES (99)") }
                }
            }
            #expect(error?.isForeignKeyViolation ?? false == (thread == 3))
        }
        #expect(try database.count("notes") == 7)
        #expect(try database.count("replies") == 0)
        #expect(runs.withLock { $0.max() } == 2, "undone with the one that could not be, and run again by themselves")
    }

    @Test func closingLeavesNobodyWaiting() throws {
        let outcomes = Mutex((done: 0, refused: 0))
        try onThreads(12) { thread in
            if thread == 11 {
                usleep(30_000)
                return database.close()
            }
            for number in 0..<200 {
                let error = sqlError {
                    try database.write {
                        try $0.execute("INSERT INTO notes (number) VALUES (?)", .integer(Int64(thread * 1000 + number)))
                    }
                }
                #expect(error == nil || error?.isMisuse == true)
                outcomes.withLock { if error == nil { $0.done += 1 } else { $0.refused += 1 } }
            }
        }
        let reopened = try directory.open()
        #expect(try reopened.count("notes") == Int64(outcomes.withLock { $0.done }))
        #expect(outcomes.withLock { $0.refused } > 0)
    }

    @Test func whatIsLeftIsDoneAndToldOnceItIsOnDisk() throws {
        let told = Told(480)
        try onThreads(16) { thread in
            for round in 0..<30 {
                let number = thread * 30 + round
                database.writeLater { transaction in
                    try transaction.execute("INSERT INTO notes (number) VALUES (?)", .integer(Int64(number)))
                    transaction.afterCommit { told.act(number) }
                    if number % 3 == 0 { throw Changed(mind: number) }
                    return number
                } done: { result in
                    told.tell(number, result)
                }
            }
        }
        let outcomes = try told.wait()
        #expect(outcomes.count == 480)
        for (number, result) in outcomes {
            #expect((try? result.get()) == (number % 3 == 0 ? nil : number))
            #expect(try kept(number) == (number % 3 != 0))
        }
        #expect(told.acted == Set((0..<480).filter { $0 % 3 != 0 }), "of what stands, once")
    }

    @Test func whatIsLeftWhileACommitFailsHappensForTheOthers() throws {
        let told = Told(8)
        let runs = Mutex([Int](repeating: 0, count: 8))
        // The first takes its time, so that all others go into one commit with it.
        try onThreads(8) { thread in
            if thread > 0 { usleep(50_000) }
            database.writeLater { transaction in
                runs.withLock { $0[thread] += 1 }
                if thread == 0 { usleep(200_000) }
                try transaction.execute("INSERT INTO notes (number) VALUES (?)", .integer(Int64(thread)))
                if thread == 3 { try transaction.execute("INSERT INTO replies (note) VALUES (99)") }
                return thread
            } done: { result in
                told.tell(thread, result)
            }
        }
        for (thread, result) in try told.wait() {
            let error = sqlError { _ = try result.get() }
            #expect(error?.isForeignKeyViolation ?? false == (thread == 3))
        }
        #expect(try database.count("notes") == 7)
        #expect(try database.count("replies") == 0)
        #expect(runs.withLock { $0.max() } == 2, "undone with the one that could not be, and run again by itself")
    }

    @Test func whoWaitsAndWhoDoesNotShareTheConnection() throws {
        let told = Told(200)
        try onThreads(8) { thread in
            for round in 0..<50 {
                let number = thread * 50 + round
                let insert: @Sendable (borrowing Transaction) throws -> Int = { transaction in
                    try transaction.execute("INSERT INTO notes (number) VALUES (?)", .integer(Int64(number)))
                    return number
                }
                if thread % 2 == 0 {
                    let written = try database.write(insert)
                    #expect(written == number)
                } else {
                    database.writeLater(insert) { told.tell(number, $0) }
                }
            }
        }
        #expect(try told.wait().allSatisfy { (try? $1.get()) == $0 })
        #expect(try database.count("notes") == 400)
    }

    @Test func whatIsLeftInsideATransactionOrAfterTheEndIsRefused() throws {
        let told = Told(1)
        try database.write { _ in
            database.writeLater { _ in
                1
            } done: {
                told.tell(1, $0)
            }
        }
        #expect(sqlError { _ = try told.wait()[1]?.get() }?.isMisuse == true)
        let late = Told(1)
        database.close()
        database.writeLater { _ in
            2
        } done: {
            late.tell(2, $0)
        }
        #expect(sqlError { _ = try late.wait()[2]?.get() }?.isMisuse == true)
    }

    /// What was heard of transactions that were left.
    final class Told: Sendable {
        private let state = Mutex((results: [Int: Result<Int, any Error>](), acted: Set<Int>()))
        private let expected: Int

        init(_ expected: Int) { self.expected = expected }

        func tell(_ number: Int, _ result: Result<Int, any Error>) {
            state.withLock { state in
                #expect(state.results.updateValue(result, forKey: number) == nil, "told once")
            }
        }

        func act(_ number: Int) { state.withLock { state in #expect(state.acted.insert(number).inserted) } }

        var acted: Set<Int> { state.withLock { $0.acted } }

        func wait() throws -> [Int: Result<Int, any Error>] {
            for _ in 0..<20_000 {
                let results = state.withLock { $0.results }
                if results.count == expected { return results }
                usleep(1_000)
            }
            throw Changed(mind: -1)
        }
    }

    private func kept(_ number: Int) throws -> Bool {
        try database.read {
            try $0.row("SELECT 1 FROM notes WHERE number = ?", .integer(Int64(number))) { $0.int64(0) } == 1
        }
    }
}
