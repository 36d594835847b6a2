/// The statements a connection has prepared and keeps, the longest unused leaving first.
struct StatementCache {
    static let capacity = 256
    private var statements: [String: Statement] = [:]
    private var uses = 0
    /// How often a text had to be prepared, for tests and for finding texts that are built anew each time.
    private(set) var preparations = 0

    var count: Int { statements.count }

    /// The statement of this text, ready to start; one that is running is not handed out twice.
    mutating func statement(_ text: String, on connection: OpaquePointer) throws(SQLError) -> Statement {
        uses += 1
        if let kept = statements[text] {
            guard kept.isRunning else {
                kept.lastUse = uses
                return kept
            }
            preparations += 1
            return try Statement(text, on: connection, kept: false)
        }
        preparations += 1
        let statement = try Statement(text, on: connection, kept: true)
        if statements.count >= StatementCache.capacity { forgetLongestUnused() }
        statement.lastUse = uses
        statements[text] = statement
        return statement
    }

    mutating func removeAll() { statements.removeAll() }

    private mutating func forgetLongestUnused() {
        let oldest = statements.values.filter { !$0.isRunning }.min { $0.lastUse < $1.lastUse }
        if let oldest { statements[oldest.text] = nil }
    }
}
