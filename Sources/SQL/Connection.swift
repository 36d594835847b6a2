import CSQLite

/// One connection to the database file: the only one that writes, or one of those that read.
///
/// Sendable by hand: a pool lends it to one thread at a time.
final class Connection: @unchecked Sendable {
    /// What a connection may do with the file.
    enum Role {
        case writer, reader
        /// Reads, and waits for nothing while it is in haste.
        ///
        /// - Parameter allowance: time of the processor for each glance, ns.
        case glancer(allowance: Int64)

        var mayWrite: Bool { if case .writer = self { true } else { false } }
    }

    var afterCommit: [@Sendable () -> Void] = []
    private(set) var cache = StatementCache()
    /// Of a connection that is glanced through.
    let haste: Haste?
    private let handle: OpaquePointer

    /// Has SQLite set up once, before anything else is asked of it; where it was set up already, it stays as it is.
    static let isSetUp = earmark_sqlite_count_no_memory() == SQLITE_OK

    init(path: String, role: Role) throws(SQLError) {
        _ = Connection.isSetUp
        let access = role.mayWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let error = SQLError.latest(of: opened, statement: nil, whilePreparing: true)
            sqlite3_close_v2(opened)
            throw error
        }
        handle = opened
        haste = if case .glancer(let allowance) = role { Haste(allowance: allowance) } else { nil }
        try configure(role)
        haste?.watch(handle)
    }

    /// True between BEGIN and its end; SQLite ends a transaction by itself on some errors (disk full, out of memory).
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Runs a statement to its end and says how many rows it changed itself (not by triggers).
    @discardableResult
    func execute(_ text: String, _ arguments: [SQLValue] = []) throws(SQLError) -> Int {
        let before = sqlite3_total_changes64(handle)
        let statement = try cache.statement(text, on: handle)
        try statement.start(arguments)
        defer { statement.finish() }
        while try statement.step() {}
        return sqlite3_total_changes64(handle) == before ? 0 : Int(sqlite3_changes64(handle))
    }

    /// Ends a transaction without a trace, where there is one.
    func undo() {
        if isInTransaction { _ = try? execute("ROLLBACK") }
    }

    /// Gives the rows one by one until `visit` answers false.
    func forEach(_ text: String, _ arguments: [SQLValue], visit: (Row) throws -> Bool) throws {
        let statement = try cache.statement(text, on: handle)
        try statement.start(arguments)
        defer { statement.finish() }
        let row = Row(statement)
        while try statement.step() {
            let goesOn = try visit(row)
            try statement.checkReadings()
            if !goesOn { return }
        }
    }

    /// Switches the checking of references, which SQLite does only outside a transaction.
    func checkReferences(_ on: Bool) throws(SQLError) { try execute("PRAGMA foreign_keys = \(on ? "ON" : "OFF")") }

    /// Copies the whole database, as one moment sees it, into a new file while others go on writing.
    func copy(to path: String) throws(SQLError) {
        var target: OpaquePointer?
        defer { sqlite3_close_v2(target) }
        guard
            sqlite3_open_v2(path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, nil)
                == SQLITE_OK, let backup = sqlite3_backup_init(target, "main", handle, "main")
        else { throw SQLError.latest(of: target, statement: nil) }
        let code = sqlite3_backup_step(backup, -1)
        guard sqlite3_backup_finish(backup) == SQLITE_OK, code == SQLITE_DONE else {
            throw SQLError.latest(of: target, statement: nil)
        }
    }

    deinit {
        cache.removeAll()
        sqlite3_close_v2(handle)
    }

    private func configure(_ role: Role) throws(SQLError) {
        // Slots as large as SQLite's own 40, enough for the cursors and registers of statements over many tables.
        earmark_sqlite_reserve(handle, 1_200, 300)
        // A reader's first read may meet the writer's recovery or the end of a checkpoint.
        sqlite3_busy_timeout(handle, haste == nil ? 5_000 : 0)
        // The writer trusts the schema: FTS5 is not marked innocuous, so else no trigger could feed a full-text index.
        for (setting, on) in [
            (SQLITE_DBCONFIG_DEFENSIVE, true), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, role.mayWrite),
            (SQLITE_DBCONFIG_DQS_DML, false), (SQLITE_DBCONFIG_DQS_DDL, false),
            (SQLITE_DBCONFIG_ENABLE_FKEY, true), (SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, !role.mayWrite),
        ] {
            guard earmark_sqlite_switch(handle, Int32(setting), on ? 1 : 0) == SQLITE_OK else {
                throw SQLError.latest(of: handle, statement: nil)
            }
        }
        // Without recursive_triggers, INSERT OR REPLACE deletes rows that a delete trigger protects.
        for pragma in ["cell_size_check = ON", "mmap_size = 0", "temp_store = MEMORY", "recursive_triggers = ON"] {
            try execute("PRAGMA \(pragma)")
        }
        switch role {
        case .reader: try execute("PRAGMA query_only = ON")
        case .glancer:
            try execute("PRAGMA query_only = ON")
            try keepPages()
        case .writer:
            try keepPages()
            try execute("PRAGMA journal_mode = WAL")
            // What is deleted is overwritten, not only forgotten: it was what people said.
            try execute("PRAGMA secure_delete = ON")
            try execute("PRAGMA synchronous = FULL")
            try execute("PRAGMA journal_size_limit = 67108864")  // 64 MiB: what the WAL shrinks to after a burst
        }
    }

    /// 16 MiB of them in memory: what stands above the leaves of a million sessions' indexes, and some rounds of a list.
    private func keepPages() throws(SQLError) { try execute("PRAGMA cache_size = -16384") }
}
