import Crypto
import Domain
import JSON
import SQL

/// Adds a person who can sign in. Needs `manage_users`; refuses a login that is taken and a weak password.
enum AddUser {
    struct Input: Sendable {
        let login: Login
        let name: String
        let role: BuiltInRole
        let password: String
        let teams: [String]

        init(reading fields: inout JSONFields) throws {
            login = try Login(try fields.string("login", max: 200))
            name = try fields.name("name")
            role = try fields.choice("role", of: BuiltInRole.self)
            password = try fields.string("password", max: 1000)
            teams = try fields.strings("teams", max: 1000)
            try fields.finish()
            try PasswordRule.check(password, login: login)
        }
    }

    /// The password is hashed before the transaction, which it would hold up.
    static func run(_ input: Input, by caller: Caller, _ services: Services) throws -> Person {
        let hash = try PasswordHash.make(input.password)
        let id = services.outside.id()
        return try services.database.write { transaction in
            guard
                try UserStore.insert(
                    id: id, kind: "person", login: input.login.text, name: input.name, role: input.role,
                    passwordHash: hash, transaction)
            else { throw Refusal.field("/login", "login_taken", "Somebody has this login already.") }
            try TeamStore.assign(id, role: input.role, to: input.teams, transaction)
            try EventLog.record("user.added", .init(kind: "user", id: id), by: caller, transaction) {
                $0.field("role", input.role.rawValue)
            }
            guard let person = try UserStore.find(id, transaction) else { throw Refusal.notFound }
            return person
        }
    }
}

/// Changes a person's name, role, teams or password, or shuts them out. Needs `manage_users`.
///
/// Refuses to leave the account without an admin; a new password or being disabled ends every sign-in.
enum ChangeUser {
    struct Input: Sendable {
        let name: String?
        let role: BuiltInRole?
        let password: String?
        let isDisabled: Bool?
        let teams: [String]?

        init(reading fields: inout JSONFields) throws {
            name = try fields.optionalName("name")
            role = try fields.optionalChoice("role", of: BuiltInRole.self)
            password = try fields.optionalString("password", max: 1000)
            isDisabled = try fields.optionalBool("disabled")
            teams = fields.present("teams") == nil ? nil : try fields.strings("teams", max: 1000)
            try fields.finish()
        }
    }

    static func run(_ id: String, _ input: Input, by caller: Caller, _ services: Services) throws -> Person {
        guard let before = try services.database.read({ try UserStore.find(id, $0) }) else { throw Refusal.notFound }
        var hash: String?
        if let password = input.password {
            try PasswordRule.check(password, login: try Login(before.login))
            hash = try PasswordHash.make(password)
        }
        return try services.database.write { transaction in
            try UserStore.update(
                id, name: input.name, role: input.role, passwordHash: hash, isDisabled: input.isDisabled, transaction)
            if input.teams != nil || input.role != nil {
                try TeamStore.assign(
                    id, role: input.role ?? before.role, to: input.teams ?? before.teams.map(\.id), transaction)
            }
            guard try UserStore.hasAdmin(transaction) else {
                throw Refusal("last_admin", "The account needs an admin who can sign in.")
            }
            if hash != nil || input.isDisabled == true { try SessionStore.deleteAll(of: id, transaction) }
            try EventLog.record("user.changed", .init(kind: "user", id: id), by: caller, transaction) {
                $0.field("role", input.role?.rawValue)
                $0.field("disabled", input.isDisabled)
                $0.field("passwordChanged", hash != nil)
            }
            guard let person = try UserStore.find(id, transaction) else { throw Refusal.notFound }
            return person
        }
    }
}

/// Makes an API token with a service user of its own. Needs `manage_tokens`; the secret is shown once.
enum AddToken {
    struct Input: Sendable {
        let name: String
        let scopes: Set<Scope>

        init(reading fields: inout JSONFields) throws {
            name = try fields.name("name")
            let names = try fields.strings("scopes", max: 100)
            try fields.finish()
            scopes = try Set(
                names.map { name in
                    guard let scope = Scope(rawValue: name) else {
                        let known = Scope.allCases.map(\.rawValue).joined(separator: ", ")
                        throw Refusal.field(
                            "/scopes", "scope_unknown", "There is no scope “\(name)”; there are \(known).")
                    }
                    return scope
                })
            guard !scopes.isEmpty else {
                throw Refusal.field("/scopes", "scopes_missing", "A token needs at least one scope.")
            }
        }
    }

    static func run(
        _ input: Input, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> (token: TokenStore.Token, secret: String) {
        let secret = "em_" + SecureRandom.token()
        let token = TokenStore.Token(
            id: services.outside.id(), userID: services.outside.id(), name: input.name, scopes: input.scopes,
            createdAt: transaction.now)
        _ = try UserStore.insert(
            id: token.userID, kind: "service", login: "(token \(token.id))", name: input.name, role: .admin,
            passwordHash: nil, transaction)
        try TokenStore.insert(token, hash: SHA256Digest.of(secret).hex, by: caller, transaction)
        try EventLog.record("token.added", .init(kind: "token", id: token.id), by: caller, transaction) {
            $0.field("scopes", input.scopes.map(\.rawValue).sorted())
        }
        return (token, secret)
    }
}
