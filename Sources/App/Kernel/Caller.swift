import Domain

/// Whoever asks: a signed-in person, an integration with a token, the operator at the machine, or the system itself.
struct Caller: Sendable {
    enum Kind: Sendable, Equatable {
        case person
        case token(scopes: Set<Scope>)
        case operatorAtMachine
        case system
    }

    /// Which records a caller may see at all; finders put it into their SQL.
    enum Sight: Sendable, Equatable {
        case everything
        /// The agents of these teams, and what is the caller's own.
        case teams([String])
        /// Only what is the caller's own.
        case own
    }

    let kind: Kind
    /// The row in `users` that acts; tokens, operator and system have service rows of their own.
    let id: String
    let name: String
    let role: BuiltInRole
    let permissions: Set<Permission>
    let sight: Sight

    static let operatorAtMachine = Caller(
        kind: .operatorAtMachine, id: ServiceUser.operatorID, name: "Operator", role: .admin,
        permissions: Set(Permission.allCases), sight: .everything)

    static let system = Caller(
        kind: .system, id: ServiceUser.systemID, name: "System", role: .admin,
        permissions: Set(Permission.allCases), sight: .everything)

    func may(_ permission: Permission) -> Bool {
        permissions.contains(permission)
    }

    func require(_ permission: Permission) throws(Refusal) {
        guard may(permission) else { throw .forbidden }
    }

    /// Agents see only their own calls; everybody else works on those of others.
    var isAgent: Bool { role == .agent }
}

/// The rows in `users` that are nobody's sign-in.
enum ServiceUser {
    static let operatorID = "00000000-0000-7000-8000-000000000001"
    static let systemID = "00000000-0000-7000-8000-000000000002"
}
