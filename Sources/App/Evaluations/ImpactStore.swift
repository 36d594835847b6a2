import SQL

/// The forms of one scorecard, as its new versions look at them.
enum ImpactStore {
    /// A form whose evaluation is completed.
    struct CompletedForm: Sendable {
        let id: String
        let version: Int64
        let evaluation: Reference
    }

    /// What there is to be moved to a scorecard's current version.
    struct Older: Sendable {
        /// Nobody has begun these: no answer is saved or drafted.
        let untouched: Int64
        /// These are begun, and keep their version.
        let begun: Int64
    }

    /// The newest completions first.
    static func completed(
        _ scorecardID: String, most: Int, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [CompletedForm] {
        var condition = EvaluationSight.seen(by: caller)
        condition.add("f.scorecard_id = ?", .text(scorecardID))
        condition.add("e.completed_at IS NOT NULL AND e.origin <> 'calibration'")
        condition.add("NOT EXISTS (SELECT 1 FROM evaluation_voids o WHERE o.evaluation_id = e.id)")
        return try transaction.rows(
            """
            SELECT f.id, f.version, e.id, e.name FROM evaluation_forms f JOIN evaluations e ON e.id = f.evaluation_id
            JOIN interactions i ON i.id = e.interaction_id
            WHERE \(condition.text) ORDER BY coalesce(e.completed_at, 0) DESC, e.id DESC LIMIT ?
            """, condition.arguments + [.integer(Int64(most))]
        ) {
            CompletedForm(
                id: $0.text(0), version: $0.int64(1), evaluation: Reference(id: $0.text(2), name: $0.text(3)))
        }
    }

    static func older(
        than version: Int64, of scorecardID: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Older {
        let open = openOnOlder(than: version, of: scorecardID, for: caller)
        let found: Older? = try transaction.row(
            """
            SELECT count(*) FILTER (WHERE \(untouched)), count(*) FILTER (WHERE NOT (\(untouched)))
            FROM evaluation_forms f JOIN evaluations e ON e.id = f.evaluation_id
            JOIN interactions i ON i.id = e.interaction_id WHERE \(open.text)
            """, open.arguments
        ) { Older(untouched: $0.int64(0), begun: $0.int64(1)) }
        return found ?? Older(untouched: 0, begun: 0)
    }

    /// Pins untouched forms to another version, the oldest evaluations first, and gives the evaluations.
    static func move(
        _ scorecardID: String, to version: Int64, most: Int, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [String] {
        var condition = openOnOlder(than: version, of: scorecardID, for: caller)
        condition.add(untouched)
        let forms = try transaction.rows(
            """
            SELECT f.id, e.id FROM evaluation_forms f JOIN evaluations e ON e.id = f.evaluation_id
            JOIN interactions i ON i.id = e.interaction_id
            WHERE \(condition.text) ORDER BY e.created_at, e.id LIMIT ?
            """, condition.arguments + [.integer(Int64(most))]
        ) { (form: $0.text(0), evaluation: $0.text(1)) }
        for form in forms {
            try transaction.execute(
                "UPDATE evaluation_forms SET version = ? WHERE id = ?", .integer(version), .text(form.form))
            // Who has it open is told that it is another form now.
            try transaction.execute(
                "UPDATE evaluations SET revision = revision + 1 WHERE id = ?", .text(form.evaluation))
        }
        return forms.map(\.evaluation)
    }

    private static let untouched = """
        e.has_answers = 0 AND NOT EXISTS (
            SELECT 1 FROM evaluation_drafts d WHERE d.evaluation_id = e.id AND d.content IS NOT NULL)
        """

    /// Open sessions in sight, over the tables `f`, `e` and `i`; in a calibration everybody scores the same version.
    private static func openOnOlder(than version: Int64, of scorecardID: String, for caller: Caller) -> Condition {
        var condition = EvaluationSight.seen(by: caller)
        condition.add("f.scorecard_id = ?", .text(scorecardID))
        condition.add("f.version < ?", .integer(version))
        condition.add("e.completed_at IS NULL AND e.archived_at IS NULL AND e.origin <> 'calibration'")
        return condition
    }
}
