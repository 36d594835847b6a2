import CSQLite

/// One row of a result, read by column position from 0; valid only inside the closure that received it.
///
/// Reading a column as a kind it does not hold (NULL included) makes the whole call throw after the closure: a zero
/// or an empty text is never passed off as a stored value.
package struct Row {
    private let statement: Statement

    init(_ statement: Statement) { self.statement = statement }

    package func int64(_ column: Int) -> Int64 {
        guard statement.holds(SQLITE_INTEGER, in: column) else { return 0 }
        return sqlite3_column_int64(statement.handle, Int32(column))
    }

    package func bool(_ column: Int) -> Bool { int64(column) != 0 }

    package func text(_ column: Int) -> String { withText(column) { String(decoding: $0, as: UTF8.self) } }

    /// Lends a text as UTF-8 without making a String of it: for what is passed on by the thousand.
    package func withText<T>(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
        let isText = statement.holds(SQLITE_TEXT, in: column)
        return try body(isText ? utf8(column) : UnsafeBufferPointer(start: nil, count: 0))
    }

    /// Lends a text as UTF-8 until the next row is read; nil for NULL.
    package func lentText(_ column: Int) -> UnsafeBufferPointer<UInt8>? {
        guard let kind = statement.kind(of: column), kind != SQLITE_NULL else { return nil }
        return kind == SQLITE_TEXT || statement.holds(SQLITE_TEXT, in: column) ? utf8(column) : nil
    }

    /// The bytes of a text where they lie: asked for as a text, they would be copied to get a NUL at their end
    /// (https://www.sqlite.org/c3ref/column_blob.html). The database is in UTF-8.
    private func utf8(_ column: Int) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_column_blob(statement.handle, Int32(column))
        return UnsafeBufferPointer(
            start: start?.assumingMemoryBound(to: UInt8.self),
            count: Int(sqlite3_column_bytes(statement.handle, Int32(column))))
    }

    package func bytes(_ column: Int) -> [UInt8] {
        guard statement.holds(SQLITE_BLOB, in: column), let start = sqlite3_column_blob(statement.handle, Int32(column))
        else { return [] }
        let count = Int(sqlite3_column_bytes(statement.handle, Int32(column)))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    package func isNull(_ column: Int) -> Bool { statement.kind(of: column) == SQLITE_NULL }

    package func optionalInt64(_ column: Int) -> Int64? {
        guard let kind = statement.kind(of: column), kind != SQLITE_NULL else { return nil }
        return kind == SQLITE_INTEGER ? sqlite3_column_int64(statement.handle, Int32(column)) : int64(column)
    }

    package func optionalBool(_ column: Int) -> Bool? { isNull(column) ? nil : bool(column) }
    package func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }
    package func optionalBytes(_ column: Int) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

    /// A computed column such as `avg` or `rank`; stored columns are never floating point.
    package func double(_ column: Int) -> Double {
        guard statement.kind(of: column) == SQLITE_INTEGER || statement.holds(SQLITE_FLOAT, in: column) else {
            return 0
        }
        return sqlite3_column_double(statement.handle, Int32(column))
    }
}
