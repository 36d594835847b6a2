import Crypto
import Domain
import SQL

/// Somebody at a link: the secret of its address, and the cookie an earlier answer gave.
struct ShareVisitor: Sendable {
    let token: String
    let cookie: String?
    let address: ClientAddress
}

/// Decides whether a visitor gets in; stands in front of everything a link serves.
///
/// Refuses alike (`not_found`) what is unknown, expired, revoked, used up, no longer allowed to its owner, held back
/// for keypad tones nobody decided about, or without its moment, and a browser that was not counted where views are; refuses `share_locked` until the password is given.
enum AuthorizeShare {
    /// What a visitor who got in may have, and until when that may be believed.
    struct Admission: Sendable {
        let share: Share
        /// With the recordings that the link was made for.
        let moment: KeptMoment
        let policy: SharingPolicy
        let visit: ShareVisit?
        let expiresAt: Int64

        var mayDownload: Bool { share.link.mayDownload(under: policy) }
        var isCounted: Bool { visit?.countedAt != nil }
    }

    /// Where a visitor stands, before anything is refused.
    enum Verdict: Sendable {
        /// With the link when there is one, for its log.
        case dead(Share?)
        case locked(Share, SharingPolicy, ShareVisit?)
        case open(Admission)
    }

    /// Lets a visitor have the parts of an opened link.
    static func run(_ visitor: ShareVisitor, _ transaction: borrowing Transaction) throws -> Admission {
        switch try verdict(visitor, transaction) {
        case .dead: throw Refusal.notFound
        case .locked: throw Refusal.shareLocked
        case .open(let admission):
            guard admission.share.link.maxViews == nil || admission.isCounted else { throw Refusal.notFound }
            return admission
        }
    }

    static func verdict(_ visitor: ShareVisitor, _ transaction: borrowing Transaction) throws -> Verdict {
        let hash = SHA256Digest.of(visitor.token).hex
        guard let share = try ShareStore.find(tokenHash: hash, transaction) else { return .dead(nil) }
        let visit = try visitor.cookie.flatMap {
            try VisitStore.find(cookieHash: SHA256Digest.of($0).hex, of: share.id, transaction)
        }
        let policy = share.policy(try SettingsStore.load(transaction).sharing)
        guard let found = try FindMoment.run(share.moment.id, for: .system, transaction) else { return .dead(share) }
        let moment = found.limited(to: try ShareStore.recordings(of: share.id, transaction))
        let state = share.state(
            under: policy, now: transaction.now, isCounted: visit?.countedAt != nil,
            isHeld: try FindMoment.isHeld(moment, transaction))
        guard state == .active else { return .dead(share) }
        guard !share.link.hasPassword || visit?.passwordVersion == share.passwordVersion else {
            return .locked(share, policy, visit)
        }
        return .open(
            Admission(
                share: share, moment: moment, policy: policy, visit: visit,
                expiresAt: min(share.link.effectiveExpiry(under: policy), visit?.expiresAt ?? .max)))
    }
}

extension Refusal {
    static let shareLocked = Refusal("share_locked", "This moment is locked; give the password first.")
}
