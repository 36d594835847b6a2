import JSON
import SQL

/// The tables of kept filters and of the columns that people have chosen; each person's are that person's alone.
enum GridViewStore {
    static func all(of caller: Caller, _ transaction: borrowing Transaction) throws -> [GridView] {
        try transaction.rows(
            "SELECT id, name, query FROM evaluation_views WHERE user_id = ? ORDER BY name, id", .text(caller.id)
        ) { row in
            var fields = try JSONFields(try JSONReader.read(Array(row.text(2).utf8)))
            return GridView(id: row.text(0), name: row.text(1), query: try GridView.Query(reading: &fields))
        }
    }

    /// False when the person has one of this name.
    static func insert(_ view: GridView, of caller: Caller, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO evaluation_views (id, user_id, name, query, created_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (user_id, name) DO NOTHING
            """,
            .text(view.id), .text(caller.id), .text(view.name), .text(text(view.query)), .integer(transaction.now)) > 0
    }

    static func update(_ view: GridView, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE evaluation_views SET name = ?, query = ? WHERE id = ?", .text(view.name), .text(text(view.query)),
            .text(view.id))
    }

    /// False when the person has no such one.
    static func delete(_ id: String, of caller: Caller, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.execute(
            "DELETE FROM evaluation_views WHERE id = ? AND user_id = ?", .text(id), .text(caller.id)) > 0
    }

    /// Nil while the person has chosen none.
    static func columns(of caller: Caller, _ transaction: borrowing Transaction) throws -> [String]? {
        let text: String? = try transaction.row(
            "SELECT columns FROM evaluation_columns WHERE user_id = ?", .text(caller.id)
        ) { $0.text(0) }
        return text.map { $0.split(separator: " ").map(String.init) }
    }

    static func setColumns(
        of caller: Caller, _ columns: [GridColumn], _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO evaluation_columns (user_id, columns) VALUES (?, ?)
            ON CONFLICT (user_id) DO UPDATE SET columns = excluded.columns
            """, .text(caller.id), .text(columns.map(\.rawValue).joined(separator: " ")))
    }

    private static func text(_ query: GridView.Query) -> String {
        var writer = JSONWriter()
        writer.object(query.write)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// A column of the list that can be left out; the name always shows.
enum GridColumn: String, CaseIterable, Sendable {
    case state, agent, queue, channel, evaluator, origin, due, score, completed, edited, created

    static let usual: [GridColumn] = [.state, .agent, .evaluator, .due, .score, .completed, .edited]
}
