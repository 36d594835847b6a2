import Domain
import SQL

/// What a query selects of the places: stretches of the index that are read in order, and what narrows each of them.
///
/// One filter leads (the one that leaves least); its lists and the wanted states make the stretches. The others are
/// looked up for each session on the way.
struct GridSelection: Sendable {
    /// Where a stretch is read from.
    enum Stretch: Sendable, Equatable {
        case list(Int64, place: Int64)
        case words(String)
        case interaction(String)
    }

    private(set) var stretches: [Stretch] = []
    /// How many sessions the stretches hold; nil when nobody knows before they are read.
    private(set) var size: ClosedRange<Int64>?
    /// What is expired is found by its due date, whatever it is counted for.
    let isExpired: Bool
    /// The date or score that it is read in the order of, from where to where.
    private(set) var lead: GridRange?
    /// The others.
    private var ranges: [GridRange]
    private var narrowing: [GridLists]
    private var dueBefore: Int64?
    private var notDueBefore: Int64?
    private let places: [Int64]

    init(_ query: EvaluationQuery, for caller: Caller, _ transaction: borrowing Transaction) throws {
        places = GridSelection.places(query)
        isExpired = query.isExpired == true && query.text == nil && query.interaction == nil
        narrowing = try GridSelection.filters(query, for: caller, transaction)
        ranges = try query.ranges(transaction)
        if query.text == nil, query.interaction == nil,
            let first = ranges.firstIndex(where: { !isExpired || $0.column == "due_at" })
        {
            lead = ranges.remove(at: first)
        }
        if let interaction = query.interaction {
            stretches = [.interaction(interaction)]
        } else if let text = query.text {
            try transaction.takesLong()
            if let match = FullText.query(text) { stretches.append(.words(match)) }
            add(try GridLists.ofPeople(named: text, transaction))
        } else {
            var lead = takeLead()
            if lead == nil { lead = try GridLists.find("all", [""], transaction) }
            guard let lead else { return }
            add(lead)
            if query.isExpired == nil, self.lead == nil, ranges.isEmpty { size = lead.size(at: places) }
        }
        if query.isExpired == true { dueBefore = transaction.now }
        if query.isExpired == false { notDueBefore = transaction.now }
    }

    /// How many it selects, where that is known without reading them.
    var knownTotal: PageTotal? {
        guard narrowing.isEmpty, let size else { return nil }
        if size.lowerBound == size.upperBound { return PageTotal(exactly: size.lowerBound) }
        return size.lowerBound > PageTotal.cap ? PageTotal(counted: size.lowerBound) : nil
    }

    /// Takes the filter that leaves least.
    private mutating func takeLead() -> GridLists? {
        let leads = narrowing.indices.filter { stretchCount(narrowing[$0]) <= GridSelection.mostStretches }
        let least = leads.min { narrowing[$0].size(at: places).upperBound < narrowing[$1].size(at: places).upperBound }
        return least.map { narrowing.remove(at: $0) }
    }

    /// The filters that do not lead, over a row of places.
    func narrowing(_ row: String) -> Condition {
        var condition = Condition()
        for lists in narrowing { lists.narrow(row, &condition) }
        for range in ranges { range.narrow(row, &condition) }
        return condition
    }

    /// The bounds of what it is read in the order of; where another order is wanted, they narrow as the others do.
    func bounds(_ sort: GridSort, after: GridKey?) -> Condition {
        var condition = Condition()
        guard let lead else { return condition }
        if lead.column == sort.column ?? "number" {
            return lead.leading(after: after, isDescending: sort.isDescending)
        }
        lead.narrow("p", &condition)
        return condition
    }

    /// SQLite merges 500 at most; beyond this few sessions are left out anyway.
    private static let mostStretches = 240

    /// One statement over all stretches that gives numbers in an order, each once.
    ///
    /// - Parameter more: a further condition, given what the number is called.
    func statement(
        _ key: String?, _ more: (String) -> Condition, tail: String
    ) -> (sql: String, arguments: [SQLValue]) {
        let narrowing = narrowing("p")
        let columns = { (number: String) in (key.map { "p.\($0), " } ?? "") + number }
        let (sql, arguments) = statement(columns: columns, key) { number in
            var condition = narrowing
            condition.add(more(number))
            return condition
        }
        return (sql + "\n" + tail, arguments)
    }

