import Domain
import JSON
import SQL

/// The table of criteria; whoever may work with criteria sees them all, and finds by them only what they may see.
enum CriteriaStore {
    static let sorts = ["name"]

    /// False when the name is taken.
    static func insert(
        id: String, name: String, _ search: InteractionSearch, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO criteria (id, name, search, created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO NOTHING
            """,
            .text(id), .text(name), .text(text(search)), .text(caller.id), .integer(transaction.now),
            .integer(transaction.now)) > 0
    }

    static func update(
        _ id: String, name: String, _ search: InteractionSearch, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE criteria SET name = ?, search = ?, updated_at = ? WHERE id = ?", .text(name), .text(text(search)),
            .integer(transaction.now), .text(id))
    }

    static func delete(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM criteria WHERE id = ?", .text(id))
    }

    static func find(_ id: String, _ transaction: borrowing Transaction) throws -> SavedCriteria? {
        try rows("c.id = ?", [.text(id)], "", transaction).first
    }

    static func find(name: String, _ transaction: borrowing Transaction) throws -> SavedCriteria? {
        try rows("c.name = ?", [.text(name)], "", transaction).first
    }

    static func page(_ limit: PageLimit, _ transaction: borrowing Transaction) throws -> Page<SavedCriteria> {
        let counted: Int64? = try transaction.row(
            "SELECT count(*) FROM (SELECT 1 FROM criteria LIMIT ?) AS found", .integer(Int64(PageTotal.cap + 1))
        ) { $0.int64(0) }
        var condition = "1 = 1"
        var arguments: [SQLValue] = []
        if case .text(let name)? = limit.after?.first, case .text(let id)? = limit.after?.last {
            condition = "(c.name, c.id) > (?, ?)"
            arguments = [.text(name), .text(id)]
        }
        let found = try rows(
            condition, arguments + [.integer(Int64(limit.count + 1))], "ORDER BY c.name, c.id LIMIT ?", transaction)
        return Page(rows: found, limit: limit, total: PageTotal(counted: counted ?? 0)) {
            [.text($0.name), .text($0.id)]
        }
    }

    private static func rows(
        _ condition: String, _ arguments: [SQLValue], _ tail: String, _ transaction: borrowing Transaction
    ) throws -> [SavedCriteria] {
        try transaction.rows(
            """
            SELECT c.id, c.name, c.search, c.created_by, u.name, c.created_at FROM criteria c
            JOIN users u ON u.id = c.created_by WHERE \(condition) \(tail)
            """, arguments
        ) { row in
            var fields = try JSONFields(try JSONReader.read(Array(row.text(2).utf8)))
            return SavedCriteria(
                id: row.text(0), name: row.text(1), search: try InteractionSearch(reading: &fields),
                createdBy: Reference(id: row.text(3), name: row.text(4)), createdAt: row.int64(5))
        }
    }

    private static func text(_ search: InteractionSearch) -> String {
        var writer = JSONWriter()
        writer.object(search.write)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
