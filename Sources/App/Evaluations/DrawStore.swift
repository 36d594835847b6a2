import Domain
import JSON
import SQL

/// The tables of draws and replacements, and what is left to draw from.
enum DrawStore {
    /// How many interactions a search finds, and how many of them are left to draw.
    struct Counts: Sendable, Equatable {
        let matching: Int64
        let evaluated: Int64
        let available: Int64
        /// Whose interactions could be drawn.
        let agents: Int64
    }

    /// What a draw found, against what it was asked for.
    struct Draw: Sendable {
        let interactions: [String]
        let asked: Int
    }

    /// One interaction that was given up for another.
    struct Replacement: Sendable {
        let interaction: Reference
        let reason: ReplacementReason
        let note: String?
        let at: Int64
        let by: Reference
    }

    /// Not evaluated, and in no open session: not completed, not archived; an expired one counts as open.
    private static let isFree = """
        i.evaluated_at IS NULL AND NOT EXISTS (SELECT 1 FROM evaluations o WHERE o.interaction_id = i.id
            AND o.completed_at IS NULL AND o.archived_at IS NULL)
        """

    static func counts(
        _ search: InteractionSearch, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Counts {
        let condition = try FindInteraction.matching(search, for: caller, transaction)
        let counts: Counts? = try transaction.row(
            """
            SELECT count(*), count(i.evaluated_at), count(*) FILTER (WHERE \(isFree)),
                count(DISTINCT CASE WHEN \(isFree) THEN i.agent_id END)
            FROM interactions i WHERE \(condition.text)
            """, condition.arguments
        ) {
            Counts(matching: $0.int64(0), evaluated: $0.int64(1), available: $0.int64(2), agents: $0.int64(3))
        }
        return counts ?? Counts(matching: 0, evaluated: 0, available: 0, agents: 0)
    }

    /// Draws interactions the search finds, in the order of the seed; of each agent one agent after another.
    static func draw(
        _ search: InteractionSearch, _ size: DrawSize, seed: String, for caller: Caller,
        _ transaction: borrowing Transaction
    ) throws -> Draw {
        let condition = try FindInteraction.matching(search, for: caller, transaction)
        switch size {
        case .inAll(let count):
            return Draw(interactions: try draw(condition, count: count, seed: seed, transaction), asked: count)
        case .perAgent(let count):
            let agents = try transaction.rows(
                "SELECT DISTINCT i.agent_id FROM interactions i WHERE \(condition.text) AND i.agent_id IS NOT NULL",
                condition.arguments
            ) { $0.text(0) }
            var draws = Dictionary(uniqueKeysWithValues: agents.map { ($0, SeededDraw(seed: seed, count: count)) })
            try transaction.forEach(
                """
                SELECT i.id, i.agent_id FROM interactions i
                WHERE \(condition.text) AND i.agent_id IS NOT NULL AND \(isFree)
                """, condition.arguments
            ) { draws[$0.text(1)]?.add($0.text(0)) }
            return Draw(
                interactions: agents.sorted().flatMap { draws[$0]?.drawn() ?? [] }, asked: count * agents.count)
        }
    }

    /// Draws another interaction of the same search and agent that was never in this session.
    ///
    /// It is looked for where the first one was found: in what whoever drew that may see, and the caller besides. What is
    /// drawn is then the evaluator's to hear, whatever team it is of.
    static func drawAnother(
        for evaluation: EvaluationRecord, _ draw: Kept, seenBy caller: Caller, _ transaction: borrowing Transaction
    ) throws -> String? {
        var condition = try FindInteraction.matching(
            draw.search, forAnyOf: [try draw.drawer(transaction), caller], transaction)
        if let agent = evaluation.agentID {
            condition.add("i.agent_id = ?", .text(agent))
        } else {
            condition.add("i.agent_id IS NULL")
        }
        condition.add("i.id <> ?", .text(evaluation.interaction.id))
        condition.add(
            """
            NOT EXISTS (SELECT 1 FROM evaluation_replacements r WHERE r.evaluation_id = ? AND r.interaction_id = i.id)
            """, .text(evaluation.id))
        return try self.draw(condition, count: 1, seed: draw.seed, transaction).first
    }

    private static func draw(
        _ condition: Condition, count: Int, seed: String, _ transaction: borrowing Transaction
    ) throws -> [String] {
        var draw = SeededDraw(seed: seed, count: count)
        try transaction.forEach(
            "SELECT i.id FROM interactions i WHERE \(condition.text) AND \(isFree)", condition.arguments
        ) { draw.add($0.text(0)) }
        return draw.drawn()
    }

    static func insert(
        id: String, _ criteria: SavedCriteria, seed: String, asked: Int, drawn: Int, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        var search = JSONWriter()
        // A replacement comes from the days that were drawn from, not from those when it is wanted.
        search.object(try criteria.search.dated(transaction).write)
        try transaction.execute(
            """
            INSERT INTO evaluation_draws (id, criteria_id, criteria_name, search, seed, asked, drawn, drawn_by,
                drawn_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(id), .text(criteria.id), .text(criteria.name),
            .text(String(decoding: search.bytes, as: UTF8.self)), .text(seed), .integer(Int64(max(1, asked))),
            .integer(Int64(drawn)), .text(caller.id), .integer(transaction.now))
    }

    static func find(_ id: String, _ transaction: borrowing Transaction) throws -> Kept? {
        try transaction.row("SELECT search, seed, drawn_by FROM evaluation_draws WHERE id = ?", .text(id)) { row in
            var fields = try JSONFields(try JSONReader.read(Array(row.text(0).utf8)))
            return Kept(search: try InteractionSearch(reading: &fields), seed: row.text(1), drawnBy: row.text(2))
        }
    }

    /// A draw as its row keeps it.
    struct Kept: Sendable {
        let search: InteractionSearch
        let seed: String
        let drawnBy: String

        /// Who drew, as they stand now; integrations and the operator see everything.
        func drawer(_ transaction: borrowing Transaction) throws -> Caller {
            try FindPerson.run(drawnBy, transaction).map { Caller($0) } ?? .system
        }
    }

    /// External ID, agent and tag of an interaction the caller may see.
    static func interaction(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> (externalID: String, agentID: String?, isEvaluated: Bool)? {
        var condition = FindInteraction.inSight(of: caller)
        condition.add("i.id = ?", .text(id))
        return try transaction.row(
            "SELECT i.external_id, i.agent_id, i.evaluated_at IS NOT NULL FROM interactions i WHERE \(condition.text)",
            condition.arguments
        ) { ($0.text(0), $0.optionalText(1), $0.bool(2)) }
    }

    static func insertReplacement(
        of evaluation: EvaluationRecord, reason: ReplacementReason, note: String?, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO evaluation_replacements (evaluation_id, position, interaction_id, reason, note, replaced_by,
                replaced_at)
            SELECT ?, count(*), ?, ?, ?, ?, ? FROM evaluation_replacements WHERE evaluation_id = ?
            """,
            .text(evaluation.id), .text(evaluation.interaction.id), .text(reason.rawValue), .optional(note),
            .text(caller.id), .integer(transaction.now), .text(evaluation.id))
    }

    /// The earliest first.
    static func replacements(
        of evaluationID: String, _ transaction: borrowing Transaction
    ) throws -> [Replacement] {
        try transaction.rows(
            """
            SELECT r.interaction_id, i.external_id, r.reason, r.note, r.replaced_at, r.replaced_by, u.name
            FROM evaluation_replacements r JOIN interactions i ON i.id = r.interaction_id
            JOIN users u ON u.id = r.replaced_by WHERE r.evaluation_id = ? ORDER BY r.position
            """, .text(evaluationID)
        ) { row in
            Replacement(
                interaction: Reference(id: row.text(0), name: row.text(1)),
                reason: ReplacementReason(rawValue: row.text(2)) ?? .other, note: row.optionalText(3),
                at: row.int64(4), by: Reference(id: row.text(5), name: row.text(6)))
        }
    }
}
