/// What must hold of an interaction: single conditions, joined by *all* or *any*, three levels deep at most.
package indirect enum ConditionTree: Equatable, Sendable {
    case all([ConditionTree])
    case any([ConditionTree])
    /// What it is tagged with, or by whom, is one of the values, or none of them; nothing at all is none of them.
    case named(Field, isIn: Bool, [String])
    /// One of the phrases was said, or none of them; both are false without a transcript.
    case indicator(isMentioned: Bool, [String])
    case duration(atLeastMs: Int64?, atMostMs: Int64?)

    /// What a condition is about, where values are compared.
    package enum Field: String, CaseIterable, Sendable {
        case agent, team, channel, queue, disposition, language, topic
    }

    /// How much a tree holds at most.
    package enum Limit {
        /// Groups within groups.
        package static let depth = 3
        package static let conditions = 50
        package static let values = 200
    }

    /// How many groups stand within each other.
    package var depth: Int {
        switch self {
        case .all(let parts), .any(let parts): 1 + (parts.map(\.depth).max() ?? 0)
        default: 0
        }
    }

    /// Single conditions.
    package var count: Int {
        switch self {
        case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.count }
        default: 1
        }
    }

    /// Refuses a tree that is too deep or too large; single conditions were checked when they were read.
    package func checked(at pointer: String) throws(Refusal) -> ConditionTree {
        guard depth <= Limit.depth else {
            throw .field(pointer, "conditions_deep", "Groups stand within each other at most three deep.")
        }
        guard count <= Limit.conditions else {
            throw .field(pointer, "conditions_many", "There are at most \(Limit.conditions) conditions.")
        }
        return self
    }
}
