/// One step of a room's schema, applied once and never changed afterwards.
package struct Migration: Sendable, Equatable {
    /// The room and its step: "accounts 1".
    package let name: String
    /// One SQL statement each.
    package let statements: [String]

    package init(name: String, statements: [String]) {
        self.name = name
        self.statements = statements
    }

    /// Makes the tables with their indexes, then runs the statements (triggers, full-text search, first rows).
    package init(name: String, tables: [TableSchema], statements: [String] = []) {
        self.init(name: name, statements: tables.flatMap(\.statements) + statements)
    }

    /// Whether it leaves every row as it is: it only makes or takes away triggers, indexes and views.
    var leavesRows: Bool {
        statements.allSatisfy { statement in
            let words = statement.split(maxSplits: 3, whereSeparator: \.isWhitespace).prefix(3)
            guard let verb = words.first, verb == "CREATE" || verb == "DROP" else { return false }
            return ["TRIGGER", "INDEX", "VIEW"].contains(words.dropFirst().first { $0 != "UNIQUE" } ?? "")
        }
    }

    /// The name without its step: steps of one room follow each other, rooms are independent.
    var room: Substring { name.lastIndex(of: " ").map { name[..<$0] } ?? name[...] }
}

/// Why the stored schema and the program's migrations do not fit together.
package enum MigrationRefusal: Error, Equatable, CustomStringConvertible {
    /// Two migrations of the program bear one name.
    case namedTwice(String)
    /// The database was written by a program that has this migration; ours has not.
    case unknown(String)
    /// The text of an applied migration is not what was applied.
    case changed(String)
    /// A new migration stands before one of the same room that is applied already.
    case outOfOrder(String, before: String)
    /// After this migration rows refer to rows that do not exist.
    case brokenReferences(String, table: String)

    package var description: String {
        switch self {
        case .namedTwice(let name): "The migration '\(name)' exists twice."
        case .unknown(let name):
            "The data was written by another version of the program: the migration '\(name)' is not known here."
        case .changed(let name): "The migration '\(name)' was changed after it had been applied to this data."
        case .outOfOrder(let name, let later): "The migration '\(name)' was put before '\(later)', which is applied."
        case .brokenReferences(let name, let table):
            "The migration '\(name)' leaves rows in '\(table)' that refer to missing rows."
        }
    }
}
