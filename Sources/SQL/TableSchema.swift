/// The declaration of one table and its indexes, rendered as a STRICT table.
///
/// ```swift
/// TableSchema("moments") {
///     $0.text("id", .primaryKey)
///     $0.text("recording_id", .references("recordings", onDelete: .cascade))
///     $0.text("title", .check("length(title) <= 200"))
///     $0.int64("ends_at", .null)
///     $0.unique("recording_id", "title")
/// }
/// .index("moments_by_recording", on: "recording_id", "id")
/// ```
package struct TableSchema: Sendable {
    package let name: String
    private let parts: [String]
    private let isWithoutRowid: Bool
    private var indexes: [String] = []

    /// - Parameter withoutRowid: keeps the rows in the order of the primary key: for small rows that are only found
    ///   by it.
    package init(_ name: String, withoutRowid: Bool = false, _ declare: (inout TableColumns) -> Void) {
        var columns = TableColumns()
        declare(&columns)
        self.name = name
        isWithoutRowid = withoutRowid
        parts = columns.columns + columns.rules
    }

    /// The statements that make the table, then its indexes.
    package var statements: [String] {
        let options = isWithoutRowid ? "STRICT, WITHOUT ROWID" : "STRICT"
        return ["CREATE TABLE \(name) (\n    \(parts.joined(separator: ",\n    "))\n) \(options)"] + indexes
    }

    /// Adds an index over columns or expressions (`created_at DESC`), partial when `condition` is given.
    package func index(
        _ indexName: String, on columns: String..., unique: Bool = false, where condition: String? = nil
    ) -> TableSchema {
        var copy = self
        let kind = unique ? "UNIQUE INDEX" : "INDEX"
        let filter = condition.map { " WHERE \($0)" } ?? ""
        copy.indexes.append("CREATE \(kind) \(indexName) ON \(name) (\(columns.joined(separator: ", ")))\(filter)")
        return copy
    }
}

/// The columns and rules of a table being declared; a column is NOT NULL unless it says `.null`.
package struct TableColumns {
    fileprivate(set) var columns: [String] = []
    fileprivate(set) var rules: [String] = []

    package mutating func int64(_ name: String, _ rules: ColumnRule...) { add(name, "INTEGER", rules) }
    package mutating func text(_ name: String, _ rules: ColumnRule...) { add(name, "TEXT", rules) }
    package mutating func bytes(_ name: String, _ rules: ColumnRule...) { add(name, "BLOB", rules) }
    package mutating func bool(_ name: String, _ rules: ColumnRule...) {
        add(name, "INTEGER", rules + [.check("\(name) IN (0, 1)")])
    }

    package mutating func primaryKey(_ names: String...) {
        rules.append("PRIMARY KEY (\(names.joined(separator: ", ")))")
    }
    package mutating func unique(_ names: String...) { rules.append("UNIQUE (\(names.joined(separator: ", ")))") }
    package mutating func check(_ condition: String) { rules.append("CHECK (\(condition))") }
    package mutating func foreignKey(
        _ names: [String], references table: String, _ others: [String], onDelete: ReferenceAction = .restrict
    ) {
        rules.append(
            "FOREIGN KEY (\(names.joined(separator: ", "))) REFERENCES \(table) "
                + "(\(others.joined(separator: ", "))) ON DELETE \(onDelete.rawValue)")
    }

    private mutating func add(_ name: String, _ type: String, _ rules: [ColumnRule]) {
        let isNullable = rules.contains { $0.isNull }
        let words = [name, type] + (isNullable ? [] : ["NOT NULL"]) + rules.filter { !$0.isNull }.map(\.sql)
        columns.append(words.joined(separator: " "))
    }
}

/// What one column demands of its values.
package struct ColumnRule: Sendable {
    let sql: String
    var isNull: Bool { sql.isEmpty }

    /// The column may be empty.
    package static let null = ColumnRule(sql: "")
    package static let primaryKey = ColumnRule(sql: "PRIMARY KEY")
    package static let unique = ColumnRule(sql: "UNIQUE")
    /// A condition that every row fulfils.
    package static func check(_ condition: String) -> ColumnRule { ColumnRule(sql: "CHECK (\(condition))") }
    /// What an INSERT that does not name the column stores: an SQL literal such as `0` or `'open'`.
    package static func `default`(_ literal: String) -> ColumnRule { ColumnRule(sql: "DEFAULT \(literal)") }
    /// Names a row of another table.
    package static func references(
        _ table: String, _ column: String = "id", onDelete: ReferenceAction = .restrict
    ) -> ColumnRule {
        ColumnRule(sql: "REFERENCES \(table) (\(column)) ON DELETE \(onDelete.rawValue)")
    }
}

/// What happens to a row when the row it refers to is deleted.
package enum ReferenceAction: String, Sendable {
    case restrict = "RESTRICT"
    case cascade = "CASCADE"
    case setNull = "SET NULL"
}
