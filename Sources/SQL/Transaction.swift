/// One transaction: everything in it happens, or none of it; reads inside it see one state of the database.
package struct Transaction: ~Copyable {
    /// When it began, in Unix milliseconds: the one time that everything done in it bears.
    package let now: Int64
    private let connection: Connection

    init(_ connection: Connection, now: Int64) {
        self.connection = connection
        self.now = now
    }

    /// Runs one statement and says how many rows it changed.
    @discardableResult
    package func execute(_ sql: String, _ arguments: SQLValue...) throws(SQLError) -> Int {
        try execute(sql, arguments)
    }

    @discardableResult
    package func execute(_ sql: String, _ arguments: [SQLValue]) throws(SQLError) -> Int {
        try checkOpen(sql)
        return try connection.execute(sql, arguments)
    }

    /// All rows of a query, each made into a value.
    package func rows<T>(_ sql: String, _ arguments: SQLValue..., make: (Row) throws -> T) throws -> [T] {
        try rows(sql, arguments, make: make)
    }

    package func rows<T>(_ sql: String, _ arguments: [SQLValue], make: (Row) throws -> T) throws -> [T] {
        var values: [T] = []
        try forEach(sql, arguments) { values.append(try make($0)) }
        return values
    }

    /// The first row of a query made into a value, or nil when there is none.
    package func row<T>(_ sql: String, _ arguments: SQLValue..., make: (Row) throws -> T) throws -> T? {
        try row(sql, arguments, make: make)
    }

    package func row<T>(_ sql: String, _ arguments: [SQLValue], make: (Row) throws -> T) throws -> T? {
        try checkOpen(sql)
        var value: T?
        // To its end: only then has an INSERT … RETURNING been carried out whole.
        try connection.forEach(sql, arguments) { row in
            if value == nil { value = try make(row) }
            return true
        }
        return value
    }

    /// Visits the rows of a query one by one without gathering them: for exports.
    package func forEach(_ sql: String, _ arguments: SQLValue..., visit: (Row) throws -> Void) throws {
        try forEach(sql, arguments, visit: visit)
    }

    package func forEach(_ sql: String, _ arguments: [SQLValue], visit: (Row) throws -> Void) throws {
        try checkOpen(sql)
        try connection.forEach(sql, arguments) { row in
            try visit(row)
            return true
        }
    }

    /// Runs `action` once the commit has succeeded, outside the transaction; forgotten on a rollback.
    package func afterCommit(_ action: @escaping @Sendable () -> Void) {
        connection.afterCommit.append(action)
    }

    /// Said before work that cannot be broken off once it has begun, such as a search of full text: a glance ends here.
    package func takesLong() throws(SQLError) { try breakOff(.tooLong) }

    /// Said before a wait that has nothing to do with reading: a glance ends here.
    package func waits() throws(SQLError) { try breakOff(.wouldWait) }

    private func breakOff(_ end: Haste.End) throws(SQLError) {
        guard let haste = connection.haste, haste.isOn else { return }
        haste.breakOff(end)
        throw SQLError.misuse("a glance neither waits nor begins what takes long")
    }

    /// After some errors SQLite has already rolled back: what followed would be committed piece by piece.
    private func checkOpen(_ sql: String) throws(SQLError) {
        guard connection.isInTransaction else {
            throw SQLError.misuse("the transaction has already ended", statement: sql)
        }
    }
}

@available(*, unavailable, message: "a transaction belongs to the thread that began it")
extension Transaction: Sendable {}
