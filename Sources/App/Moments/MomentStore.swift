import Domain
import SQL

/// The tables of moments and clips; finders give the moments of interactions the caller may see.
enum MomentStore {
    static func insert(
        id: String, interactionID: String, title: String, note: String?, _ moment: Moment, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO moments (id, interaction_id, title, note, start_ms, end_ms, screens, redactions, created_by,
                created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(id), .text(interactionID), .text(title), .optional(note), .integer(moment.range.startMs),
            .integer(moment.range.endMs), .text(moment.screens.text), .text(RedactionJSON.text(moment.redactions)),
            .text(caller.id), .integer(transaction.now))
    }

    static func setRedactions(
        _ id: String, _ redactions: [Redaction], _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE moments SET redactions = ? WHERE id = ?", .text(RedactionJSON.text(redactions)), .text(id))
    }

    static func change(
        _ id: String, title: String, note: String?, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE moments SET title = ?, note = ? WHERE id = ?", .text(title), .optional(note), .text(id))
    }

    static func delete(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("UPDATE moments SET deleted_at = ? WHERE id = ?", .integer(transaction.now), .text(id))
    }

    static func find(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> KeptMoment? {
        var condition = FindInteraction.inSight(of: caller)
        condition.add("m.id = ?", .text(id))
        return try rows(condition, "", [], transaction).first
    }

    static func all(
        of interactionID: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [KeptMoment] {
        var condition = FindInteraction.inSight(of: caller)
        condition.add("m.interaction_id = ?", .text(interactionID))
        return try rows(condition, "ORDER BY m.start_ms, m.id", [], transaction)
    }

    /// So many whose recipe has to be worked out: of all interactions, and not deleted.
    static func unsettled(_ limit: Int, _ transaction: borrowing Transaction) throws -> [KeptMoment] {
        var condition = Condition()
        condition.add("m.recipe IS NULL")
        return try rows(condition, "LIMIT ?", [.integer(Int64(limit))], transaction)
    }

    /// The recipe stands until something the clip is made of changes.
    static func settle(_ id: String, on recipe: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("UPDATE moments SET recipe = ? WHERE id = ?", .text(recipe), .text(id))
    }

    static func page(
        for caller: Caller, _ limit: PageLimit, _ transaction: borrowing Transaction
    ) throws -> Page<KeptMoment> {
        var condition = FindInteraction.inSight(of: caller)
        let counted: Int64? = try transaction.row(
            """
            SELECT count(*) FROM (SELECT 1 FROM moments m JOIN interactions i ON i.id = m.interaction_id
            WHERE m.deleted_at IS NULL AND \(condition.text) LIMIT ?) AS found
            """, condition.arguments + [.integer(Int64(PageTotal.cap + 1))]
        ) { $0.int64(0) }
        if let after = limit.after, after.count == 2 {
            condition.add("(m.created_at, m.id) < (?, ?)", after[0].value, after[1].value)
        }
        let found = try rows(
            condition, "ORDER BY m.created_at DESC, m.id DESC LIMIT ?", [.integer(Int64(limit.count + 1))], transaction)
        return Page(rows: found, limit: limit, total: PageTotal(counted: counted ?? 0)) {
            [.integer($0.createdAt), .text($0.id)]
        }
    }

    private static func rows(
        _ condition: Condition, _ tail: String, _ more: [SQLValue], _ transaction: borrowing Transaction
    ) throws -> [KeptMoment] {
        try transaction.rows(
            """
            SELECT m.id, m.interaction_id, i.external_id, m.title, m.note, m.start_ms, m.end_ms, m.screens,
                m.created_by, u.name, u.role, m.created_at, m.redactions
            FROM moments m JOIN interactions i ON i.id = m.interaction_id JOIN users u ON u.id = m.created_by
            WHERE m.deleted_at IS NULL AND \(condition.text) \(tail)
            """, condition.arguments + more
        ) { row in
            let moment = try Moment(
                startMs: row.int64(5), endMs: row.int64(6), screens: Moment.Screens(text: row.text(7)),
                mediaMs: row.int64(6))
            return KeptMoment(
                id: row.text(0), interactionID: row.text(1), externalID: row.text(2), title: row.text(3),
                note: row.optionalText(4),
                moment: moment.redacted(by: try RedactionJSON.redactions(row.text(12), in: moment)),
                createdBy: Reference(id: row.text(8), name: row.text(9)),
                createdByRole: BuiltInRole(rawValue: row.text(10)) ?? .agent, createdAt: row.int64(11))
        }
    }
}

extension Moment.Screens {
    var text: String {
        switch self {
        case .grid: "grid"
        case .none: "none"
        case .monitor(let number): String(number)
        }
    }

    init(text: String) {
        self = text == "none" ? .none : Int(text).map(Moment.Screens.monitor) ?? .grid
    }
}
