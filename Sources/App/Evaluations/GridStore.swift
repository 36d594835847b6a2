import Domain
import SQL

/// Pages and counts of the list of sessions, read from their places.
enum GridStore {
    static func page(
        _ query: EvaluationQuery, for caller: Caller, _ limit: PageLimit, _ transaction: borrowing Transaction
    ) throws -> WrittenPage {
        guard let sort = GridSort.all.first(where: { $0.name == limit.sort }) else {
            throw Refusal("query_invalid", "This list has no such order.")
        }
        let selection = try GridSelection(query, for: caller, transaction)
        let keys = try keys(selection, sort, after: try GridKey(limit.after, sort), limit.count + 1, transaction)
        let shown = keys.prefix(limit.count)
        var total = try total(selection, transaction)
        if total.isCapped, total.count < shown.count { total = PageTotal(atLeast: Int64(shown.count)) }
        return WrittenPage(
            items: try GridRows.objects(shown.map(\.number), transaction),
            before: keys.count > limit.count ? shown.last?.pageKeys : nil, limit: limit, total: total)
    }

    /// How many a selection holds: exactly where its lists know it or few have to be looked at; else so many at least.
    static func total(_ selection: GridSelection, _ transaction: borrowing Transaction) throws -> PageTotal {
        if let known = selection.knownTotal { return known }
        let (read, left) = try count(selection, ofFirst: PageTotal.cap + 1, transaction)
        let cap = Int64(PageTotal.cap)
        return read > cap ? PageTotal(atLeast: min(left, cap)) : PageTotal(exactly: left)
    }

    /// How many there are in a selection's stretches, looking at no more than so many, and how many the filters leave.
    static func count(
        _ selection: GridSelection, ofFirst limit: Int, _ transaction: borrowing Transaction
    ) throws -> (read: Int64, left: Int64) {
        guard !selection.stretches.isEmpty else { return (0, 0) }
        let (sql, arguments) = selection.counting()
        return try transaction.row(sql, arguments + [.integer(Int64(limit))]) { ($0.int64(0), $0.int64(1)) } ?? (0, 0)
    }

    /// Some after a place in the order of their making.
    static func following(
        _ number: Int64?, _ query: EvaluationQuery, for caller: Caller, count: Int,
        _ transaction: borrowing Transaction
    ) throws -> [EvaluationRecord] {
        let keys = try keys(
            try GridSelection(query, for: caller, transaction), GridSort.made[1],
            after: number.map { GridKey(value: nil, number: $0) }, count, transaction)
        return try EvaluationStore.records(keys.map(\.number), transaction)
    }

    /// First those that have a value to sort by, then the rest in the order of their making.
    static func keys(
        _ selection: GridSelection, _ sort: GridSort, after: GridKey?, _ count: Int,
        _ transaction: borrowing Transaction
    ) throws -> [GridKey] {
        var found: [GridKey] = []
        found.reserveCapacity(count)
        for statement in GridStore.statements(selection, sort, after: after) where found.count < count {
            try transaction.forEach(
                statement.sql, statement.arguments + [.integer(Int64(count - found.count))]
            ) { row in
                found.append(
                    statement.hasValue
                        ? GridKey(value: row.int64(0), number: row.int64(1))
                        : GridKey(value: nil, number: row.int64(0)))
            }
        }
        return found
    }

    /// A statement of a page; its last mark is how many rows.
    struct Statement: Sendable {
        let sql: String
        let arguments: [SQLValue]
        /// Rows are value and number, else the number alone.
        let hasValue: Bool
    }

    static func statements(_ selection: GridSelection, _ sort: GridSort, after: GridKey?) -> [Statement] {
        guard !selection.stretches.isEmpty else { return [] }
        let direction = sort.isDescending ? "DESC" : "ASC"
        let sign = sort.isDescending ? "<" : ">"
        var statements: [Statement] = []
        if let column = sort.column, after == nil || after?.value != nil {
            let valued = { (number: String) in
                var condition = Condition()
                if let after, let value = after.value {
                    condition.add("(p.\(column), \(number)) \(sign) (?, ?)", .integer(value), .integer(after.number))
                }
                condition.add(selection.bounds(sort, after: after))
                // The values are never negative; said so, reading begins or ends at those that have none.
                if sort.isDescending || after == nil, selection.lead?.from == nil { condition.add("p.\(column) >= 0") }
                return condition
            }
            let (sql, arguments) = selection.statement(
                column, valued, tail: "ORDER BY 1 \(direction), 2 \(direction) LIMIT ?")
            statements.append(Statement(sql: sql, arguments: arguments, hasValue: true))
        }
        // What has no due date is never expired, what has no such date or score lies in no range of them.
        if selection.isExpired || selection.lead != nil, sort.column != nil { return statements }
        let rest = { (number: String) in
            var condition = Condition()
            if let column = sort.column { condition.add("p.\(column) IS NULL") }
            if let after, after.value == nil { condition.add("\(number) \(sign) ?", .integer(after.number)) }
            condition.add(selection.bounds(sort, after: after))
            return condition
        }
        let (sql, arguments) = selection.statement(nil, rest, tail: "ORDER BY 1 \(direction) LIMIT ?")
        return statements + [Statement(sql: sql, arguments: arguments, hasValue: false)]
    }
}

/// Where a session stands in an order: what it is sorted by, if it has that, and its number.
struct GridKey: Sendable, Equatable {
    let value: Int64?
    let number: Int64
}

extension GridKey {
    /// The keys of a page marker: number, or value and number; a marker of another order is refused.
    init?(_ keys: [PageKey]?, _ sort: GridSort) throws {
        guard let keys else { return nil }
        switch keys.count {
        case 1:
            if case .integer(let number) = keys[0] {
                self.init(value: nil, number: number)
                return
            }
        case 2:
            if sort.column != nil, case .integer(let value) = keys[0], case .integer(let number) = keys[1] {
                self.init(value: value, number: number)
                return
            }
        default: break
        }
        throw Refusal("cursor_invalid", "This page marker does not belong to this list.")
    }

    var pageKeys: [PageKey] { (value.map { [.integer($0)] } ?? []) + [.integer(number)] }
}
