import Glibc
import Synchronization
import Testing

@testable import SQL

/// A glance sees what a read sees, or nothing at all: it waits for nobody.
@Suite(.enabled(if: DataDirectory.canGlance, "this file system does not say what it has in memory"))
struct GlanceTests {
    struct Changed: Error, Equatable { let mind: Int }

    static let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"

    let directory: DataDirectory
    let database: Database

    init() throws { try self.init(glancing: 60_000_000_000) }

    private init(glancing: Int64) throws {
        directory = try DataDirectory()
        database = try directory.open(glancing: glancing)
        try database.make("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")
        try database.write { try $0.execute("INSERT INTO notes (words) VALUES ('first')") }
    }

    private func words(_ transaction: borrowing Transaction) throws -> [String] {
        try transaction.rows("SELECT words FROM notes ORDER BY id") { $0.text(0) }
    }

    @Test func aGlanceSeesWhatIsCommitted() throws {
        #expect(try database.glance(words).value == ["first"])
        try database.write { transaction in
            try transaction.execute("INSERT INTO notes (words) VALUES ('second')")
            #expect(try onAnotherThread { try database.glance(words).value } == ["first"])
        }
        #expect(try database.glance(words).value == ["first", "second"])
    }

    @Test func whatTakesLongIsBrokenOffAndTheConnectionIsAsGoodAsBefore() throws {
        let hurried = try GlanceTests(glancing: Database.usualGlance)
        for _ in 0..<3 {
            let glance = try hurried.database.glance { try $0.row(GlanceTests.endless) { $0.int64(0) } }
            #expect(glance.isTooLong)
            #expect(try hurried.database.glance { _ in 1 }.value == 1)
        }
    }

    @Test func whatWasMadeOfABrokenReadIsNotBelieved() throws {
        let hurried = try GlanceTests(glancing: Database.usualGlance)
        let glance = try hurried.database.glance { transaction in
            (try? transaction.row(GlanceTests.endless) { $0.int64(0) }) ?? -1
        }
        #expect(glance.isTooLong)
    }

    @Test func whatIsSaidToTakeLongOrToWaitIsNotBegun() throws {
        let begun = Mutex(0)
        let long = try database.glance { transaction in
            try transaction.takesLong()
            begun.withLock { $0 += 1 }
        }
        let waiting = try database.glance { transaction in
            try transaction.waits()
            begun.withLock { $0 += 1 }
        }
        #expect(long.isTooLong)
        #expect(waiting.wouldHaveWaited)
        #expect(begun.withLock { $0 } == 0)
        try database.read { transaction in
            try transaction.takesLong()
            try transaction.waits()
            begun.withLock { $0 += 1 }
        }
        #expect(begun.withLock { $0 } == 1)
    }

    @Test func errorsComeOutAsTheyAre() throws {
        #expect(throws: Changed(mind: 3)) { try database.glance { _ in throw Changed(mind: 3) } }
        let error = sqlError { try database.glance { try $0.execute("DELETE FROM notes") } }
        #expect(error?.isReadOnly == true)
        #expect(try database.glance(words).value == ["first"])
    }

    @Test func noneIsWaitedFor() throws {
        let blocked = Mutex(0)
        database.willBlock = { blocked.withLock { $0 += 1 } }
        let glances = try database.glance { _ in
            try onAnotherThread {
                let second = try database.glance { _ in
                    let third = try onAnotherThread { try database.glance(words).wouldHaveWaited }
                    return third
                }
                return second.value
            }
        }
        #expect(glances.value == true, "two are lent, for a third there is none")
        #expect(blocked.withLock { $0 } == 0)
        #expect(try database.glance(words).value == ["first"])
    }

    @Test func glancesWhileOthersWriteSeeWholeCommits() throws {
        let seen = Mutex(0)
        try onThreads(4) { thread in
            for round in 0..<100 {
                if thread < 2 {
                    try database.write { transaction in
                        for _ in 0..<2 {
                            try transaction.execute("INSERT INTO notes (words) VALUES (?)", .text("\(thread) \(round)"))
                        }
                    }
                } else if let found = try database.glance(words).value {
                    #expect(found.count % 2 == 1)
                    seen.withLock { $0 += 1 }
                }
            }
        }
        #expect(seen.withLock { $0 } > 0)
        #expect(try database.glance(words).value?.count == 401)
    }

    @Test func closingWaitsForAGlanceAndRefusesOthers() throws {
        let isClosed = Mutex(false)
        try onThreads(2) { thread in
            if thread == 1 {
                usleep(50_000)
                database.close()
                return isClosed.withLock { $0 = true }
            }
            let found = try database.glance { transaction in
                usleep(150_000)
                #expect(!isClosed.withLock { $0 })
                return try words(transaction)
            }
            #expect(found.value == ["first"])
        }
        #expect(try database.glance(words).wouldHaveWaited)
    }

    @Test func theDiskIsNotWaitedFor() throws {
        try database.write { transaction in
            for _ in 0..<500 {
                try transaction.execute(
                    "INSERT INTO notes (words) VALUES (?)", .text(String(repeating: "word ", count: 400)))
            }
        }
        // Closed, everything is in the one file and on the disk; then the kernel can be asked to forget it.
        database.close()
        let reopened = try directory.open()
        guard PageCache.forget(directory.path + "/earmark.sqlite") else {
            // A file system in memory: there is no disk to wait for.
            return
        }
        let count = { @Sendable (transaction: borrowing Transaction) in
            try transaction.row("SELECT sum(length(words)) FROM notes") { $0.int64(0) } ?? 0
        }
        #expect(try reopened.glance(count).wouldHaveWaited)
        // Whoever may wait reads it, and then it is in memory.
        #expect(try reopened.read(count) == 500 * 2_000 + 5)
        #expect(try reopened.glance(count).value == 500 * 2_000 + 5)
    }
}

extension Glance {
    fileprivate var value: Value? { if case .seen(let value) = self { value } else { nil } }
    fileprivate var isTooLong: Bool { if case .tooLong = self { true } else { false } }
    fileprivate var wouldHaveWaited: Bool { if case .wouldWait = self { true } else { false } }
}

/// What the kernel keeps of files in memory.
private enum PageCache {
    /// Has it forget a file; false where it keeps some of it all the same.
    static func forget(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        fsync(descriptor)
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        guard let map = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0), map != MAP_FAILED else { return false }
        defer { munmap(map, size) }
        var held = [UInt8](repeating: 0, count: (size + 4095) / 4096)
        return mincore(map, size, &held) == 0 && held.allSatisfy { $0 & 1 == 0 }
    }
}
