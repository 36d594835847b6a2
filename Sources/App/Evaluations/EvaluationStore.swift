import Domain
import JSON
import SQL

/// A new row of the table.
struct NewEvaluation: Sendable {
    let id: String
    let name: String
    let isNamed: Bool
    let origin: SessionOrigin
    let interactionID: String
    let agentID: String?
    let drawID: String?
    /// Which of the sessions that one draw made of the interaction, from 0.
    var seat = 0
    let evaluatorID: String?
    let dueAt: Int64?
    let createdBy: String
}

/// The table of sessions; finders give only what the caller may see.
enum EvaluationStore {
    /// False when the interaction is in another open drawn session.
    static func insert(_ row: NewEvaluation, _ transaction: borrowing Transaction) throws -> Bool {
        let isOpen = row.evaluatorID == nil
        return try transaction.execute(
            """
            INSERT INTO evaluations (id, name, is_named, state, origin, interaction_id, agent_id, draw_id,
                seat, evaluator_id, was_open, has_answers, due_at, revision, created_by, created_at, number)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 1, ?, ?,
                (SELECT coalesce(max(number), 0) + 1 FROM evaluations)) ON CONFLICT DO NOTHING
            """,
            .text(row.id), .text(row.name), SQLValue(row.isNamed),
            .text((isOpen ? SessionState.unassigned : .assigned).rawValue), .text(row.origin.rawValue),
            .text(row.interactionID), .optional(row.agentID), .optional(row.drawID), .integer(Int64(row.seat)),
            .optional(row.evaluatorID), SQLValue(isOpen), .optional(row.dueAt), .text(row.createdBy),
            .integer(transaction.now)) > 0
    }

