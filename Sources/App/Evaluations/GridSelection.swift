import Domain
import SQL

/// What a query selects of the places: stretches of the index that are read in order, and what narrows each of them.
///
/// One filter leads (the one that usually leaves least); its lists and the wanted states make the stretches. The others
/// are looked up for each session on the way.
struct GridSelection: Sendable {
    /// Where a stretch is read from.
    enum Stretch: Sendable, Equatable {
        case list(Int64, place: Int64)
        case words(String)
        case interaction(String)
    }

    private(set) var stretches: [Stretch] = []
    /// Over a place `p`.
    private(set) var narrowing = Condition()
    /// What is past due is found by its due date, whatever it is counted for.
    let isExpired: Bool
    private var dueBefore: Int64?
    private let places: [Int64]

    init(
        _ query: EvaluationQuery, for caller: Caller, states: [String]? = nil, _ transaction: borrowing Transaction
    ) throws {
        places = GridSelection.places(query, states ?? query.states)
        isExpired = query.isExpired == true && query.text == nil && query.interaction == nil
        var filters = try GridSelection.filters(query, for: caller, transaction)
        if let interaction = query.interaction {
            stretches = [.interaction(interaction)]
        } else if let text = query.text {
            if let match = FullText.query(text) { stretches.append(.words(match)) }
            add(GridLists(ids: try GridLists.ofPeople(named: text, transaction)))
        } else if let lead = filters.firstIndex(where: { stretchCount($0) <= GridSelection.mostStretches }) {
            add(filters.remove(at: lead))
        } else {
            add(GridLists(ids: [GridLists.all]))
        }
        for filter in filters { filter.narrow(&narrowing) }
        if query.isNobodys, query.evaluators.isEmpty { narrowing.add("p.place IN (0, 4)") }
        if query.isExpired == true { dueBefore = transaction.now }
        if query.isExpired == false {
            narrowing.add("p.place IN (3, 7) OR p.due_at IS NULL OR p.due_at >= ?", .integer(transaction.now))
        }
    }

    /// SQLite merges 500 at most; beyond this few sessions are left out anyway.
    private static let mostStretches = 240

    /// One statement over all stretches that gives numbers in an order, each once.
    ///
    /// - Parameter more: a further condition, given what the number is called.
    func statement(
        _ key: String?, _ more: (String) -> Condition, tail: String
    ) -> (sql: String, arguments: [SQLValue]) {
        var arguments: [SQLValue] = []
        let selects = stretches.map { stretch in
            let (number, from, condition) = source(stretch)
            var more = more(number)
            // As a sum it tempts nobody to read in the order of due dates what is wanted in another.
            if let dueBefore { more.add("p.due_at\(key == "due_at" ? "" : " + 0") < ?", .integer(dueBefore)) }
            arguments += condition.arguments + narrowing.arguments + more.arguments
            let columns = (key.map { "p.\($0), " } ?? "") + number
            return "SELECT \(columns) FROM \(from) WHERE \(condition.text) AND \(narrowing.text) AND \(more.text)"
        }
        return (selects.joined(separator: "\nUNION ") + "\n" + tail, arguments)
    }

    /// Full text gives its rows in the order of their numbers when it is asked first, and by its own name for them.
    private func source(_ stretch: Stretch) -> (number: String, from: String, condition: Condition) {
        var condition = Condition()
        switch stretch {
        case .list(let list, let place):
            condition.add("p.list = ? AND p.place = ?", .integer(list), .integer(place))
            return ("p.number", "evaluation_places p", condition)
        case .words(let match):
            condition.add(
                "evaluation_words MATCH ? AND p.number = w.rowid AND p.list = ?", .text(match),
                .integer(GridLists.all))
            narrowToPlaces(&condition)
            return ("w.rowid", "evaluation_words w CROSS JOIN evaluation_places p", condition)
        case .interaction(let id):
            condition.add(
                "e.interaction_id = ? AND p.number = e.number AND p.list = ?", .text(id), .integer(GridLists.all))
            narrowToPlaces(&condition)
            return ("e.number", "evaluations e CROSS JOIN evaluation_places p", condition)
        }
    }

    private func narrowToPlaces(_ condition: inout Condition) {
        condition.add("p.place IN (\(places.map(String.init).joined(separator: ", ")))")
    }

    private mutating func add(_ lists: GridLists) {
        stretches += lists.ids.flatMap { list in places.map { Stretch.list(list, place: $0) } }
        guard lists.isUnassignedToo else { return }
        stretches += places.filter { $0 % 4 == 0 }.map { .list(GridLists.all, place: $0) }
    }

    private func stretchCount(_ lists: GridLists) -> Int {
        lists.ids.count * places.count + (lists.isUnassignedToo ? 1 : 0)
    }

    private static func places(_ query: EvaluationQuery, _ states: [String]) -> [Int64] {
        let wanted = states.isEmpty ? order : order.filter { states.contains($0) }
        return wanted.filter { query.isExpired != true || $0 != SessionState.completed.rawValue }
            .compactMap { order.firstIndex(of: $0) }.map { Int64($0 + (query.isArchived ? 4 : 0)) }
    }

    private static let order = [SessionState.unassigned, .assigned, .inProgress, .completed].map(\.rawValue)

    /// What the caller may see and the filters that are on, the one that usually leaves least first.
    private static func filters(
        _ query: EvaluationQuery, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [GridLists] {
        var narrow: [GridLists] = []
        for (kind, subjects) in [("agent", query.agents), ("evaluator", query.evaluators)] where !subjects.isEmpty {
            var lists = GridLists(ids: try GridLists.find(kind, subjects, transaction))
            lists.isUnassignedToo = kind == "evaluator" && query.isNobodys
            narrow.append(lists)
        }
        var wide: [GridLists] = []
        for (kind, subjects) in [
            ("team", query.teams), ("queue", query.queues), ("scorecard", query.scorecards),
            ("channel", query.channels),
        ] where !subjects.isEmpty {
            wide.append(GridLists(ids: try GridLists.find(kind, subjects, transaction)))
        }
        guard let sight = try GridLists.inSight(of: caller, transaction) else { return narrow + wide }
        return narrow + [sight] + wide
    }
}
