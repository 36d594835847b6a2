import Domain
import SQL

/// Links through which somebody can be given the clip they were made for.
enum SharedClips {
    static let holders = ClipHolders(
        settle: { limit, transaction in
            let unsettled = try ShareStore.unsettled(limit, transaction)
            for share in unsettled {
                let moment = try FindMoment.run(share.momentID, for: .system, transaction)
                let recipe = try moment.map { moment in
                    try FindMoment.recipe(
                        of: moment.limited(to: ShareStore.recordings(of: share.id, transaction)), transaction)
                }
                try ShareStore.settle(share.id, onRecipe: recipe ?? FindMoment.noRecipe, transaction)
            }
            return unsettled.count
        },
        hold: { now in
            var condition = Condition()
            condition.add(
                """
                EXISTS (SELECT 1 FROM shares s JOIN moments m ON m.id = s.moment_id WHERE s.recipe = c.recipe
                    AND s.revoked_at IS NULL AND s.expires_at > ? AND m.deleted_at IS NULL)
                """, .integer(now))
            return condition
        })
}
