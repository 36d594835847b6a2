/// The statements a connection has prepared and keeps, the longest unused leaving first.
struct StatementCache {
    static let capacity = 256
    private var statements: [Text: Statement] = [:]
    private var uses = 0
    /// How often a text had to be prepared, for tests and for finding texts that are built anew each time.
    private(set) var preparations = 0

    var count: Int { statements.count }

    /// The statement of this text, ready to start; one that is running is not handed out twice.
    mutating func statement(_ text: String, on connection: OpaquePointer) throws(SQLError) -> Statement {
        uses += 1
        let key = Text(text: text)
        if let kept = statements[key] {
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
        statements[key] = statement
        return statement
    }

    mutating func removeAll() { statements.removeAll() }

    private mutating func forgetLongestUnused() {
        let oldest = statements.values.filter { !$0.isRunning }.min { $0.lastUse < $1.lastUse }
        if let oldest { statements[Text(text: oldest.text)] = nil }
    }

    /// A text as a key. Texts are long and asked for many times in a request; their length and some bytes of their middle
    /// and end tell nearly all of them apart, and the rest is told by comparing.
    private struct Text: Hashable {
        let text: String

        func hash(into hasher: inout Hasher) {
            let isHashed: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
                let raw = UnsafeRawBufferPointer(bytes)
                hasher.combine(raw.count)
                guard raw.count >= 32 else { return hasher.combine(bytes: raw) }
                hasher.combine(raw.loadUnaligned(fromByteOffset: raw.count / 4, as: UInt64.self))
                hasher.combine(raw.loadUnaligned(fromByteOffset: raw.count / 2, as: UInt64.self))
                hasher.combine(raw.loadUnaligned(fromByteOffset: raw.count - 16, as: UInt64.self))
                hasher.combine(raw.loadUnaligned(fromByteOffset: raw.count - 8, as: UInt64.self))
            }
            if isHashed == nil { hasher.combine(text) }
        }
    }
}