    static func find(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> EvaluationRecord? {
        var condition = EvaluationSight.seen(by: caller)
        condition.add("e.id = ?", .text(id))
        return try rows(condition, transaction).first
    }

    /// The sessions of these numbers, in this order; whoever gives the numbers has seen to who may see them.
    static func records(
        _ numbers: [Int64], _ transaction: borrowing Transaction
    ) throws -> [EvaluationRecord] {
        guard !numbers.isEmpty else { return [] }
        var condition = Condition()
        let marks = SQLValue.marks(numbers.count)
        condition.add("e.number IN (\(marks))", numbers.map(SQLValue.integer))
        let found = try rows(condition, transaction)
        let places = Dictionary(uniqueKeysWithValues: found.indices.map { (found[$0].number, $0) })
        return numbers.compactMap { places[$0].map { found[$0] } }
    }

    /// Gives an unassigned session to somebody; false when it is no longer there to take.
    static func take(_ id: String, by caller: Caller, _ transaction: borrowing Transaction) throws -> Bool {
        let taken: String? = try transaction.row(
            """
            UPDATE evaluations SET state = 'assigned', evaluator_id = ?, revision = revision + 1
            WHERE id = ? AND state = 'unassigned' AND evaluator_id IS NULL AND archived_at IS NULL RETURNING id
            """, .text(caller.id), .text(id)
        ) { $0.text(0) }
        return taken != nil
    }

    /// Who has a session that everybody could have taken, whoever asks; nil when it was never open to all.
    static func holder(of id: String, _ transaction: borrowing Transaction) throws -> Reference? {
        try transaction.row(
            """
            SELECT u.id, u.name FROM evaluations e JOIN users u ON u.id = e.evaluator_id
            WHERE e.id = ? AND e.was_open = 1
            """, .text(id)
        ) { Reference(id: $0.text(0), name: $0.text(1)) }
    }

    /// Whether somebody can sign in and evaluate.
    static func mayEvaluate(_ userID: String, _ transaction: borrowing Transaction) throws -> Bool {
        let role: String? = try transaction.row(
            "SELECT role FROM users WHERE id = ? AND kind = 'person' AND disabled_at IS NULL", .text(userID)
        ) { $0.text(0) }
        return role.flatMap(BuiltInRole.init(rawValue:))?.permissions.contains(.performEvaluations) ?? false
    }

    static func assign(
        _ id: String, _ session: EvaluationSession, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE evaluations SET state = ?, evaluator_id = ?, was_open = CASE WHEN ? = 1 THEN 1 ELSE was_open END,
                revision = revision + 1 WHERE id = ?
            """,
            .text(session.state.rawValue), .optional(session.evaluator), SQLValue(session.evaluator == nil), .text(id))
    }

    static func setDueDate(_ id: String, _ dueAt: Int64?, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE evaluations SET due_at = ?, revision = revision + 1 WHERE id = ?", .optional(dueAt), .text(id))
    }

    static func setName(_ id: String, _ name: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE evaluations SET name = ?, is_named = 1, revision = revision + 1 WHERE id = ?", .text(name),
            .text(id))
    }

    static func archive(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE evaluations SET archived_at = ?, revision = revision + 1 WHERE id = ?",
            .integer(transaction.now), .text(id))
    }

    /// False when it would be a second open drawn session on its interaction.
    static func void(
        _ id: String, because reason: String, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "INSERT INTO evaluation_voids (evaluation_id, reason, voided_by, voided_at) VALUES (?, ?, ?, ?)",
            .text(id), .text(reason), .text(caller.id), .integer(transaction.now))
        try transaction.execute(
            """
            UPDATE evaluations SET archived_at = coalesce(archived_at, ?), revision = revision + 1 WHERE id = ?
            """, .integer(transaction.now), .text(id))
    }

    /// Whether a completed evaluation that counts is of this interaction.
    static func isEvaluated(_ interactionID: String, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.row(
            """
            SELECT 1 FROM evaluations e WHERE e.interaction_id = ? AND e.completed_at IS NOT NULL
            AND e.origin <> 'automation'
            AND NOT EXISTS (SELECT 1 FROM evaluation_voids o WHERE o.evaluation_id = e.id) LIMIT 1
            """, .text(interactionID)
        ) { $0.int64(0) } != nil
    }

    static func unarchive(_ id: String, _ transaction: borrowing Transaction) throws -> Bool {
        let found: String? = try transaction.row(
            """
            UPDATE evaluations SET archived_at = NULL, revision = revision + 1
            WHERE id = ? AND (origin <> 'criteria' OR completed_at IS NOT NULL OR NOT EXISTS (
                SELECT 1 FROM evaluations o WHERE o.interaction_id = evaluations.interaction_id
                    AND o.id <> evaluations.id AND o.origin = 'criteria' AND o.completed_at IS NULL
                    AND o.archived_at IS NULL AND (o.draw_id <> evaluations.draw_id OR o.seat = evaluations.seat)))
            RETURNING id
            """, .text(id)
        ) { $0.text(0) }
        return found != nil
    }

    static func delete(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM evaluations WHERE id = ?", .text(id))
    }

    /// Answers were saved: state, score, who and when.
    static func save(
        _ id: String, state: SessionState, _ score: SessionScore, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE evaluations SET state = ?, has_answers = 1, score = ?, passed = ?, edited_by = ?, edited_at = ?,
                completed_at = CASE WHEN ? = 'completed' THEN coalesce(completed_at, ?) END, revision = revision + 1
            WHERE id = ?
            """,
            .text(state.rawValue), .optional(score.score), .optional(score.passed), .text(caller.id),
            .integer(transaction.now), .text(state.rawValue), .integer(transaction.now), .text(id))
    }

    /// Begins anew with another interaction; false when that one went into another drawn session meanwhile.
    static func replace(
        _ id: String, state: SessionState, interactionID: String, name: String, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        let replaced: String? = try transaction.row(
            """
            UPDATE evaluations SET state = ?, interaction_id = ?, seat = 0, name = ?, has_answers = 0, score = NULL,
                passed = NULL, edited_by = ?, edited_at = ?, revision = revision + 1
            WHERE id = ? AND NOT EXISTS (SELECT 1 FROM evaluations o WHERE o.interaction_id = ?
                AND o.completed_at IS NULL AND o.archived_at IS NULL)
            RETURNING id
            """,
            .text(state.rawValue), .text(interactionID), .text(name), .text(caller.id), .integer(transaction.now),
            .text(id), .text(interactionID)
        ) { $0.text(0) }
        return replaced != nil
    }

