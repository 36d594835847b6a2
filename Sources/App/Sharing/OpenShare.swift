import Crypto
import Domain
import JSON
import SQL

/// Shows a shared moment to whoever has its link, and counts the view once for each browser.
///
/// Refuses as `AuthorizeShare` does; the last view allowed is given to one only, however many come at once.
enum OpenShare {
    struct Opened: Sendable {
        let moment: SharedMoment
        /// The secret of a new visit, for the cookie; nil where the browser has one already.
        let visit: (secret: String, expiresAt: Int64)?
    }

    static func run(_ visitor: ShareVisitor, _ services: Services) throws -> Opened {
        let (verdict, shown) = try services.database.read { transaction in
            let verdict = try AuthorizeShare.verdict(visitor, transaction)
            guard case .open(let admission) = verdict else { return (verdict, SharedMoment?.none) }
            return (verdict, try SharedMoment(admission, transaction))
        }
        switch verdict {
        case .dead(let share):
            if let share { try LogRefusal.run(share, visitor, services) }
            throw Refusal.notFound
        case .locked: throw Refusal.shareLocked
        case .open(let admission):
            if admission.isCounted, let shown, !shown.wantsClip { return Opened(moment: shown, visit: nil) }
            return try services.database.write { try open(visitor, services, $0) }
        }
    }

    /// What a HEAD sees: the same, and nothing is counted.
    static func look(_ visitor: ShareVisitor, _ services: Services) throws -> SharedMoment {
        try services.database.read { transaction in
            switch try AuthorizeShare.verdict(visitor, transaction) {
            case .dead: throw Refusal.notFound
            case .locked: throw Refusal.shareLocked
            case .open(let admission): return try SharedMoment(admission, transaction)
            }
        }
    }

    private static func open(
        _ visitor: ShareVisitor, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> Opened {
        guard case .open(let admission) = try AuthorizeShare.verdict(visitor, transaction) else {
            throw Refusal.notFound
        }
        let visit = admission.isCounted ? nil : try count(admission, visitor, services, transaction)
        var shown = try SharedMoment(admission, transaction)
        if shown.wantsClip { shown.clip = try RenderClip.request(admission.moment, by: .system, services, transaction) }
        return Opened(moment: shown, visit: visit)
    }

    private static func count(
        _ admission: AuthorizeShare.Admission, _ visitor: ShareVisitor, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> (secret: String, expiresAt: Int64)? {
        let share = admission.share
        guard try ShareStore.countView(share.id, transaction) else { throw Refusal.notFound }
        try VisitStore.log(
            .opened, of: share.id, network: visitor.address.prefix, id: services.outside.id(), transaction)
        try EventLog.record("share.opened", .init(kind: "share", id: share.id), by: .system, transaction) {
            $0.field("moment", share.moment.id)
            $0.field("network", visitor.address.prefix)
        }
        if let visit = admission.visit {
            try VisitStore.markCounted(visit, transaction)
            return nil
        }
        let secret = SecureRandom.token()
        let expiresAt = min(admission.expiresAt, transaction.now + ShareVisit.longestMs)
        try VisitStore.insert(
            ShareVisit(
                cookieHash: SHA256Digest.of(secret).hex, passwordVersion: nil, countedAt: transaction.now,
                expiresAt: expiresAt),
            to: share.id, transaction)
        return (secret, expiresAt)
    }
}

/// Writes down that somebody came by a link that let nobody in; once a minute for each network.
enum LogRefusal {
    static func run(_ share: Share, _ visitor: ShareVisitor, _ services: Services) throws {
        let network = visitor.address.prefix
        let isLogged = try services.database.read { transaction in
            try VisitStore.hasFreshRefusal(of: share.id, network: network, transaction)
        }
        guard !isLogged else { return }
        try services.database.write { transaction in
            guard try !VisitStore.hasFreshRefusal(of: share.id, network: network, transaction) else { return }
            try VisitStore.log(.refused, of: share.id, network: network, id: services.outside.id(), transaction)
        }
    }
}
