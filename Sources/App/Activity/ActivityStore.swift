import SQL

/// Reads the event log; only `EventLog.record` writes it.
enum ActivityStore {
    /// An entry as it is shown.
    struct Entry: Sendable {
        let sequence: Int64
        let at: Int64
        let actor: Reference?
        let action: String
        let subject: EventLog.Subject
        let detail: String
    }

    static func page(_ limit: PageLimit, _ transaction: borrowing Transaction) throws -> Page<Entry> {
        var before = Int64.max
        if case .integer(let sequence)? = limit.after?.first { before = sequence }
        let rows = try transaction.rows(
            """
            SELECT a.sequence, a.at, a.actor_id, u.name, a.action, a.subject_kind, a.subject_id, a.detail
            FROM activity a LEFT JOIN users u ON u.id = a.actor_id
            WHERE a.sequence < ? ORDER BY a.sequence DESC LIMIT ?
            """,
            .integer(before), .integer(Int64(limit.count + 1))
        ) { row in
            Entry(
                sequence: row.int64(0), at: row.int64(1),
                actor: Reference(id: row.optionalText(2), name: row.optionalText(3)), action: row.text(4),
                subject: EventLog.Subject(kind: row.text(5), id: row.text(6)), detail: row.text(7))
        }
        return Page(rows: rows, limit: limit) { [.integer($0.sequence)] }
    }

    /// The sequence numbers at which the chain of hashes breaks.
    static func brokenLinks(_ transaction: borrowing Transaction) throws -> [Int64] {
        var broken: [Int64] = []
        var previous = ""
        try transaction.forEach(
            """
            SELECT sequence, at, actor_id, action, subject_kind, subject_id, detail, hash
            FROM activity ORDER BY sequence
            """
        ) { row in
            let entry = EventEntry(
                sequence: row.int64(0), at: row.int64(1), actorID: row.text(2), action: row.text(3),
                subject: EventLog.Subject(kind: row.text(4), id: row.text(5)), detail: Array(row.text(6).utf8),
                previousHash: previous)
            if entry.hash != row.text(7) { broken.append(entry.sequence) }
            previous = row.text(7)
        }
        return broken
    }
}