    private static func rows(
        _ condition: Condition, _ transaction: borrowing Transaction
    ) throws -> [EvaluationRecord] {
        var found = try transaction.rows(
            """
            SELECT e.id, e.name, e.is_named, e.state, e.origin, e.interaction_id, i.external_id, i.channel,
                i.agent_id, a.name, i.started_at, i.duration_ms, e.agent_id, e.draw_id, e.evaluator_id, v.name,
                e.has_answers, e.due_at, e.score, e.passed, e.revision, e.created_by, c.name, e.created_at,
                e.edited_by, l.name, e.edited_at, e.completed_at, e.archived_at, e.number,
                i.queue, o.reason, o.voided_by, w.name, o.voided_at, e.pass_mark
            FROM evaluations e JOIN interactions i ON i.id = e.interaction_id
            LEFT JOIN users a ON a.id = i.agent_id LEFT JOIN users v ON v.id = e.evaluator_id
            JOIN users c ON c.id = e.created_by LEFT JOIN users l ON l.id = e.edited_by
            LEFT JOIN evaluation_voids o ON o.evaluation_id = e.id LEFT JOIN users w ON w.id = o.voided_by
            WHERE \(condition.text)
            """, condition.arguments, make: record)
        let places = Dictionary(uniqueKeysWithValues: found.indices.map { (found[$0].id, $0) })
        let marks = SQLValue.marks(found.count)
        let forms = try transaction.rows(
            """
            SELECT f.evaluation_id, f.scorecard_id, s.name, f.version FROM evaluation_forms f
            JOIN scorecards s ON s.id = f.scorecard_id WHERE f.evaluation_id IN (\(marks))
            ORDER BY f.evaluation_id, f.position
            """, found.map { .text($0.id) }
        ) {
            (
                evaluation: $0.text(0),
                scorecard: EvaluationRecord.ScorecardSummary(id: $0.text(1), name: $0.text(2), version: $0.int64(3))
            )
        }
        for form in forms {
            if let place = places[form.evaluation] { found[place].scorecards.append(form.scorecard) }
        }
        return found
    }

    private static func void(_ row: Row) -> EvaluationRecord.Void? {
        guard let reason = row.optionalText(31) else { return nil }
        return EvaluationRecord.Void(
            reason: reason, by: Reference(id: row.text(32), name: row.text(33)), at: row.int64(34))
    }

    private static func record(_ row: Row) -> EvaluationRecord {
        EvaluationRecord(
            id: row.text(0), name: row.text(1), isNamed: row.bool(2),
            state: SessionState(rawValue: row.text(3)) ?? .completed,
            origin: SessionOrigin(rawValue: row.text(4)) ?? .manual,
            interaction: EvaluationRecord.InteractionSummary(
                id: row.text(5), externalID: row.text(6), channel: row.text(7), queue: row.optionalText(30),
                agent: Reference(id: row.optionalText(8), name: row.optionalText(9)), startedAt: row.int64(10),
                durationMs: row.int64(11)),
            agentID: row.optionalText(12), drawID: row.optionalText(13),
            evaluator: Reference(id: row.optionalText(14), name: row.optionalText(15)), hasAnswers: row.bool(16),
            dueAt: row.optionalInt64(17), score: row.optionalInt64(18), passed: row.optionalBool(19),
            passMark: row.optionalInt64(35), revision: row.int64(20),
            createdBy: Reference(id: row.text(21), name: row.text(22)),
            createdAt: row.int64(23), editedBy: Reference(id: row.optionalText(24), name: row.optionalText(25)),
            editedAt: row.optionalInt64(26), completedAt: row.optionalInt64(27), archivedAt: row.optionalInt64(28),
            number: row.int64(29), void: void(row))
    }
}
