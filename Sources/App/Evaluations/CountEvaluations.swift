import Domain
import SQL

/// How many sessions stand in each state, and how many are expired, under the filters that are on; the filter by state
/// itself is left out. Shows what the caller may see; looks at 10,000 at most where no list knows how many it holds.
enum CountEvaluations {
    static func run(
        _ query: EvaluationQuery, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [(name: String, total: PageTotal)] {
        var counts: [(name: String, total: PageTotal)] = []
        for state in SessionState.allCases {
            var one = query
            one.states = [state.rawValue]
            one.isExpired = nil
            counts.append((state.rawValue, try total(one, for: caller, transaction)))
        }
        var late = query
        late.states = []
        late.isExpired = true
        counts.append(("expired", try total(late, for: caller, transaction)))
        return counts
    }

    private static func total(
        _ query: EvaluationQuery, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> PageTotal {
        try GridStore.total(try GridSelection(query, for: caller, transaction), transaction)
    }
}
