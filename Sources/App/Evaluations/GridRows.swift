import Domain
import JSON
import SQL

/// The sessions of a page as JSON, written while their rows are read: no value of a row becomes anything else between.
///
/// `EvaluationRecord.write` says the same of a single session; a test holds the two together.
enum GridRows {
    /// The sessions of these numbers, in this order, each an object; whoever gives the numbers has seen to who may see
    /// them.
    static func objects(_ numbers: [Int64], _ transaction: borrowing Transaction) throws -> JSONParts {
        guard !numbers.isEmpty else { return JSONParts() }
        let marks = SQLValue.marks(numbers.count)
        let arguments = numbers.map(SQLValue.integer)
        let scorecards = try Scorecards(marks, arguments, transaction)
        let now = transaction.now
        var places: [Int64: Range<Int>] = [:]
        places.reserveCapacity(numbers.count)
        let statement = """
            SELECT e.number, e.id, e.name, e.state, e.origin, e.interaction_id, i.external_id, i.channel, i.queue,
                i.agent_id, a.name, i.started_at, i.duration_ms, e.evaluator_id, v.name, e.created_by, c.name,
                e.created_at, e.due_at, e.completed_at, e.edited_at, e.edited_by, l.name, e.archived_at,
                o.reason, o.voided_by, w.name, o.voided_at, e.score, e.passed, e.pass_mark
            FROM evaluations e JOIN interactions i ON i.id = e.interaction_id
            LEFT JOIN users a ON a.id = i.agent_id LEFT JOIN users v ON v.id = e.evaluator_id
            JOIN users c ON c.id = e.created_by LEFT JOIN users l ON l.id = e.edited_by
            LEFT JOIN evaluation_voids o ON o.evaluation_id = e.id LEFT JOIN users w ON w.id = o.voided_by
            WHERE e.number IN (\(marks))
            """
        var writer = JSONWriter(reserving: numbers.count * usualSize)
        try transaction.forEach(statement, arguments) { row in
            let number = row.int64(Column.number.rawValue)
            places[number] = writer.part { part in
                part.object { write(row, number, scorecards, now: now, to: &$0) }
            }
        }
        return JSONParts(bytes: writer.bytes, places: numbers.compactMap { places[$0] })
    }

    /// Bytes of an object, so that they are not moved while they grow.
    private static let usualSize = 1_280

    /// The columns in the order of the statement.
    fileprivate enum Column: Int {
        case number, id, name, state, origin, interaction, externalID, channel, queue
        case agent, agentName, startedAt, durationMs, evaluator, evaluatorName, creator, creatorName
        case createdAt, dueAt, completedAt, editedAt, editor, editorName, archivedAt
        case voidReason, voidedBy, voiderName, voidedAt, score, passed, passMark
    }

    private static func write(
        _ row: Row, _ number: Int64, _ scorecards: Scorecards, now: Int64, to writer: inout JSONWriter
    ) {
        writer.field("id", row, text: .id)
        writer.field("name", row, text: .name)
        writer.field("state", row, text: .state)
        writer.field("expired", isExpired(row, now: now))
        writer.field("origin", row, text: .origin)
        writer.field(
            "interaction",
            object: {
                $0.field("id", row, text: .interaction)
                $0.field("externalId", row, text: .externalID)
                $0.field("channel", row, text: .channel)
                $0.field("queue", row, text: .queue)
                $0.field("agent", row, reference: .agent, .agentName)
                $0.field("startedAt", row, instant: .startedAt)
                $0.field("durationMs", row, integer: .durationMs)
            })
        writer.field("scorecards", array: { scorecards.write(of: number, to: &$0) })
        writer.field("evaluator", row, reference: .evaluator, .evaluatorName)
        writer.field("createdBy", row, reference: .creator, .creatorName)
        writer.field("createdAt", row, instant: .createdAt)
        writer.field("dueAt", row, instant: .dueAt)
        writer.field("completedAt", row, instant: .completedAt)
        writer.field("lastEditedAt", row, instant: .editedAt)
        writer.field("lastEditedBy", row, reference: .editor, .editorName)
        writer.field("archivedAt", row, instant: .archivedAt)
        writeVoid(row, to: &writer)
        writer.field("score", row, integer: .score)
        writer.field("passed", row.optionalBool(Column.passed.rawValue))
        writer.field("passMark", row, integer: .passMark)
    }

    private static func writeVoid(_ row: Row, to writer: inout JSONWriter) {
        guard !row.isNull(Column.voidReason.rawValue) else { return writer.fieldNull("voided") }
        writer.field(
            "voided",
            object: {
                $0.field("reason", row, text: .voidReason)
                $0.field("by", row, reference: .voidedBy, .voiderName)
                $0.field("at", row, instant: .voidedAt)
            })
    }

    /// What is completed has the date of that, and only that.
    private static func isExpired(_ row: Row, now: Int64) -> Bool {
        EvaluationSession.isExpired(
            dueAt: row.optionalInt64(Column.dueAt.rawValue),
            isCompleted: !row.isNull(Column.completedAt.rawValue), now: now)
    }
}

/// The scorecards of the sessions of a page, as JSON: of each session the elements of a list.
private struct Scorecards {
    private let written: [UInt8]
    private let places: [Int64: Range<Int>]

    /// - Parameter marks: one for each of the sessions' numbers.
    init(_ marks: String, _ numbers: [SQLValue], _ transaction: borrowing Transaction) throws {
        var places: [Int64: Range<Int>] = [:]
        places.reserveCapacity(numbers.count)
        var writer = JSONWriter(reserving: numbers.count * Scorecards.usualSize)
        try transaction.forEach(
            """
            SELECT e.number, f.scorecard_id, s.name, f.version
            FROM evaluations e CROSS JOIN evaluation_forms f ON f.evaluation_id = e.id
            JOIN scorecards s ON s.id = f.scorecard_id
            WHERE e.number IN (\(marks)) ORDER BY e.number, f.position
            """, numbers
        ) { row in
            let number = row.int64(0)
            let place = writer.part(after: places[number]) { part in
                part.object { writer in
                    if let id = row.lentText(1) { writer.field("id", utf8: id) }
                    if let name = row.lentText(2) { writer.field("name", utf8: name) }
                    writer.field("version", row.int64(3))
                }
            }
            places[number] = place
        }
        written = writer.bytes
        self.places = places
    }

    /// Bytes of one.
    private static let usualSize = 160

    func write(of number: Int64, to writer: inout JSONWriter) {
        guard let place = places[number] else { return }
        written.withUnsafeBufferPointer { writer.raw(UnsafeBufferPointer(rebasing: $0[place])) }
    }
}

extension JSONWriter {
    fileprivate mutating func field(_ name: StaticString, _ row: Row, text column: GridRows.Column) {
        key(constant: name)
        if let text = row.lentText(column.rawValue) { value(utf8: text) } else { null() }
    }

    fileprivate mutating func field(_ name: StaticString, _ row: Row, integer column: GridRows.Column) {
        key(constant: name)
        value(row.optionalInt64(column.rawValue))
    }

    fileprivate mutating func field(_ name: StaticString, _ row: Row, instant column: GridRows.Column) {
        key(constant: name)
        value(instant: row.optionalInt64(column.rawValue))
    }

    fileprivate mutating func field(
        _ name: StaticString, _ row: Row, reference id: GridRows.Column, _ label: GridRows.Column
    ) {
        key(constant: name)
        guard let id = row.lentText(id.rawValue) else { return null() }
        object {
            $0.key(constant: "id")
            $0.value(utf8: id)
            $0.field("name", row, text: label)
        }
    }
}
