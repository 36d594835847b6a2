import Domain
import SQL

/// The table of interactions; finders give only what the caller may see.
enum InteractionStore {
    /// Null on top or at the bottom never matters here: the columns sorted by are never null.
    private static let orders: [String: (column: String, isDescending: Bool)] = [
        "-startedAt": ("i.started_at", true), "startedAt": ("i.started_at", false),
        "externalId": ("i.external_id", false),
        "-durationMs": ("i.duration_ms", true), "durationMs": ("i.duration_ms", false),
    ]
    static let sorts = ["-startedAt", "startedAt", "externalId", "-durationMs", "durationMs"]

    static func insert(_ row: NewInteraction, _ transaction: borrowing Transaction) throws -> Bool {
        let added = try transaction.execute(
            """
            INSERT INTO interactions (id, external_id, channel, agent_id, team_id, queue, disposition, language,
                customer, started_at, duration_ms, is_offline, created_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (external_id) DO NOTHING
            """,
            .text(row.id), .text(row.metadata.externalId ?? row.id), .text(row.metadata.channel.rawValue),
            .optional(row.agentID), .optional(row.teamID), .optional(row.metadata.queue),
            .optional(row.metadata.disposition), .optional(row.metadata.language), .optional(row.metadata.customer),
            .integer(row.metadata.startedAt), .integer(row.metadata.durationMs ?? 0), SQLValue(row.isOffline),
            .text(row.createdBy), .integer(transaction.now))
        guard added > 0 else { return false }
        try setTopics(of: row.id, row.metadata.topics, transaction)
        return true
    }

    /// False when the external ID belongs to another interaction.
    static func update(
        _ id: String, _ metadata: InteractionMetadata, agentID: String?, teamID: String?,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        let externalID = metadata.externalId ?? id
        let other: Int64? = try transaction.row(
            "SELECT 1 FROM interactions WHERE external_id = ? AND id <> ?", .text(externalID), .text(id)
        ) { $0.int64(0) }
        guard other == nil else { return false }
        try transaction.execute(
            """
            UPDATE interactions SET external_id = ?, channel = ?, agent_id = ?, team_id = ?, queue = ?,
                disposition = ?, language = ?, customer = ?, started_at = ?, duration_ms = ? WHERE id = ?
            """,
            .text(externalID), .text(metadata.channel.rawValue), .optional(agentID), .optional(teamID),
            .optional(metadata.queue), .optional(metadata.disposition), .optional(metadata.language),
            .optional(metadata.customer), .integer(metadata.startedAt), .integer(metadata.durationMs ?? 0), .text(id))
        try setTopics(of: id, metadata.topics, transaction)
        return true
    }

