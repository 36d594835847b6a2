import CSQLite

/// One prepared statement of one connection, run again and again with other values.
final class Statement {
    let handle: OpaquePointer
    let text: String
    /// True from the first step to the reset; a statement that is running cannot be run a second time.
    private(set) var isRunning = false
    /// When it was last handed out by the cache, in handings-out.
    var lastUse = 0
    private let connection: OpaquePointer
    private var isOnRow = false
    private var columns: Int32 = 0
    private var mismatch: String?

    init(_ text: String, on connection: OpaquePointer, kept: Bool) throws(SQLError) {
        var text = text
        let (code, prepared, hasMore) = text.withUTF8 { bytes -> (Int32, OpaquePointer?, Bool) in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                var prepared: OpaquePointer?
                var tail: UnsafePointer<CChar>?
                let code = sqlite3_prepare_v3(
                    connection, characters.baseAddress, Int32(characters.count),
                    kept ? UInt32(SQLITE_PREPARE_PERSISTENT) : 0, &prepared, &tail)
                guard let start = characters.baseAddress, let tail else { return (code, prepared, false) }
                return (code, prepared, characters[(tail - start)...].contains { $0 > 0x20 && $0 != 0x3b })
            }
        }
        guard code == SQLITE_OK else {
            throw SQLError.latest(of: connection, statement: text, whilePreparing: true)
        }
        guard let prepared else { throw SQLError.misuse("there is no statement in the text", statement: text) }
        guard !hasMore else {
            sqlite3_finalize(prepared)
            throw SQLError.misuse("more than one statement in the text", statement: text)
        }
        handle = prepared
        self.text = text
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    func start(_ arguments: [SQLValue]) throws(SQLError) {
        guard Int(sqlite3_bind_parameter_count(handle)) == arguments.count else {
            throw SQLError.misuse(
                "\(arguments.count) arguments for \(sqlite3_bind_parameter_count(handle)) parameters", statement: text)
        }
        isRunning = true
        for (index, argument) in arguments.enumerated() {
            guard bind(argument, at: Int32(index + 1)) == SQLITE_OK else {
                let error = SQLError.latest(of: connection, statement: text)
                finish()
                throw error
            }
        }
    }

    /// Moves to the next row; false when there is none.
    func step() throws(SQLError) -> Bool {
        let code = sqlite3_step(handle)
        isOnRow = code == SQLITE_ROW
        if isOnRow { columns = sqlite3_data_count(handle) }
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLError.latest(of: connection, statement: text)
        }
    }

    /// Throws when the row just read did not hold what was asked of it.
    func checkReadings() throws(SQLError) {
        guard let mismatch else { return }
        throw SQLError(
            code: SQLITE_MISMATCH, extendedCode: SQLITE_MISMATCH, message: mismatch, statement: text, systemCode: 0)
    }

    /// Lets go of the rows and of the values bound, so that a kept statement holds no one's data.
    func finish() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        isRunning = false
        isOnRow = false
        mismatch = nil
    }

    /// The kind of value in a column of the present row; nil (and noted) when there is no such column or row.
    func kind(of column: Int) -> Int32? {
        guard isOnRow, column >= 0, column < Int(columns) else {
            mismatch = mismatch ?? "there is no column \(column) to read"
            return nil
        }
        return sqlite3_column_type(handle, Int32(column))
    }

    func holds(_ kind: Int32, in column: Int) -> Bool {
        guard let found = self.kind(of: column) else { return false }
        if found != kind { mismatch = mismatch ?? "column \(column) holds kind \(found), not kind \(kind)" }
        return found == kind
    }

    private func bind(_ value: SQLValue, at position: Int32) -> Int32 {
        // SQLITE_TRANSIENT, a macro Swift cannot import: SQLite copies what it is given.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(handle, position)
        case .integer(let number): return sqlite3_bind_int64(handle, position, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text64(
                        handle, position, $0.baseAddress, UInt64($0.count), copied, UInt8(SQLITE_UTF8))
                }
            }
        case .bytes(let bytes) where bytes.isEmpty: return sqlite3_bind_zeroblob(handle, position, 0)
        case .bytes(let bytes):
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob64(handle, position, $0.baseAddress, UInt64($0.count), copied)
            }
        }
    }
}
