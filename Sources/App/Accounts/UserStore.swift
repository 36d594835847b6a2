import Domain
import SQL

/// The tables of people and teams.
enum UserStore {
    /// What sign-in needs to know of a person.
    struct SignInRow: Sendable {
        let id: String
        let passwordHash: String?
        let isDisabled: Bool
    }

    static func signInRow(login: String, _ transaction: borrowing Transaction) throws -> SignInRow? {
        try transaction.row(
            "SELECT id, password_hash, disabled_at FROM users WHERE login = ? AND kind = 'person'", .text(login)
        ) { SignInRow(id: $0.text(0), passwordHash: $0.optionalText(1), isDisabled: !$0.isNull(2)) }
    }

    /// False when the login is taken.
    static func insert(
        id: String, kind: String, login: String, name: String, role: BuiltInRole, passwordHash: String?,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO users (id, kind, login, name, role, password_hash, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (login) DO NOTHING
            """,
            .text(id), .text(kind), .text(login), .text(name), .text(role.rawValue), .optional(passwordHash),
            .integer(transaction.now)) > 0
    }

    /// Somebody who can sign in; the rows of tokens, operator and system are nobody's.
    static func find(_ id: String, _ transaction: borrowing Transaction) throws -> Person? {
        try people("u.kind = 'person' AND u.id = ?", [.text(id)], "", transaction).first
    }

    static func find(login: String, _ transaction: borrowing Transaction) throws -> Person? {
        try people("u.kind = 'person' AND u.login = ?", [.text(login)], "", transaction).first
    }

    static func page(
        role: BuiltInRole?, login: String?, _ limit: PageLimit, _ transaction: borrowing Transaction
    ) throws -> Page<Person> {
        var conditions = ["u.kind = 'person'"]
        var arguments: [SQLValue] = []
        if let role {
            conditions.append("u.role = ?")
            arguments.append(.text(role.rawValue))
        }
        if let login {
            conditions.append("u.login = ?")
            arguments.append(.text(login))
        }
        let counted: Int64? = try transaction.row(
            "SELECT count(*) FROM (SELECT 1 FROM users u WHERE \(conditions.joined(separator: " AND ")) LIMIT ?) AS found",
            arguments + [.integer(Int64(PageTotal.cap + 1))]
        ) { $0.int64(0) }
        if case .text(let name)? = limit.after?.first, case .text(let id)? = limit.after?.last {
            conditions.append("(u.name, u.id) > (?, ?)")
            arguments += [.text(name), .text(id)]
        }
        arguments.append(.integer(Int64(limit.count + 1)))
        let rows = try people(
            conditions.joined(separator: " AND "), arguments, "ORDER BY u.name, u.id LIMIT ?", transaction)
        return Page(rows: rows, limit: limit, total: PageTotal(counted: counted ?? 0)) {
            [.text($0.name), .text($0.id)]
        }
    }

    /// Changes what is given and leaves the rest.
    static func update(
        _ id: String, name: String?, role: BuiltInRole?, passwordHash: String?, isDisabled: Bool?,
        _ transaction: borrowing Transaction
    ) throws {
        if let name {
            try transaction.execute("UPDATE users SET name = ? WHERE id = ?", .text(name), .text(id))
        }
        if let role {
            try transaction.execute("UPDATE users SET role = ? WHERE id = ?", .text(role.rawValue), .text(id))
        }
        if let passwordHash {
            try transaction.execute("UPDATE users SET password_hash = ? WHERE id = ?", .text(passwordHash), .text(id))
        }
        if let isDisabled {
            try transaction.execute(
                "UPDATE users SET disabled_at = ? WHERE id = ?", isDisabled ? .integer(transaction.now) : .null,
                .text(id))
        }
    }

    /// True while somebody can sign in as an admin, and while nobody at all was added yet.
    static func hasAdmin(_ transaction: borrowing Transaction) throws -> Bool {
        let admins: Int64? = try transaction.row(
            "SELECT count(*) FROM users WHERE kind = 'person' AND role = 'admin' AND disabled_at IS NULL"
        ) { $0.int64(0) }
        return admins != 0
    }

    private static func people(
        _ condition: String, _ arguments: [SQLValue], _ tail: String, _ transaction: borrowing Transaction
    ) throws -> [Person] {
        var people = try transaction.rows(
            """
            SELECT u.id, u.login, u.name, u.role, u.disabled_at, u.created_at FROM users u
            WHERE \(condition) \(tail)
            """, arguments
        ) { row in
            Person(
                id: row.text(0), login: row.text(1), name: row.text(2),
                role: BuiltInRole(rawValue: row.text(3)) ?? .agent, teams: [], isDisabled: !row.isNull(4),
                createdAt: row.int64(5))
        }
        for index in people.indices {
            let person = people[index]
            people[index].teams = try TeamStore.teams(of: person.id, role: person.role, transaction)
        }
        return people
    }
}
