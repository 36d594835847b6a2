/// What must hold of a row, in SQL, with the values of its question marks: one part after the other, all of which hold.
package struct Condition: Sendable {
    private var parts = ""
    package private(set) var arguments: [SQLValue] = []

    package init() {}

    /// Everything holds where nothing was added.
    package var text: String { parts.isEmpty ? "1 = 1" : parts }

    package mutating func add(_ sql: String, _ arguments: SQLValue...) { add(sql, arguments) }

    package mutating func add(_ sql: String, _ arguments: [SQLValue]) {
        if !parts.isEmpty { parts += " AND " }
        parts += "("
        parts += sql
        parts += ")"
        self.arguments += arguments
    }

    package mutating func add(_ other: Condition) {
        guard !other.parts.isEmpty else { return }
        if !parts.isEmpty { parts += " AND " }
        parts += other.parts
        arguments += other.arguments
    }

    /// Any of the values; no condition when there are none.
    package mutating func add(_ column: String, in values: [String]) {
        guard !values.isEmpty else { return }
        add("\(column) IN (\(SQLValue.marks(values.count)))", values.map(SQLValue.text))
    }
}
