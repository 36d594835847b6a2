import Domain
import SQL

/// Lists that sessions stand in, any of which may hold: an evaluator's, a team's …
struct GridLists: Sendable {
    var ids: [Int64] = []
    /// What is nobody's holds as well.
    var isUnassignedToo = false

    /// The list of all sessions.
    static let all: Int64 = 1

    /// What a caller may see at all; nil is everything.
    static func inSight(of caller: Caller, _ transaction: borrowing Transaction) throws -> GridLists? {
        var lists = GridLists()
        switch caller.sight {
        case .own: break
        case .everything where caller.role == .evaluator:
            lists.ids = try find("evaluator", [caller.id], transaction)
            lists.isUnassignedToo = true
        case .everything: return nil
        case .teams(let teams):
            lists.ids = try find("team", teams, transaction)
            lists.ids += try find("creator", [caller.id], transaction)
            lists.ids += try find("evaluator", [caller.id], transaction)
        }
        return lists
    }

    /// Those there are: a value that no session has ever had has no list.
    static func find(
        _ kind: String, _ subjects: [String], _ transaction: borrowing Transaction
    ) throws -> [Int64] {
        try Set(subjects).sorted().compactMap { subject in
            try transaction.row(
                "SELECT id FROM evaluation_lists WHERE kind = ? AND subject = ?", .text(kind), .text(subject)
            ) { $0.int64(0) }
        }
    }

    /// Lists of the agents and evaluators with this in their name, in small or large letters.
    static func ofPeople(named text: String, _ transaction: borrowing Transaction) throws -> [Int64] {
        let small = String(decoding: text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
        return try transaction.rows(
            """
            SELECT l.id FROM users u JOIN evaluation_lists l ON l.kind IN ('agent', 'evaluator') AND l.subject = u.id
            WHERE u.kind = 'person' AND instr(lower(u.name), ?) > 0 LIMIT ?
            """, .text(small), .integer(Int64(mostPeople))
        ) { $0.int64(0) }
    }

    /// Lists of people that one search by words follows.
    private static let mostPeople = 40

    /// Narrows other places (`p`) to those of sessions that stand in one of the lists.
    func narrow(_ condition: inout Condition) {
        let marks = Array(repeating: "?", count: ids.count).joined(separator: ", ")
        let stands = "EXISTS (SELECT 1 FROM evaluation_places o WHERE o.number = p.number AND o.list IN (\(marks)))"
        switch (ids.isEmpty, isUnassignedToo) {
        case (true, true): condition.add("p.place IN (0, 4)")
        case (true, false): condition.add("1 = 0")
        case (false, true): condition.add("p.place IN (0, 4) OR \(stands)", ids.map(SQLValue.integer))
        case (false, false): condition.add(stands, ids.map(SQLValue.integer))
        }
    }
}
