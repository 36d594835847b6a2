import SQL

/// What of the interactions a caller may see, for the rooms above.
enum FindInteraction {
    /// Nil when there is none, or none in sight.
    static func run(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Interaction? {
        try InteractionStore.find(id, for: caller, transaction)
    }

    /// The condition by which lists of other rooms hold only what is in sight; they name the interactions `i`.
    static func inSight(of caller: Caller) -> Condition {
        InteractionStore.seen(by: caller)
    }
}
