import Domain
import SQL

/// How many sessions stand in each state, and how many are past due, under the filters that are on; the filter by state
/// itself is left out. Shows what the caller may see; counts no further than 10,000.
enum CountEvaluations {
    static func run(
        _ query: EvaluationQuery, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [(name: String, total: PageTotal)] {
        var counts: [(name: String, total: PageTotal)] = []
        for state in SessionState.allCases {
            var one = query
            one.states = [state.rawValue]
            one.isExpired = nil
            counts.append((state.rawValue, try count(one, for: caller, transaction)))
        }
        var late = query
        late.states = []
        late.isExpired = true
        counts.append(("expired", try count(late, for: caller, transaction)))
        return counts
    }

    private static func count(
        _ query: EvaluationQuery, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> PageTotal {
        PageTotal(
            counted: try GridStore.count(
                try GridSelection(query, for: caller, transaction), upTo: PageTotal.cap + 1, transaction))
    }
}