    /// One statement that counts what is left of the first so many, and these.
    ///
    /// Its last mark is how many. Words have their hits narrowed at once: they are not read in the order of a list.
    func counting() -> (sql: String, arguments: [SQLValue]) {
        let key = isExpired ? "due_at" : lead?.column == "number" ? nil : lead?.column
        let bounds = lead?.leading(after: nil, isDescending: false) ?? Condition()
        let columns = { (number: String) in (key.map { "p.\($0), " } ?? "") + number + " AS number, p.place" }
        let order = "ORDER BY \(key == nil ? "1" : "1, 2") LIMIT ?"
        guard stretches.allSatisfy(\.isList) else {
            let (sql, arguments) = statement(nil, { _ in Condition() }, tail: "ORDER BY 1 LIMIT ?")
            return ("SELECT count(*), count(*) FROM (\(sql)) AS found", arguments)
        }
        let narrowing = narrowing("found")
        let (sql, arguments) = statement(columns: columns, key) { _ in bounds }
        return (
            "SELECT count(*), count(*) FILTER (WHERE \(narrowing.text)) FROM (\(sql)\n\(order)) AS found",
            narrowing.arguments + arguments
        )
    }

    private func statement(
        columns: (String) -> String, _ key: String?, _ more: (String) -> Condition
    ) -> (sql: String, arguments: [SQLValue]) {
        var sql = ""
        var arguments: [SQLValue] = []
        var rest: (number: String, condition: Condition)?
        for stretch in stretches {
            var (number, from, condition) = source(stretch)
            let shared = rest?.number == number ? rest?.condition : nil
            let besides = shared ?? self.besides(key, more(number))
            rest = (number, besides)
            condition.add(besides)
            if !sql.isEmpty { sql += "\nUNION " }
            sql += "SELECT "
            sql += columns(number)
            sql += " FROM "
            sql += from
            sql += " WHERE "
            sql += condition.text
            arguments += condition.arguments
        }
        return (sql, arguments)
    }

    /// What must hold of every row, whichever stretch it is read from.
    private func besides(_ key: String?, _ more: Condition) -> Condition {
        var condition = more
        // As a sum it tempts nobody to read in the order of due dates what is wanted in another.
        if let dueBefore { condition.add("p.due_at\(key == "due_at" ? "" : " + 0") < ?", .integer(dueBefore)) }
        if let notDueBefore {
            condition.add("p.place IN (3, 7) OR p.due_at IS NULL OR p.due_at >= ?", .integer(notDueBefore))
        }
        return condition
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

    private static func places(_ query: EvaluationQuery) -> [Int64] {
        var wanted = query.states.isEmpty ? order : order.filter { query.states.contains($0) }
        if query.isExpired == true { wanted.removeAll { $0 == SessionState.completed.rawValue } }
        if query.isNobodys, query.evaluators.isEmpty { wanted.removeAll { $0 != SessionState.unassigned.rawValue } }
        return wanted.compactMap { order.firstIndex(of: $0) }.map { Int64($0 + (query.isArchived ? 4 : 0)) }
    }

    private static let order = [SessionState.unassigned, .assigned, .inProgress, .completed].map(\.rawValue)

    /// The filters that are on, and what the caller may see.
    private static func filters(
        _ query: EvaluationQuery, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [GridLists] {
        var filters: [GridLists] = []
        for (kind, subjects) in [
            ("agent", query.agents), ("evaluator", query.evaluators), ("team", query.teams), ("queue", query.queues),
            ("scorecard", query.scorecards), ("channel", query.channels),
        ] where !subjects.isEmpty {
            var lists = try GridLists.find(kind, subjects, transaction)
            if kind == "evaluator", query.isNobodys { try lists.addNobodys(transaction) }
            filters.append(lists)
        }
        if let sight = try GridLists.inSight(of: caller, transaction) { filters.append(sight) }
        return filters
    }
}

extension GridSelection.Stretch {
    fileprivate var isList: Bool {
        if case .list = self { true } else { false }
    }
}
