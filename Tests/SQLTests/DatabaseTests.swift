import Glibc
import Synchronization
import Testing

@testable import SQL

@Suite struct DatabaseTests {
    let directory: DataDirectory

    init() throws { directory = try DataDirectory() }

    @Test func whatIsCommittedIsThereAfterReopening() throws {
        let first = try directory.open()
        try first.make("CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT", "INSERT INTO notes VALUES (7)")
        first.close()
        #expect(access(directory.path + "/earmark.sqlite-wal", F_OK) != 0, "closing leaves one whole file")
        let second = try directory.open()
        #expect(try second.count("notes") == 1)
        #expect(try second.problems() == [])
    }

    @Test func aSecondOpeningIsRefusedUntilTheFirstIsClosed() throws {
        let first = try directory.open()
        #expect(sqlError { try directory.open() }?.isDatabaseInUse == true)
        first.close()
        try directory.open().close()
    }

    @Test func aSecondProcessIsRefusedAndItsDeathFreesTheData() throws {
        try directory.open().close()
        var child = pid_t()
        let words = ["flock", directory.path + "/lock", "sleep", "60"]
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        // A group of its own, so that flock and its sleep end together.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        defer { posix_spawnattr_destroy(&attributes) }
        try #require(posix_spawnp(&child, "flock", nil, &attributes, &arguments, environ) == 0)
        var refused = false
        for _ in 0..<200 where !refused {
            usleep(10_000)
            refused = sqlError { try directory.open().close() }?.isDatabaseInUse == true
        }
        kill(-child, SIGKILL)
        var status: Int32 = 0
        waitpid(child, &status, 0)
        #expect(refused)
        var opened: Database?
        for _ in 0..<200 where opened == nil {
            opened = try? directory.open()
            if opened == nil { usleep(10_000) }
        }
        #expect(opened != nil)
    }

    @Test func theFilesAreForTheirOwnerAlone() throws {
        let database = try directory.open()
        try database.make("CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT")
        for name in ["earmark.sqlite", "earmark.sqlite-wal", "lock", "reserve"] {
            var status = stat()
            #expect(stat(directory.path + "/" + name, &status) == 0, "\(name)")
            #expect(status.st_mode & 0o777 == 0o600, "\(name)")
        }
    }

    @Test func aDirectoryThatCannotBeIsRefused() {
        let error = sqlError { try Database(directory: directory.path + "/no/such", clock: { 0 }) }
        #expect(error?.systemCode == ENOENT)
        #expect(error?.isDatabaseInUse == false)
    }

    @Test func aFileThatIsNoDatabaseIsCorrupt() throws {
        let file = fopen(directory.path + "/earmark.sqlite", "w")
        fputs(String(repeating: "this is not a database ", count: 100), file)
        fclose(file)
        #expect(sqlError { try directory.open() }?.isCorrupt == true)
        // The refused opening holds no lock.
        #expect(sqlError { try directory.open() }?.isDatabaseInUse == false)
    }

    @Test func problemsNamesReferencesToNothing() throws {
        let database = try directory.open()
        try database.make(
            "CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT",
            "CREATE TABLE replies (note INTEGER NOT NULL) STRICT", "INSERT INTO replies VALUES (5)",
            "ALTER TABLE replies ADD COLUMN other INTEGER REFERENCES notes (id)")
        #expect(try database.problems() == [])
        database.close()
        // What a program without foreign keys may do to the file.
        let connection = try Connection(path: directory.path + "/earmark.sqlite", role: .writer)
        try connection.execute("PRAGMA foreign_keys = OFF")
        try connection.execute("UPDATE replies SET other = 9")
        #expect(try directory.open().problems() == ["replies refers to a row that notes does not have"])
    }

    @Test func eightReadersSeeWholeTransactionsWhileOneWrites() throws {
        let database = try directory.open()
        try database.make(
            "CREATE TABLE accounts (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL) STRICT",
            "INSERT INTO accounts VALUES (1, 500), (2, 500)")
        let isWriting = Mutex(true)
        let outcomes = try onThreads(9) { number -> [Int64] in
            if number == 0 {
                defer { isWriting.withLock { $0 = false } }
                for step in 1...300 {
                    try database.write { transaction in
                        try transaction.execute("UPDATE accounts SET amount = amount - ? WHERE id = 1", .init(step % 7))
                        try transaction.execute("UPDATE accounts SET amount = amount + ? WHERE id = 2", .init(step % 7))
                    }
                }
                return []
            }
            var sums: Set<Int64> = []
            repeat {
                let amounts = try database.read { transaction in
                    try (1...2).map { id in
                        try transaction.row("SELECT amount FROM accounts WHERE id = ?", .init(id)) { $0.int64(0) } ?? 0
                    }
                }
                sums.insert(amounts[0] + amounts[1])
            } while isWriting.withLock { $0 }
            return Array(sums)
        }
        #expect(outcomes.dropFirst().allSatisfy { $0 == [1000] })
    }

    @Test func writersOnManyThreadsLoseNothing() throws {
        let database = try directory.open()
        try database.make("CREATE TABLE counters (value INTEGER NOT NULL) STRICT", "INSERT INTO counters VALUES (0)")
        try onThreads(8) { _ in
            for _ in 0..<50 {
                try database.write { transaction in
                    let value = try transaction.row("SELECT value FROM counters") { $0.int64(0) } ?? 0
                    try transaction.execute("UPDATE counters SET value = ?", .integer(value + 1))
                }
            }
        }
        #expect(try database.read { try $0.row("SELECT value FROM counters") { $0.int64(0) } } == 400)
    }

    @Test func closingWaitsForARunningTransaction() throws {
        let database = try directory.open()
        try database.make("CREATE TABLE notes (id INTEGER PRIMARY KEY) STRICT")
        let hasBegun = Mutex(false)
        try onThreads(2) { number in
            if number == 0 {
                try database.write { transaction in
                    hasBegun.withLock { $0 = true }
                    usleep(50_000)
                    try transaction.execute("INSERT INTO notes VALUES (1)")
                }
            } else {
                while !hasBegun.withLock({ $0 }) { usleep(1000) }
                database.close()
            }
        }
        #expect(try directory.open().count("notes") == 1)
    }

    @Test func aBackupWhileWritingIsOneWholeState() throws {
        let database = try directory.open()
        try database.make("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")
        let copy = directory.path + "/copy"
        try onThreads(2) { number in
            if number == 1 { return try database.backup(to: copy) }
            for _ in 0..<40 {
                try database.write { transaction in
                    for _ in 0..<10 {
                        try transaction.execute("INSERT INTO notes (words) VALUES (hex(randomblob(500)))")
                    }
                }
            }
        }
        #expect(sqlError { try database.backup(to: copy) }?.systemCode == EEXIST)
        let other = try DataDirectory()
        #expect(rename(copy, other.path + "/earmark.sqlite") == 0)
        let restored = try other.open()
        #expect(try restored.count("notes") % 10 == 0)
        #expect(try restored.problems() == [])
    }
}
