import SQL

/// Reads evaluations by the thousand, the oldest first, for the rooms above; the caller's sight holds.
enum ReadEvaluations {
    static func count(
        _ query: EvaluationQuery, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Int64 {
        try GridStore.count(try GridSelection(query, for: caller, transaction), ofFirst: Int.max, transaction).left
    }

    /// The next ones after the one of a number, from the first on without one.
    static func next(
        after number: Int64?, _ query: EvaluationQuery, for caller: Caller, count: Int,
        _ transaction: borrowing Transaction
    ) throws -> [EvaluationRecord] {
        try GridStore.following(number, query, for: caller, count: count, transaction)
    }
}
