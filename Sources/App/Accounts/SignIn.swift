import Crypto
import Domain
import SQL

/// Checks a login and password and opens a session; anybody may try, at the pace the throttle allows.
///
/// Refuses a wrong pair (`wrong_login`, the same for an unknown or disabled login) and too many tries
/// (`too_many_attempts`).
enum SignIn {
    struct Input: Sendable {
        let login: String
        let password: String
        /// Where the try came from.
        let network: String
    }

    /// The session's secret, for the cookie; only its hash is stored.
    static func run(_ input: Input, _ services: Services) throws -> (token: String, caller: Caller) {
        let login = input.login.lowercased()
        let keys: [SignInThrottle.Key] = [.login(login), .network(input.network)]
        try services.signInThrottle.admit(keys, now: services.outside.now())
        let row = try services.database.read { try UserStore.signInRow(login: login, $0) }
        let matches = PasswordHash.matches(input.password, row?.passwordHash ?? PasswordHash.dummy)
        guard matches, let row, row.passwordHash != nil, !row.isDisabled else {
            services.signInThrottle.failed(keys, now: services.outside.now())
            throw Refusal("wrong_login", "This login and password do not belong together.")
        }
        services.signInThrottle.succeeded(login)
        let token = SecureRandom.token()
        let caller = try services.database.write { transaction in
            try SessionStore.insert(hash: SHA256Digest.of(token).hex, userID: row.id, transaction)
            guard let person = try UserStore.find(row.id, transaction) else { throw Refusal.notSignedIn }
            let caller = Caller(person)
            try EventLog.record("session.opened", .init(kind: "user", id: row.id), by: caller, transaction)
            return caller
        }
        return (token, caller)
    }
}
