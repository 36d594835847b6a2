import SQL

/// The completed evaluations of one agent, from the agent's list in the order of their completion, archived ones too.
enum TrendStore {
    /// One form, and the evaluation it is of.
    struct FormResult: Sendable {
        let completedAt: Int64
        /// Forms after the first are of an evaluation that was told already.
        let isFirst: Bool
        let scorecardID: String
        let evaluation: Result
        let form: Result
    }

    struct Result: Sendable {
        let score: Int64?
        let passed: Bool?
        let isAutoFailed: Bool
    }

    /// What completed sessions stand in: the third place, and that of the archive.
    private static let places = "3, 7"

    /// The agent's list narrowed to what is in sight; nil where no session ever was of the agent.
    struct Source: Sendable {
        fileprivate let list: Int64
        fileprivate let sight: Condition

        init?(agent: String, for caller: Caller, _ transaction: borrowing Transaction) throws {
            guard let list = try GridLists.find("agent", [agent], transaction).ids.first else { return nil }
            self.list = list
            var sight = Condition()
            try GridLists.inSight(of: caller, transaction)?.narrow("p", &sight)
            self.sight = sight
        }
    }

    /// Visits the forms of what was completed from one instant on and before another.
    static func visit(
        _ source: Source, completed: Range<Int64>, _ transaction: borrowing Transaction,
        _ visit: (FormResult) throws -> Void
    ) throws {
        let (sql, arguments) = statement(source, completed: completed)
        try transaction.forEach(sql, arguments) { row in
            try visit(
                FormResult(
                    completedAt: row.int64(0), isFirst: row.int64(1) == 0, scorecardID: row.text(2),
                    evaluation: Result(
                        score: row.optionalInt64(3), passed: row.optionalBool(4), isAutoFailed: row.bool(5)),
                    form: Result(
                        score: row.optionalInt64(6), passed: row.optionalBool(7), isAutoFailed: row.bool(8))))
        }
    }

    static func statement(_ source: Source, completed: Range<Int64>) -> (sql: String, arguments: [SQLValue]) {
        (
            """
            SELECT p.completed_at, f.position, f.scorecard_id, e.score, e.passed,
                EXISTS (SELECT 1 FROM evaluation_forms a WHERE a.evaluation_id = e.id AND a.auto_failed = 1),
                f.score, f.passed, f.auto_failed
            FROM evaluation_places p CROSS JOIN evaluations e CROSS JOIN evaluation_forms f
            WHERE p.list = ? AND p.place IN (\(places)) AND p.completed_at >= ? AND p.completed_at < ?
                AND e.number = p.number AND e.origin <> 'calibration'
                AND NOT EXISTS (SELECT 1 FROM evaluation_voids o WHERE o.evaluation_id = e.id)
                AND f.evaluation_id = e.id AND \(source.sight.text)
            """,
            [.integer(source.list), .integer(completed.lowerBound), .integer(completed.upperBound)]
                + source.sight.arguments
        )
    }

    /// Whether any session of the agent is in sight, whatever its state.
    static func isAny(_ source: Source, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.row(
            "SELECT 1 FROM evaluation_places p WHERE p.list = ? AND \(source.sight.text) LIMIT 1",
            [.integer(source.list)] + source.sight.arguments
        ) { $0.int64(0) } != nil
    }

    /// Scorecards by name.
    static func scorecards(_ ids: some Collection<String>, _ transaction: borrowing Transaction) throws -> [Reference] {
        let marks = SQLValue.marks(ids.count)
        return try transaction.rows(
            "SELECT s.id, s.name FROM scorecards s WHERE s.id IN (\(marks)) ORDER BY s.name, s.id",
            ids.map(SQLValue.text)
        ) { Reference(id: $0.text(0), name: $0.text(1)) }
    }
}
