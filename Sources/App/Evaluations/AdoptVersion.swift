import Domain
import JSON
import SQL

/// Moves evaluations that nobody has begun to the current version of their scorecard. Needs `assign_evaluations`.
///
/// Begun ones keep the version they were made with: what was answered stays what was asked. At most a thousand at a
/// time; how many are left is told. Refuses a scorecard that is retired or has no version.
enum AdoptVersion {
    static let most = 1_000

    struct Result: Sendable {
        let version: Int64
        let moved: [String]
        let left: ImpactStore.Older
    }

    /// How many could be moved, and how many cannot.
    static func preview(
        _ scorecardID: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Result {
        let record = try FindScorecard.run(scorecardID, for: caller, transaction)
        let version = record.version ?? 0
        return Result(
            version: version, moved: [],
            left: try ImpactStore.older(than: version, of: scorecardID, for: caller, transaction))
    }

    static func run(
        _ scorecardID: String, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Result {
        try caller.require(.assignEvaluations)
        let record = try FindScorecard.run(scorecardID, for: caller, transaction)
        // The same rules as for a new evaluation.
        let version = try PinScorecards.run([record.id], for: caller, transaction)[0].number
        let moved = try ImpactStore.move(scorecardID, to: version, most: most, for: caller, transaction)
        for id in moved {
            try EventLog.record("evaluation.moved", .init(kind: "evaluation", id: id), by: caller, transaction) {
                $0.field("scorecard", scorecardID)
                $0.field("version", version)
            }
        }
        return Result(
            version: version, moved: moved,
            left: try ImpactStore.older(than: version, of: scorecardID, for: caller, transaction))
    }
}
