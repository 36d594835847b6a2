import SQL

/// What of the interactions a caller may see, for the rooms above.
enum FindInteraction {
    /// Nil when there is none, or none in sight.
    static func run(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Interaction? {
        try InteractionStore.find(id, for: caller, transaction)
    }

    /// The condition by which a list holds what matches a search and is in sight.
    static func matching(
        _ search: InteractionSearch, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Condition {
        try InteractionStore.matching(search, for: caller, transaction)
    }

    /// The same within what any of several callers may see.
    static func matching(
        _ search: InteractionSearch, forAnyOf callers: [Caller], _ transaction: borrowing Transaction
    ) throws -> Condition {
        let ways = callers.map(InteractionStore.seen)
        var condition = try InteractionStore.matching(search, for: .system, transaction)
        condition.add(ways.map { "(\($0.text))" }.joined(separator: " OR "), ways.flatMap(\.arguments))
        return condition
    }

    /// The condition by which other rooms hold only what is in sight or was given to the caller to work on; they name the
    /// interactions `i`.
    static func inSight(of caller: Caller) -> Condition {
        InteractionStore.reached(by: caller)
    }

    /// The same without what was given to the caller: what they see by team, and what they made.
    static func byTeam(of caller: Caller) -> Condition {
        InteractionStore.seen(by: caller)
    }
}
