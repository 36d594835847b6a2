import Domain
import SQL

/// Chooses the version of each scorecard that a new session is scored with.
///
/// Refuses none, more than ten, one twice, and what is unknown, unpublished or retired.
enum PinScorecards {
    static func run(
        _ ids: [String], for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [ScorecardVersion] {
        guard (1...Scorecard.Limit.forms).contains(ids.count) else {
            throw Refusal.field("/scorecards", "scorecards_count", "An evaluation has 1 to 10 scorecards.")
        }
        guard Set(ids).count == ids.count else {
            throw Refusal.field("/scorecards", "scorecard_twice", "Each scorecard can be chosen once.")
        }
        return try ids.enumerated().map { index, id in
            let pointer = "/scorecards/\(index)"
            guard let record = try ScorecardStore.find(id, for: caller, transaction) else {
                throw Refusal.field(pointer, "scorecard_unknown", "There is no such scorecard.")
            }
            guard record.retiredAt == nil else {
                throw Refusal.field(pointer, "scorecard_retired", "The scorecard “\(record.name)” is retired.")
            }
            guard let number = record.version, let version = try ScorecardStore.version(id, number, transaction) else {
                throw Refusal.field(
                    pointer, "scorecard_unpublished", "The scorecard “\(record.name)” is not published yet.")
            }
            return version
        }
    }
}
