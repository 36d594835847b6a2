import Domain
import JSON
import SQL

/// The tables of teams, who works in them and who watches over them.
enum TeamStore {
    /// A team as it is listed.
    struct Team: Sendable {
        let id: String
        let name: String
        let members: Int64
        var supervisors: [Reference]

        func write(_ writer: inout JSONWriter) {
            writer.field("id", id)
            writer.field("name", name)
            writer.field("members", members)
            writer.field("supervisors", supervisors)
        }
    }

    static func teams(
        of userID: String, role: BuiltInRole, _ transaction: borrowing Transaction
    ) throws -> [Reference] {
        let table = role == .supervisor ? "team_supervisors" : "team_members"
        return try transaction.rows(
            "SELECT t.id, t.name FROM \(table) m JOIN teams t ON t.id = m.team_id WHERE m.user_id = ? ORDER BY t.name",
            .text(userID)
        ) { Reference(id: $0.text(0), name: $0.text(1)) }
    }

    static func all(_ transaction: borrowing Transaction) throws -> [Team] {
        var teams = try transaction.rows(
            """
            SELECT t.id, t.name, (SELECT count(*) FROM team_members m WHERE m.team_id = t.id)
            FROM teams t ORDER BY t.name, t.id
            """
        ) { Team(id: $0.text(0), name: $0.text(1), members: $0.int64(2), supervisors: []) }
        for index in teams.indices {
            teams[index].supervisors = try transaction.rows(
                """
                SELECT u.id, u.name FROM team_supervisors s JOIN users u ON u.id = s.user_id
                WHERE s.team_id = ? ORDER BY u.name, u.id
                """, .text(teams[index].id)
            ) { Reference(id: $0.text(0), name: $0.text(1)) }
        }
        return teams
    }

    /// False when the name is taken.
    static func insert(id: String, name: String, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.execute(
            "INSERT INTO teams (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
            .text(id), .text(name), .integer(transaction.now)) > 0
    }

    /// False when another team has this name.
    static func rename(_ id: String, _ name: String, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.execute(
            """
            UPDATE teams SET name = ? WHERE id = ?
            AND NOT EXISTS (SELECT 1 FROM teams other WHERE other.name = ? AND other.id <> ?)
            """, .text(name), .text(id), .text(name), .text(id)) > 0
    }

    /// Puts a person into exactly these teams, as a member or, a supervisor, above them.
    static func assign(
        _ userID: String, role: BuiltInRole, to teams: [String], _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute("DELETE FROM team_members WHERE user_id = ?", .text(userID))
        try transaction.execute("DELETE FROM team_supervisors WHERE user_id = ?", .text(userID))
        let table = role == .supervisor ? "team_supervisors" : "team_members"
        for team in Set(teams) {
            let added = try transaction.execute(
                "INSERT INTO \(table) (team_id, user_id) SELECT id, ? FROM teams WHERE id = ?", .text(userID),
                .text(team))
            guard added > 0 else {
                throw Refusal.field("/teams", "team_unknown", "One of these teams does not exist.")
            }
        }
    }

    static func setSupervisors(
        of teamID: String, _ supervisors: [String], _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute("DELETE FROM team_supervisors WHERE team_id = ?", .text(teamID))
        for supervisor in Set(supervisors) {
            let added = try transaction.execute(
                """
                INSERT INTO team_supervisors (team_id, user_id)
                SELECT ?, id FROM users WHERE id = ? AND role = 'supervisor'
                """,
                .text(teamID), .text(supervisor))
            guard added > 0 else {
                throw Refusal.field("/supervisors", "supervisor_unknown", "One of these is no supervisor.")
            }
        }
    }
}
