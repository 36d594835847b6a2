import CSQLite
import Glibc

/// What the database refused or could not do, told by SQLite's result code and without any stored or bound value.
///
/// Codes: https://www.sqlite.org/rescode.html. Match by the properties below, never by `message`.
package struct SQLError: Error, Equatable, CustomStringConvertible {
    /// The primary result code, or one of the negative codes of our own below.
    package let code: Int32
    /// The extended result code: the primary one in its low byte.
    package let extendedCode: Int32
    /// One sentence in SQLite's words; may name tables, columns and constraints, never what they hold.
    package let message: String
    /// The statement's text with its `?`, or nil when no statement was involved.
    package let statement: String?
    /// `errno` of the system call that failed under SQLite, 0 when none did.
    package let systemCode: Int32

    package var isUniqueViolation: Bool {
        extendedCode == constraintCode(8) || extendedCode == constraintCode(6) || extendedCode == constraintCode(10)
    }
    package var isForeignKeyViolation: Bool { extendedCode == constraintCode(3) }
    package var isCheckViolation: Bool { extendedCode == constraintCode(1) }
    package var isNotNullViolation: Bool { extendedCode == constraintCode(5) }
    /// A trigger said RAISE(ABORT, …): the append-only tables answer so.
    package var isTriggerRefusal: Bool { extendedCode == constraintCode(7) }
    /// A value of the wrong kind was put into a STRICT column.
    package var isDataTypeViolation: Bool { extendedCode == constraintCode(12) }
    package var isDiskFull: Bool {
        code == SQLITE_FULL
            || (code == SQLITE_IOERR && (systemCode == ENOSPC || systemCode == EDQUOT))
            || extendedCode == SQLITE_IOERR | (19 << 8)  // SHMSIZE: the WAL's index could not grow
    }
    package var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
    package var isReadOnly: Bool { code == SQLITE_READONLY }
    package var isCorrupt: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }
    /// Another process, or another `Database` of this one, has the data directory open.
    package var isDatabaseInUse: Bool { code == SQLError.databaseInUse }
    /// Our own program used this module wrongly: a nested transaction, a wrong number of arguments, a closed database.
    package var isMisuse: Bool { code == SQLError.misuse }

    package var description: String {
        let place = statement.map { " in: \($0)" } ?? ""
        let system = systemCode == 0 ? "" : ", errno \(systemCode)"
        return "SQL error \(code) (\(extendedCode)\(system)): \(message)\(place)"
    }

    static let misuse: Int32 = -1
    static let databaseInUse: Int32 = -2
    static let file: Int32 = -3

    private func constraintCode(_ kind: Int32) -> Int32 { SQLITE_CONSTRAINT | (kind << 8) }
}

extension SQLError {
    /// The program's own mistake, found before SQLite would have answered wrongly.
    static func misuse(_ message: String, statement: String? = nil) -> SQLError {
        SQLError(code: misuse, extendedCode: misuse, message: message, statement: statement, systemCode: 0)
    }

    /// A file beside the database could not be opened, locked or written.
    static func file(_ message: String, errno code: Int32) -> SQLError {
        SQLError(code: file, extendedCode: file, message: message, statement: nil, systemCode: code)
    }

    /// What a connection reports about the call that just failed.
    ///
    /// SQLite's own sentence is kept where it is made of schema names or of the statement (a constraint, a syntax
    /// error); while a statement runs it may quote what was bound (a full-text query), so there only the code's
    /// general sentence is used.
    static func latest(of handle: OpaquePointer?, statement: String?, whilePreparing: Bool = false) -> SQLError {
        let extended = sqlite3_extended_errcode(handle)
        let primary = extended & 0xff
        let mayQuote = !whilePreparing && primary != SQLITE_CONSTRAINT
        let words = mayQuote ? sqlite3_errstr(extended) : sqlite3_errmsg(handle)
        let system = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN ? sqlite3_system_errno(handle) : 0
        return SQLError(
            code: primary, extendedCode: extended, message: words.map { String(cString: $0) } ?? "unknown error",
            statement: statement, systemCode: system)
    }
}
