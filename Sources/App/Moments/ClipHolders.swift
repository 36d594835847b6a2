import Domain
import SQL

/// Rows of a room through which somebody can be given a clip: each keeps the recipe of its clip in a column, until
/// something the clip is made of changes and the recipe has to be worked out again.
struct ClipHolders: Sendable {
    /// Works out the recipes of so many rows that have none; gives how many they were.
    let settle: @Sendable (Int, borrowing Transaction) throws -> Int
    /// Holds for a clip `c` that somebody can be given at an instant.
    let hold: @Sendable (Int64) -> Condition

    /// Moments nobody has deleted.
    static let moments = ClipHolders(
        settle: { limit, transaction in
            let unsettled = try MomentStore.unsettled(limit, transaction)
            for kept in unsettled {
                try MomentStore.settle(kept.id, on: try FindMoment.recipe(of: kept, transaction), transaction)
            }
            return unsettled.count
        },
        hold: { _ in
            var condition = Condition()
            condition.add("EXISTS (SELECT 1 FROM moments m WHERE m.recipe = c.recipe AND m.deleted_at IS NULL)")
            return condition
        })
}
