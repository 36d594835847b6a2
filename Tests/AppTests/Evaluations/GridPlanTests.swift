import Domain
import JSON
import SQL
import Testing

@testable import App

/// How the database reads the list: no filter and order that is offered may scan the sessions or sort them.
struct GridPlanTests {
    let day: Workday
    let team: String

    init() throws {
        day = try Workday()
        let calls = try day.calls(2) + day.calls(2, of: day.otherAgent, named: "D")
        for call in calls { _ = try day.chosen(call, for: day.evaluator) }
        team = try #require(try day.admin.get("teams").all("/items", "id").first)
    }

    private var filters: [(String, (inout EvaluationQuery) -> Void)] {
        let (card, agent, other) = (day.scorecard, day.agent.id, day.otherAgent.id)
        let (eva, eve, team) = (day.evaluator.id, day.colleague.id, team)
        return [
            ("none", { _ in }),
            ("state", { $0.states = ["completed"] }),
            ("states", { $0.states = ["unassigned", "in_progress"] }),
            ("evaluator", { $0.evaluators = [eva] }),
            ("evaluators", { $0.evaluators = [eva, eve] }),
            ("nobody's", { $0.isNobodys = true }),
            (
                "own and nobody's",
                {
                    $0.evaluators = [eva]
                    $0.isNobodys = true
                }
            ),
            ("scorecard", { $0.scorecards = [card] }),
            ("agent", { $0.agents = [agent] }),
            ("agents", { $0.agents = [agent, other] }),
            ("team", { $0.teams = [team] }),
            ("queue", { $0.queues = ["billing"] }),
            ("channel", { $0.channels = ["voice", "chat"] }),
            ("expired", { $0.isExpired = true }),
            ("not expired", { $0.isExpired = false }),
            ("created", { $0.dates = dates("created", "7d") }),
            ("due", { $0.dates = dates("due", "yesterday") }),
            ("completed", { $0.dates = dates("completed", "30d") }),
            ("saved", { $0.dates = dates("edited", "today") }),
            ("due until", { $0.dates = dates("due", nil, to: "2026-11-30") }),
            ("scores", { $0.scoreTo = 60_000_000 }),
            (
                "scores between",
                {
                    $0.scoreFrom = 60_000_000
                    $0.scoreTo = 80_000_000
                }
            ),
            ("words", { $0.text = "quality c" }),
            ("people", { $0.text = "eva" }),
        ]
    }

    private func dates(_ which: String, _ period: String?, to: String? = nil) -> GridDates? {
        try? GridDates(which: which, period: period, from: nil, to: to) { Refusal($0, $2) }
    }

    /// Whether a line of a plan reads more than it gives.
    private func isSlow(_ line: String) -> Bool {
        if line.contains("TEMP B-TREE") { return true }
        guard line.hasPrefix("SCAN ") else { return false }
        return !line.hasPrefix("SCAN w VIRTUAL TABLE") && !line.hasPrefix("SCAN (subquery") && line != "SCAN found"
    }

    private func plan(_ sql: String, _ arguments: [SQLValue], _ transaction: borrowing Transaction) throws -> [String] {
        try transaction.rows("EXPLAIN QUERY PLAN " + sql, arguments) { $0.text(3) }
    }

    private func caller(_ person: Asker) throws -> Caller {
        try day.account.services.database.read { Caller(try #require(try FindPerson.run(person.id, $0))) }
    }

    @Test func noOfferedFilterAndOrderScansOrSorts() throws {
        var statements = 0
        for person in [day.admin, day.supervisor, day.evaluator] {
            let caller = try caller(person)
            let filters = filters
            for first in filters.indices {
                for second in filters[first...] {
                    // In the archive lie the same stretches, four places on.
                    for isArchived in second.0 == filters[first].0 ? [false, true] : [false] {
                        var query = EvaluationQuery()
                        filters[first].1(&query)
                        second.1(&query)
                        query.isArchived = isArchived
                        statements += try check(
                            query, caller, "\(person.name): \(filters[first].0) and \(second.0)")
                    }
                }
            }
        }
        #expect(statements > 5_000)
    }

    private func check(_ query: EvaluationQuery, _ caller: Caller, _ what: String) throws -> Int {
        try day.account.services.database.read { transaction in
            let selection = try GridSelection(query, for: caller, transaction)
            guard !selection.stretches.isEmpty else { return 0 }
            let counting = selection.counting()
            var statements = [(counting.sql, counting.arguments + [.integer(10_001)], "counted")]
            for sort in GridSort.all where query.sorts.contains(sort.name) {
                let places =
                    [nil, GridKey(value: nil, number: 3)] + (sort.column == nil ? [] : [GridKey(value: 5, number: 3)])
                for after in places {
                    for one in GridStore.statements(selection, sort, after: after) {
                        statements.append((one.sql, one.arguments + [.integer(51)], sort.name))
                    }
                }
            }
            for (sql, arguments, how) in statements {
                let slow = try plan(sql, arguments, transaction).filter(isSlow)
                #expect(slow.isEmpty, "\(what), \(how): \(slow)\n\(sql)")
            }
            return statements.count
        }
    }

    /// The test itself: a sort that no index has is seen.
    @Test func anOrderWithoutAnIndexIsNoticed() throws {
        try day.account.services.database.read { transaction in
            let unsorted = try plan(
                "SELECT number FROM evaluation_places WHERE list = 1 AND place = 1 ORDER BY edited_at, score", [],
                transaction)
            #expect(unsorted.contains(where: isSlow))
            let scanned = try plan("SELECT count(*) FROM evaluations WHERE name = 'x'", [], transaction)
            #expect(scanned.contains(where: isSlow))
        }
    }
}
