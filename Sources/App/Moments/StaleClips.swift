import SQL

/// Clips that no moment and no link has any more: of moments that were deleted or redacted, and of recordings that were
/// taken away.
enum StaleClips {
    static let media = MadeMedia(
        settle: { limit, transaction in
            try Rooms.clipHolders.reduce(0) { try $0 + $1.settle(limit, transaction) }
        },
        stale: { transaction in
            let held = Rooms.clipHolders.map { $0.hold(transaction.now) }
            return try transaction.rows(
                "SELECT c.recipe FROM clips c WHERE NOT (\(held.map(\.text).joined(separator: " OR ")))",
                held.flatMap(\.arguments)
            ) { $0.text(0) }
        },
        forget: { recipe, transaction in
            try transaction.execute("DELETE FROM clips WHERE recipe = ?", .text(recipe))
        })
}
