import SQL

/// From where to where something lies that sessions are sorted by: a date, the score, or their number.
struct GridRange: Sendable, Equatable {
    /// Of `evaluation_places`.
    let column: String
    /// At or after, before.
    var from: Int64?
    var to: Int64?

    /// The rows of places within, read by the index of the column: what a page marker says is not said twice.
    func leading(after: GridKey?, isDescending: Bool) -> Condition {
        var condition = Condition()
        if let from, after == nil || isDescending { condition.add("p.\(column) >= ?", .integer(from)) }
        if let to, after == nil || !isDescending { condition.add("p.\(column) < ?", .integer(to)) }
        return condition
    }

    /// Narrows places, `row` by name, that are read in another order.
    func narrow(_ row: String, _ condition: inout Condition) {
        guard column != "number" else {
            // As a sum it tempts nobody to read in the order of numbers what is wanted in another.
            if let from { condition.add("\(row).number + 0 >= ?", .integer(from)) }
            if let to { condition.add("\(row).number + 0 < ?", .integer(to)) }
            return
        }
        let bounds = [from.map { ("s.\(column) >= ?", $0) }, to.map { ("s.\(column) < ?", $0) }].compactMap { $0 }
        condition.add(
            """
            EXISTS (SELECT 1 FROM evaluation_places s WHERE s.number = \(row).number AND s.list = \(GridLists.all)
            AND \(bounds.map(\.0).joined(separator: " AND ")))
            """, bounds.map { .integer($0.1) })
    }
}