    /// The media are the truth: an interaction lasts at least as long as they do.
    static func extend(_ id: String, toMs durationMs: Int64, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE interactions SET duration_ms = ? WHERE id = ? AND duration_ms < ?", .integer(durationMs), .text(id),
            .integer(durationMs))
    }

    /// False when it carries the tag already.
    static func tagEvaluated(_ id: String, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.execute(
            "UPDATE interactions SET evaluated_at = ? WHERE id = ? AND evaluated_at IS NULL",
            .integer(transaction.now), .text(id)) > 0
    }

    static func untagEvaluated(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("UPDATE interactions SET evaluated_at = NULL WHERE id = ?", .text(id))
    }

    static func find(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Interaction? {
        var condition = reached(by: caller)
        condition.add("i.id = ?", .text(id))
        return try rows(condition, "", [], transaction).first
    }

    static func page(
        _ search: InteractionSearch, for caller: Caller, _ limit: PageLimit, _ transaction: borrowing Transaction
    ) throws -> Page<Interaction> {
        var condition = try matching(search, for: caller, transaction)
        let counted: Int64? = try transaction.row(
            "SELECT count(*) FROM (SELECT 1 FROM interactions i WHERE \(condition.text) LIMIT ?)",
            condition.arguments + [.integer(Int64(PageTotal.cap + 1))]
        ) { $0.int64(0) }
        guard let order = orders[limit.sort] else { throw Refusal("query_invalid", "This list has no such order.") }
        if let after = limit.after, after.count == 2, case .text(let id) = after[1] {
            let sign = order.isDescending ? "<" : ">"
            condition.add("(\(order.column), i.id) \(sign) (?, ?)", after[0].value, .text(id))
        }
        let direction = order.isDescending ? "DESC" : "ASC"
        let found = try rows(
            condition, "ORDER BY \(order.column) \(direction), i.id \(direction) LIMIT ?",
            [.integer(Int64(limit.count + 1))], transaction)
        return Page(rows: found, limit: limit, total: PageTotal(counted: counted ?? 0)) { item in
            switch limit.sort {
            case "externalId": [.text(item.externalID), .text(item.id)]
            case "-durationMs", "durationMs": [.integer(item.durationMs), .text(item.id)]
            default: [.integer(item.startedAt), .text(item.id)]
            }
        }
    }

    /// What a caller may see at all; the table is named `i`.
    static func seen(by caller: Caller) -> Condition {
        var condition = Condition()
        switch caller.sight {
        case .everything: break
        case .own: condition.add("i.agent_id = ?", .text(caller.id))
        case .teams(let teams):
            if teams.isEmpty {
                condition.add("i.created_by = ?", .text(caller.id))
            } else {
                let marks = SQLValue.marks(teams.count)
                condition.add(
                    "i.team_id IN (\(marks)) OR i.created_by = ?", teams.map(SQLValue.text) + [.text(caller.id)])
            }
        }
        return condition
    }

    /// What a caller may see, or was given to work on by a room above; the table is named `i`.
    static func reached(by caller: Caller) -> Condition {
        guard case .teams = caller.sight else { return seen(by: caller) }
        let ways = [seen(by: caller)] + Rooms.all.compactMap { $0.opens?(caller) }
        var condition = Condition()
        condition.add(ways.map { "(\($0.text))" }.joined(separator: " OR "), ways.flatMap(\.arguments))
        return condition
    }

    /// The search as a condition over the table named `i`, within what the caller may see.
    static func matching(
        _ search: InteractionSearch, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Condition {
        let search = try search.dated(transaction)
        var condition = seen(by: caller)
        if let externalID = search.externalID { condition.add("i.external_id = ?", .text(externalID)) }
        condition.add("i.agent_id", in: search.agents)
        condition.add("i.team_id", in: search.teams)
        condition.add("i.queue", in: search.queues)
        condition.add("i.channel", in: search.channels)
        condition.add("i.disposition", in: search.dispositions)
        condition.add("i.language", in: search.languages)
        if let from = search.from { condition.add("i.started_at >= ?", .integer(from)) }
        if let to = search.to { condition.add("i.started_at < ?", .integer(to)) }
        if let isEvaluated = search.isEvaluated {
            condition.add("i.evaluated_at IS \(isEvaluated ? "NOT " : "")NULL")
        }
        if let text = search.text { condition.add(text: text) }
        if let window = search.window { condition.add(window: window) }
        if let conditions = search.conditions { condition.add(conditions) }
        return condition
    }

    private static func setTopics(
        of id: String, _ topics: [String], _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute("DELETE FROM interaction_topics WHERE interaction_id = ?", .text(id))
        for (position, topic) in topics.enumerated() {
            try transaction.execute(
                "INSERT INTO interaction_topics (interaction_id, position, topic) VALUES (?, ?, ?)", .text(id),
                .integer(Int64(position)), .text(topic))
        }
    }

    private static func rows(
        _ condition: Condition, _ tail: String, _ more: [SQLValue], _ transaction: borrowing Transaction
    ) throws -> [Interaction] {
        var found = try transaction.rows(
            """
            SELECT i.id, i.external_id, i.channel, i.agent_id, u.name, i.team_id, t.name, i.queue, i.disposition,
                i.language, i.customer, i.started_at, i.duration_ms, i.is_offline, i.evaluated_at, i.created_at
            FROM interactions i LEFT JOIN users u ON u.id = i.agent_id LEFT JOIN teams t ON t.id = i.team_id
            WHERE \(condition.text) \(tail)
            """, condition.arguments + more
        ) { row in
            Interaction(
                id: row.text(0), externalID: row.text(1), channel: Channel(rawValue: row.text(2)) ?? .other,
                agent: Reference(id: row.optionalText(3), name: row.optionalText(4)),
                team: Reference(id: row.optionalText(5), name: row.optionalText(6)), queue: row.optionalText(7),
                disposition: row.optionalText(8), language: row.optionalText(9), customer: row.optionalText(10),
                topics: [], startedAt: row.int64(11), durationMs: row.int64(12), isOffline: row.bool(13),
                evaluatedAt: row.optionalInt64(14), createdAt: row.int64(15), media: .init())
        }
        for index in found.indices {
            found[index].topics = try transaction.rows(
                "SELECT topic FROM interaction_topics WHERE interaction_id = ? ORDER BY position",
                .text(found[index].id)
            ) { $0.text(0) }
            found[index].media = try InteractionMedia.counts(of: found[index].id, transaction)
        }
        return found
    }
}

extension PageKey {
    /// The value as SQL takes it.
    var value: SQLValue {
        switch self {
        case .integer(let number): .integer(number)
        case .text(let text): .text(text)
        }
    }
}
