import Crypto
import Domain
import HTTP
import SQL

/// Finds out who sent a request: the operator's socket, an API token, or a session cookie.
enum Identify {
    /// Who asks, and what is to be noted of that.
    struct Visitor: Sendable {
        var caller: Caller?
        /// The sign-in that was not used for a while.
        fileprivate var staleSignIn: String?

        static let nobody = Visitor()

        /// Whether it has to be noted that this person is still here.
        var isStale: Bool { staleSignIn != nil }

        func note(_ services: Services) throws {
            guard let staleSignIn else { return }
            do {
                try services.database.write { try SessionStore.touch(hash: staleSignIn, $0) }
            } catch {
                // On a full disk people go on reading, as long as their sign-in holds.
                guard DiskFull.isMeant(by: error) else { throw error }
            }
        }
    }

    /// Whether a request brings a sign-in, good or not. It says what page will probably be drawn, and nothing else.
    static func bringsSignIn(_ head: Head, _ services: Services) -> Bool {
        head.cookies[SessionCookie.name(services)] != nil
    }

    /// Nil when nobody is signed in; a token that does not hold is refused rather than ignored.
    static func caller(of head: Head, _ services: Services) throws -> Caller? {
        let visitor: Visitor = try services.database.read { try Identify.visitor(of: head, services, $0) }
        try visitor.note(services)
        return visitor.caller
    }

    /// Without a caller when nobody is signed in; a token that does not hold is refused rather than ignored.
    static func visitor(
        of head: Head, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> Visitor {
        if case .control = head.peer { return Visitor(caller: .operatorAtMachine) }
        if let authorization = head.header("Authorization") {
            guard authorization.lowercased().hasPrefix("bearer ") else { throw Refusal.notSignedIn }
            let hash = SHA256Digest.of(String(authorization.dropFirst(7))).hex
            guard let token = try TokenStore.find(hash: hash, transaction) else { throw Refusal.notSignedIn }
            return Visitor(
                caller: Caller(
                    kind: .token(scopes: token.scopes), id: token.userID, name: token.name, role: .admin,
                    permissions: BuiltInRole.admin.permissions, sight: .everything))
        }
        guard let cookie = head.cookies[SessionCookie.name(services)] else { return .nobody }
        let hash = SHA256Digest.of(cookie).hex
        guard let session = try SessionStore.find(hash: hash, transaction),
            let person = try UserStore.find(session.userID, transaction), !person.isDisabled
        else { return .nobody }
        let isStale = transaction.now - session.lastUsedAt > 60_000
        return Visitor(caller: Caller(person), staleSignIn: isStale ? hash : nil)
    }
}

extension Caller {
    init(_ person: Person) {
        kind = .person
        id = person.id
        name = person.name
        role = person.role
        permissions = person.role.permissions
        switch person.role.sight {
        case .own: sight = .own
        case .teams: sight = .teams(person.teams.map(\.id))
        case .reviewed, .all: sight = .everything
        }
    }
}

/// The cookie that carries a sign-in (SAFETY: HttpOnly, SameSite=Lax, Secure and `__Host-` over https).
enum SessionCookie {
    static func name(_ services: Services) -> String {
        services.isSecure ? "__Host-session" : "session"
    }

    static func holding(_ token: String, _ services: Services) -> SetCookie {
        SetCookie(
            name: name(services), value: token, maxAge: Int(SessionStore.absoluteMs / 1000), secure: services.isSecure)
    }

    static func cleared(_ services: Services) -> SetCookie {
        SetCookie(name: name(services), value: "", maxAge: 0, secure: services.isSecure)
    }
}
