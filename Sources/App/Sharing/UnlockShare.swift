import Crypto
import Domain
import SQL

/// Takes the password of a locked link and lets the browser in for at most twelve hours.
///
/// Refuses a dead link like an unknown one (`not_found`), a wrong password (`wrong_password`), and more tries than
/// the throttle allows (`too_many_attempts`). Nothing is hashed for a dead link: whoever has none cannot make the
/// server work, and all dead links take the same time.
enum UnlockShare {
    /// The secret of the unlocked visit, for the cookie; nil where there is nothing to unlock.
    static func run(
        _ password: String, _ visitor: ShareVisitor, _ services: Services
    ) throws -> (secret: String, expiresAt: Int64)? {
        let locked: Share
        switch try services.database.read({ try AuthorizeShare.verdict(visitor, $0) }) {
        case .dead(let share):
            if let share { try LogRefusal.run(share, visitor, services) }
            throw Refusal.notFound
        case .open: return nil
        case .locked(let share, _, _): locked = share
        }
        let network = SHA256Digest.of(locked.id + visitor.address.network).hex
        let wait = try services.database.write { transaction in
            try PasswordTries.admit(on: locked.id, from: network, id: services.outside.id(), transaction)
        }
        guard wait == 0 else {
            try LogRefusal.run(locked, visitor, services)
            throw DetailedRefusal(
                Refusal("too_many_attempts", "Too many tries; wait a moment before the next one."),
                retryAfterSeconds: Int((wait + 999) / 1000))
        }
        let matches = PasswordHash.matches(password, locked.passwordHash ?? PasswordHash.dummy)
        let visit = try services.database.write { transaction in
            try settle(matches, locked, network, visitor, services, transaction)
        }
        guard let visit else { throw Refusal("wrong_password", "That is not the password.") }
        return visit
    }

    /// Writes down how the try ended; the link may have died while the password was compared.
    private static func settle(
        _ matches: Bool, _ tried: Share, _ network: String, _ visitor: ShareVisitor, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> (secret: String, expiresAt: Int64)? {
        guard case .locked(let share, let policy, let before) = try AuthorizeShare.verdict(visitor, transaction),
            share.passwordVersion == tried.passwordVersion
        else { throw Refusal.notFound }
        try VisitStore.log(
            matches ? .unlocked : .wrongPassword, of: share.id, network: visitor.address.prefix,
            id: services.outside.id(), transaction)
        guard matches else { return nil }
        try AttemptStore.settle(on: share.id, from: network, transaction)
        let secret = SecureRandom.token()
        let expiresAt = min(share.link.effectiveExpiry(under: policy), transaction.now + ShareVisit.longestMs)
        try VisitStore.insert(
            ShareVisit(
                cookieHash: SHA256Digest.of(secret).hex, passwordVersion: share.passwordVersion,
                countedAt: before?.countedAt, expiresAt: expiresAt),
            to: share.id, transaction)
        return (secret, expiresAt)
    }
}

/// How fast passwords of links may be guessed; counted in the database, so that a restart forgives nothing.
enum PasswordTries {
    /// Per link and network, within `windowMs`; more of them have to wait until old ones are forgotten.
    static let mostFailures = 10
    static let windowMs = Throttle.shareLink.forgetAfterMs
    /// On all links together, in a minute.
    static let mostInAMinute = 60

    /// Admits a try and counts it at once as a failed one; otherwise how long to wait, ms.
    static func admit(
        on shareID: String, from network: String, id: String, _ transaction: borrowing Transaction
    ) throws -> Int64 {
        let now = transaction.now
        try AttemptStore.forget(before: now - windowMs, transaction)
        if let oldest = try AttemptStore.newest(mostInAMinute, after: now - 60_000, transaction) {
            return max(1, oldest + 60_000 - now)
        }
        let failures = try AttemptStore.failures(on: shareID, from: network, after: now - windowMs, transaction)
        if failures.count > mostFailures { return max(1, failures[mostFailures] + windowMs - now) }
        let wait = Throttle.shareLink.remainingMs(
            failures: failures.count, lastFailureAt: failures.first ?? 0, now: now)
        guard wait == 0 else { return wait }
        try AttemptStore.insert(id: id, on: shareID, from: network, transaction)
        return 0
    }
}
