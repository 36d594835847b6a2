import Glibc
import SQL

/// A data directory of one test, removed with everything in it when the test lets go of it.
final class DataDirectory: Sendable {
    let path: String

    init(under parent: String = "/tmp") throws {
        var template = Array((parent + "/earmark-sql-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw Unusable(reason: "no directory in \(parent), errno \(errno)") }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    deinit {
        for name in [
            "earmark.sqlite", "earmark.sqlite-wal", "earmark.sqlite-shm", "lock", "reserve", "copy", "ballast",
        ] {
            unlink(path + "/" + name)
        }
        rmdir(path)
    }

    /// Whether the file system of tests says what it has in memory.
    static var canGlance: Bool {
        guard let directory = try? DataDirectory(), let database = try? directory.open() else { return false }
        return database.canGlance
    }

    /// A glance is not hurried, so that no test depends on the processor.
    func open(
        readers: Int = 4, glancing: Int64 = 60_000_000_000,
        clock: @escaping @Sendable () -> Int64 = { 1_700_000_000_000 }
    ) throws -> Database {
        try Database(directory: path, readers: readers, glancing: glancing, clock: clock)
    }

    /// What a test that cannot run here says.
    struct Unusable: Error { let reason: String }
}

extension Database {
    /// Runs schema statements one by one.
    func make(_ statements: String...) throws {
        try write { transaction in
            for statement in statements { try transaction.execute(statement) }
        }
    }

    func count(_ table: String) throws -> Int64 {
        try read { try $0.row("SELECT count(*) FROM \(table)") { $0.int64(0) } } ?? -1
    }
}

/// The SQLError that `body` throws, or nil when it throws none.
func sqlError<T>(_ body: () throws -> T) -> SQLError? {
    do {
        _ = try body()
        return nil
    } catch {
        return error as? SQLError
    }
}
