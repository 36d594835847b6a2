import SQL

/// Reads evaluations by the thousand, the oldest first, for the rooms above; the caller's sight holds.
enum ReadEvaluations {
    static func count(
        _ query: EvaluationQuery, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Int64 {
        try EvaluationStore.count(query, for: caller, transaction)
    }

    /// The next ones after a place, from the first on without one.
    static func next(
        after place: EvaluationPlace?, _ query: EvaluationQuery, for caller: Caller, count: Int,
        _ transaction: borrowing Transaction
    ) throws -> [EvaluationRecord] {
        try EvaluationStore.following(place, query, for: caller, count: count, transaction)
    }
}

/// Where an evaluation stands in the order of their making.
struct EvaluationPlace: Sendable {
    let createdAt: Int64
    let id: String

    init(_ record: EvaluationRecord) {
        createdAt = record.createdAt
        id = record.id
    }
}
