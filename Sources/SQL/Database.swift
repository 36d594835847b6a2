import Glibc
import Synchronization

/// The database of one data directory: one connection that writes, a few that read, and no second process.
///
/// One read-write connection that alone checkpoints, because SQLite before 3.51.3 can lose commits when two
/// connections write and checkpoint at the same instant (https://www.sqlite.org/wal.html#walresetbug).
package final class Database: Sendable {
    private let path: String
    private let lock: DirectoryLock
    private let reserve: DiskReserve
    private let writer: Writer
    private let readers: ConnectionPool
    private let glancers: ConnectionPool
    /// Whether glances see anything here; else every one would wait.
    package let canGlance: Bool
    /// Time of the processor that a glance may take where nothing else is said, ns.
    package static let usualGlance: Int64 = 3_000_000
    private let clock: @Sendable () -> Int64
    /// Threads inside a transaction: a second one on the same thread could wait for itself for ever.
    private let occupied = ThreadMark()
    private let blocking = Mutex(Warning())

    /// A closure that is kept behind a lock needs a type around it: as the bare value of a `Mutex` every reading wraps it
    /// once more, and calling it takes longer each time.
    private struct Warning {
        var give: (@Sendable () -> Void)?
    }

    /// Opens or creates `earmark.sqlite` in a directory, which is made if it is missing (its parent is not).
    ///
    /// - Parameters:
    ///   - glancing: time of the processor that a glance may take, ns.
    ///   - clock: the time in Unix milliseconds.
    package init(
        directory: String, readers: Int = 8, glancers: Int = 2, glancing: Int64 = Database.usualGlance,
        clock: @escaping @Sendable () -> Int64
    ) throws(SQLError) {
        if mkdir(directory, 0o700) != 0 && errno != EEXIST {
            throw SQLError.file("the data directory cannot be made", errno: errno)
        }
        self.clock = clock
        path = directory + "/earmark.sqlite"
        lock = try DirectoryLock(path: directory + "/lock")
        reserve = DiskReserve(path: directory + "/reserve")
        try Database.createPrivateFile(path)
        canGlance = Haste.isPossible(in: path)
        writer = Writer(try Connection(path: path, role: .writer))
        self.readers = ConnectionPool(try Database.connections(max(1, readers), .reader, path))
        self.glancers = ConnectionPool(
            try Database.connections(canGlance ? glancers : 0, .glancer(allowance: glancing), path))
        reserve.restore()
    }

    /// Called before every wait for a connection or a disk, on the calling thread; App asserts there that it is not
    /// a thread that serves sockets.
    package var willBlock: (@Sendable () -> Void)? {
        get { blocking.withLock { $0 }.give }
        set { blocking.withLock { $0.give = newValue } }
    }

    /// Runs `body` in a transaction that may change the database, when its turn comes, and returns when that is on disk.
    ///
    /// An error thrown by `body` rolls back and is thrown on as it is. Transactions that wait for each other share one
    /// commit; where that fails each is run again by itself, so `body` has no effect outside its transaction. Give
    /// `spendingReserve` to what frees space: when the disk is full it is run a second time with the reserve released.
    @discardableResult
    package func write<T>(spendingReserve: Bool = false, _ body: (borrowing Transaction) throws -> T) throws -> T {
        do {
            return try change(body)
        } catch let error as SQLError where spendingReserve && error.isDiskFull && reserve.release() {
            defer { reserve.restore() }
            return try change(body)
        }
    }

    /// As `write`, and does not wait: `body` runs on this thread or another, when its turn comes, perhaps twice, and
    /// `done` is told on that thread once it is on disk or why not. Many share a commit, and nobody is woken for each.
    package func writeLater<T: Sendable>(
        _ body: @escaping @Sendable (borrowing Transaction) throws -> T,
        done: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        guard !occupied.isHere else { return done(.failure(Database.nested)) }
        let errand = Writer.Errand(
            body: { connection in
                let ran = try self.occupying(mayWait: false) { try self.run(body, on: connection) }
                return {
                    for action in ran.actions { action() }
                    done(.success(ran.value))
                }
            }, failed: { done(.failure($0)) })
        willBlock?()
        if writer.take(errand) { writer.runErrands() }
    }

    /// Runs `body` on a connection that only reads; all it reads is one committed state.
    package func read<T>(_ body: (borrowing Transaction) throws -> T) throws -> T {
        try occupying {
            try borrowing { connection in
                try connection.execute("BEGIN")
                do {
                    let value = try run(body, on: connection).value
                    try connection.execute("COMMIT")
                    return value
                } catch {
                    connection.undo()
                    throw error
                }
            }
        }
    }

    /// Runs `body` as `read` does, on a thread that must not wait. Where it would have to, or where it takes long, it is
    /// broken off: nothing has happened then, and `read` is the way.
    package func glance<T>(_ body: (borrowing Transaction) throws -> T) throws -> Glance<T> {
        guard let connection = glancers.takeIfFree() else { return .wouldWait }
        defer { glancers.giveBack(connection) }
        return try occupying(mayWait: false) {
            let result = Result { try hasty(body, on: connection) }
            if connection.isInTransaction { connection.undo() }
            // Whatever came of it, what was broken off is not to be believed.
            switch connection.haste?.end {
            case .wouldWait?: return .wouldWait
            case .tooLong?: return .tooLong
            case nil: break
            }
            do {
                return .seen(try result.get())
            } catch {
                guard let refused = error as? SQLError, refused.isBusy else { throw error }
                return .wouldWait
            }
        }
    }

    private func hasty<T>(_ body: (borrowing Transaction) throws -> T, on connection: Connection) throws -> T {
        connection.haste?.begin()
        defer { connection.haste?.stop() }
        try connection.execute("BEGIN")
        let value = try run(body, on: connection).value
        try connection.execute("COMMIT")
        return value
    }

    /// Gives the reserved space back to the disk so that people can delete; false when there was none.
    @discardableResult
    package func releaseReserve() -> Bool { reserve.release() }

    /// Takes the reserve again if the disk has room for it; true when it stands.
    @discardableResult
    package func restoreReserve() -> Bool { reserve.restore() }

    /// Writes a consistent copy into a new file while others go on reading and writing.
    package func backup(to path: String) throws {
        guard access(path, F_OK) != 0 else { throw SQLError.file("the backup file exists already", errno: EEXIST) }
        try Database.createPrivateFile(path)
        try occupying { try borrowing { try $0.copy(to: path) } }
    }

    /// What SQLite finds wrong with the file and with the references between its rows; empty when all is well.
    package func problems() throws -> [String] {
        try read { transaction in
            let integrity = try transaction.rows("PRAGMA integrity_check(20)") { $0.text(0) }.filter { $0 != "ok" }
            let references = try transaction.rows("SELECT DISTINCT \"table\", parent FROM pragma_foreign_key_check") {
                "\($0.text(0)) refers to a row that \($0.text(1)) does not have"
            }
            return integrity + references
        }
    }

    /// Waits for running transactions, then closes; later transactions are refused.
    package func close() {
        glancers.close()
        readers.close()
        writer.close()
        lock.release()
    }

    /// A write in which a table that others refer to may be dropped and built anew: references are not followed, so
    /// nothing cascades; the migrator checks them before the commit.
    func writeWithoutReferences(_ body: (borrowing Transaction) throws -> Void) throws {
        try occupying {
            try writer.exclusively { connection in
                try connection.checkReferences(false)
                defer { try? connection.checkReferences(true) }
                try connection.execute("BEGIN IMMEDIATE")
                do {
                    _ = try run(body, on: connection)
                    try connection.execute("COMMIT")
                } catch {
                    connection.undo()
                    throw error
                }
            }
        }
    }

    private func change<T>(_ body: (borrowing Transaction) throws -> T) throws -> T {
        let done = try occupying { try writer.write { try run(body, on: $0) } }
        for action in done.actions { action() }
        return done.value
    }

    /// Runs `body` in the transaction that is open on a connection; gives what to do after the commit, too.
    private func run<T>(
        _ body: (borrowing Transaction) throws -> T, on connection: Connection
    ) throws -> (value: T, actions: [@Sendable () -> Void]) {
        defer { connection.afterCommit = [] }
        // A name of its own: lent as a temporary, it makes the optimizer of Swift 6.3.1 crash.
        let transaction = Transaction(connection, now: clock())
        let value = try body(transaction)
        guard connection.isInTransaction else { throw SQLError.misuse("the transaction has already ended") }
        return (value, connection.afterCommit)
    }

    private func occupying<T>(mayWait: Bool = true, _ body: () throws -> T) throws -> T {
        guard !occupied.isHere else { throw Database.nested }
        occupied.isHere = true
        defer { occupied.isHere = false }
        if mayWait { willBlock?() }
        return try body()
    }

    private static let nested = SQLError.misuse("this thread is already inside a transaction")

    private func borrowing<T>(_ body: (Connection) throws -> T) throws -> T {
        guard let connection = readers.take() else { throw SQLError.misuse("the database is closed") }
        defer { readers.giveBack(connection) }
        return try body(connection)
    }

    private static func connections(
        _ count: Int, _ role: Connection.Role, _ path: String
    ) throws(SQLError) -> [Connection] {
        var connections: [Connection] = []
        for _ in 0..<count { connections.append(try Connection(path: path, role: role)) }
        return connections
    }

    /// SQLite gives the WAL the permissions of the database file, so that is made for its owner alone.
    private static func createPrivateFile(_ path: String) throws(SQLError) {
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SQLError.file("the database file cannot be opened", errno: errno) }
        Glibc.close(descriptor)
    }
}
