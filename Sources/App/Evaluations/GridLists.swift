import Domain
import SQL

/// Lists that sessions stand in, any of which may hold: an evaluator's, a team's …
struct GridLists: Sendable {
    private(set) var ids: [Int64] = []
    /// What is nobody's holds as well.
    private(set) var isUnassignedToo = false
    /// How many sessions stand in the lists, by place; a session that stands in two of them does so in two groups.
    private var groups: [[Int64]] = []

    /// The list of all sessions.
    static let all: Int64 = 1
    /// Places of a session: four states, and these again in the archive.
    static let places = 8

    /// What a caller may see at all; nil is everything.
    static func inSight(of caller: Caller, _ transaction: borrowing Transaction) throws -> GridLists? {
        switch caller.sight {
        case .own: return GridLists()
        case .everything where caller.role == .evaluator:
            var lists = try find("evaluator", [caller.id], transaction)
            try lists.addNobodys(transaction)
            return lists
        case .everything: return nil
        case .teams(let teams):
            var lists = try find("team", teams, transaction)
            for kind in ["creator", "evaluator"] {
                let own = try find(kind, [caller.id], transaction)
                lists.ids += own.ids
                lists.groups += own.groups
            }
            return lists
        }
    }

    /// Those there are: a value that no session has ever had has no list.
    static func find(
        _ kind: String, _ subjects: [String], _ transaction: borrowing Transaction
    ) throws -> GridLists {
        var lists = GridLists()
        for subject in Set(subjects).sorted() {
            var sizes = Array(repeating: Int64(0), count: places)
            var id: Int64?
            try transaction.forEach(
                """
                SELECT c.list, c.place, c.held FROM evaluation_lists l JOIN evaluation_counts c ON c.list = l.id
                WHERE l.kind = ? AND l.subject = ?
                """, .text(kind), .text(subject)
            ) { row in
                id = row.int64(0)
                sizes[Int(row.int64(1))] += row.int64(2)
            }
            guard let id else { continue }
            lists.ids.append(id)
            // Only of scorecards a session has several.
            if kind == "scorecard" || lists.groups.isEmpty {
                lists.groups.append(sizes)
            } else {
                lists.groups[0] = zip(lists.groups[0], sizes).map(+)
            }
        }
        return lists
    }

    /// Adds the sessions that nobody has yet; they stand in no evaluator's list.
    mutating func addNobodys(_ transaction: borrowing Transaction) throws {
        isUnassignedToo = true
        let all =
            try GridLists.find("all", [""], transaction).groups.first ?? [Int64](repeating: 0, count: GridLists.places)
        let unassigned = all.indices.map { $0 % 4 == 0 ? all[$0] : 0 }
        if groups.isEmpty { groups = [unassigned] } else { groups[0] = zip(groups[0], unassigned).map(+) }
    }

    /// How many sessions stand in any of the lists at these places: never fewer, never more.
    func size(at places: [Int64]) -> ClosedRange<Int64> {
        let sizes = groups.map { group in places.reduce(0) { $0 + group[Int($1)] } }
        return (sizes.max() ?? 0)...sizes.reduce(0, +)
    }

    /// Lists of the agents and evaluators with this in their name, in small or large letters.
    static func ofPeople(named text: String, _ transaction: borrowing Transaction) throws -> GridLists {
        let small = String(decoding: text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
        var lists = GridLists()
        lists.ids = try transaction.rows(
            """
            SELECT l.id FROM users u JOIN evaluation_lists l ON l.kind IN ('agent', 'evaluator') AND l.subject = u.id
            WHERE u.kind = 'person' AND instr(lower(u.name), ?) > 0 LIMIT ?
            """, .text(small), .integer(Int64(mostPeople))
        ) { $0.int64(0) }
        return lists
    }

    /// Lists of people that one search by words follows.
    private static let mostPeople = 40

    /// Narrows other places, `row` by name, to those of sessions that stand in one of the lists.
    ///
    /// A session has the same place in all its lists; so it is looked for in the index of the list, whose entries lie
    /// together, and not in the table, where each session's lie by themselves.
    func narrow(_ row: String, _ condition: inout Condition) {
        let marks = SQLValue.marks(ids.count)
        let stands = """
            EXISTS (SELECT 1 FROM evaluation_places o INDEXED BY evaluation_places_made
            WHERE o.list IN (\(marks)) AND o.place = \(row).place AND o.number = \(row).number)
            """
        switch (ids.isEmpty, isUnassignedToo) {
        case (true, true): condition.add("\(row).place IN (0, 4)")
        case (true, false): condition.add("1 = 0")
        case (false, true): condition.add("\(row).place IN (0, 4) OR \(stands)", ids.map(SQLValue.integer))
        case (false, false): condition.add(stands, ids.map(SQLValue.integer))
        }
    }
}
