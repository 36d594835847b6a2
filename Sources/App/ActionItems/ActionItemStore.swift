import Domain
import SQL

/// A new row of the table.
struct NewActionItem: Sendable {
    let id: String
    let type: ActionItemType
    let summary: String
    let showsScore: Bool
    let dueAt: Int64?
    let assigneeID: String
    let evaluationID: String
    let interactionID: String
    let createdBy: String
}

/// Which action items somebody looks for.
struct ActionItemQuery: Sendable {
    var state: ActionItemState?
    var evaluation: String?
    /// Only the caller's own to do.
    var isMine = false
    /// Only those the caller wrote.
    var isSent = false
}

/// The table of action items; finders give those the caller is asked to do or wrote, and those of evaluations in
/// sight.
enum ActionItemStore {
    static let sorts = ["-createdAt"]

    static func insert(_ item: NewActionItem, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO action_items (id, type, summary, shows_score, due_at, assignee_id, evaluation_id,
                interaction_id, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(item.id), .text(item.type.rawValue), .text(item.summary), SQLValue(item.showsScore),
            .optional(item.dueAt), .text(item.assigneeID), .text(item.evaluationID),
            .text(item.interactionID), .text(item.createdBy), .integer(transaction.now))
    }

    static func close(_ id: String, by caller: Caller, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE action_items SET closed_at = ?, closed_by = ? WHERE id = ? AND closed_at IS NULL",
            .integer(transaction.now), .text(caller.id), .text(id))
    }

    static func reopen(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("UPDATE action_items SET closed_at = NULL, closed_by = NULL WHERE id = ?", .text(id))
    }

    static func insert(
        messageID: String, of itemID: String, _ body: String, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO action_item_messages (id, item_id, position, author_id, body, created_at)
            SELECT ?, ?, count(*), ?, ?, ? FROM action_item_messages WHERE item_id = ?
            """,
            .text(messageID), .text(itemID), .text(caller.id), .text(body), .integer(transaction.now), .text(itemID))
    }

    /// In the order of writing.
    static func messages(
        of itemID: String, _ transaction: borrowing Transaction
    ) throws -> [ActionItem.Message] {
        try transaction.rows(
            """
            SELECT m.id, m.author_id, u.name, m.body, m.created_at FROM action_item_messages m
            JOIN users u ON u.id = m.author_id WHERE m.item_id = ? ORDER BY m.position
            """, .text(itemID)
        ) { row in
            ActionItem.Message(
                id: row.text(0), author: Reference(id: row.text(1), name: row.text(2)), body: row.text(3),
                createdAt: row.int64(4))
        }
    }

    static func find(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> ActionItem? {
        var condition = seen(by: caller)
        condition.add("n.id = ?", .text(id))
        return try rows(condition, "", [], transaction).first
    }

    static func page(
        _ query: ActionItemQuery, for caller: Caller, _ limit: PageLimit, _ transaction: borrowing Transaction
    ) throws -> Page<ActionItem> {
        var condition = seen(by: caller)
        switch query.state {
        case nil: break
        case .open?: condition.add("n.closed_at IS NULL")
        case .closed?: condition.add("n.closed_at IS NOT NULL")
        }
        if let evaluation = query.evaluation { condition.add("n.evaluation_id = ?", .text(evaluation)) }
        if query.isMine { condition.add("n.assignee_id = ?", .text(caller.id)) }
        if query.isSent { condition.add("n.created_by = ?", .text(caller.id)) }
        if let after = limit.after {
            guard after.count == 2, case .integer = after[0], case .text = after[1] else {
                throw Refusal("cursor_invalid", "This page marker does not belong to this list.")
            }
            condition.add("(n.created_at, n.id) < (?, ?)", after.map(\.value))
        }
        let found = try rows(
            condition, "ORDER BY n.created_at DESC, n.id DESC LIMIT ?", [.integer(Int64(limit.count + 1))], transaction)
        return Page(rows: found, limit: limit) { [.integer($0.createdAt), .text($0.id)] }
    }

    /// Over the tables `n`, `e` and `i`.
    private static func seen(by caller: Caller) -> Condition {
        let evaluations = EvaluationSight.seen(by: caller)
        var condition = Condition()
        condition.add(
            "n.assignee_id = ? OR n.created_by = ? OR (\(evaluations.text))",
            [.text(caller.id), .text(caller.id)] + evaluations.arguments)
        return condition
    }

    private static func rows(
        _ condition: Condition, _ tail: String, _ more: [SQLValue], _ transaction: borrowing Transaction
    ) throws -> [ActionItem] {
        try transaction.rows(
            """
            SELECT n.id, n.type, n.summary, n.shows_score, n.due_at, n.assignee_id, a.name, n.created_by, c.name,
                n.created_at, n.closed_at, n.closed_by, d.name, e.id, e.name, i.id, i.external_id,
                l.position + 1, l.created_at, l.author_id, w.name, e.interaction_id <> n.interaction_id
            FROM action_items n JOIN evaluations e ON e.id = n.evaluation_id JOIN interactions i ON i.id = n.interaction_id
            JOIN users a ON a.id = n.assignee_id JOIN users c ON c.id = n.created_by
            LEFT JOIN users d ON d.id = n.closed_by
            LEFT JOIN action_item_messages l ON l.item_id = n.id
                AND l.position = (SELECT max(m.position) FROM action_item_messages m WHERE m.item_id = n.id)
            LEFT JOIN users w ON w.id = l.author_id
            WHERE \(condition.text) \(tail)
            """, condition.arguments + more
        ) { row in
            ActionItem(
                id: row.text(0), type: ActionItemType(rawValue: row.text(1)) ?? .evaluatorMessage,
                summary: row.text(2), showsScore: row.bool(3), dueAt: row.optionalInt64(4),
                assignee: Reference(id: row.text(5), name: row.text(6)),
                createdBy: Reference(id: row.text(7), name: row.text(8)), createdAt: row.int64(9),
                closedAt: row.optionalInt64(10),
                closedBy: Reference(id: row.optionalText(11), name: row.optionalText(12)),
                evaluation: Reference(id: row.text(13), name: row.text(14)), interactionID: row.text(15),
                externalID: row.text(16), messages: row.optionalInt64(17) ?? 0, lastMessageAt: row.optionalInt64(18),
                lastMessageBy: Reference(id: row.optionalText(19), name: row.optionalText(20)), hasMoved: row.bool(21))
        }
    }
}
