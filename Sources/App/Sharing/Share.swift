import Domain
import JSON

/// A link as it is kept, with the moment behind it and whoever made it.
struct Share: Sendable {
    let id: String
    let moment: Reference
    let interactionID: String
    let momentIsDeleted: Bool
    let link: ShareLink
    let passwordHash: String?
    /// Raised with every new password; a visit unlocked with an older one is locked again.
    let passwordVersion: Int64
    let owner: Reference
    let ownerRole: BuiltInRole
    /// A person who was disabled, or an API token that was revoked.
    let ownerIsDisabled: Bool
    let lastViewedAt: Int64?

    /// What its owner may share today.
    func policy(_ settings: SharingSettings) -> SharingPolicy {
        SharingPolicy(role: ownerRole, settings: settings)
    }

    /// Nobody gets in by a link whose moment is gone or whose owner may not sign in any more.
    func state(
        under policy: SharingPolicy, now: Int64, isCounted: Bool = false, isHeld: Bool = false
    ) -> ShareLink.State {
        if momentIsDeleted { return .revoked }
        if ownerIsDisabled, !link.isRevoked { return .expired }
        return link.state(under: policy, now: now, isCounted: isCounted, isHeld: isHeld)
    }

    /// As its owner sees it: what it allows now, not what it was made with.
    func write(_ writer: inout JSONWriter, under settings: SharingSettings, now: Int64, isHeld: Bool) {
        let policy = policy(settings)
        writer.field("id", id)
        writer.field(
            "moment",
            object: {
                $0.field("id", moment.id)
                $0.field("title", moment.name)
                $0.field("interactionId", interactionID)
            })
        writer.field("createdBy", owner)
        writer.field("createdAt", instant: link.createdAt)
        writer.field("expiresAt", instant: link.effectiveExpiry(under: policy))
        writer.field("state", state(under: policy, now: now, isHeld: isHeld).rawValue)
        writer.field("hasPassword", link.hasPassword)
        writer.field("maxViews", link.maxViews)
        writer.field("views", link.views)
        writer.field("allowDownload", link.mayDownload(under: policy))
        writer.field("lastViewedAt", instant: lastViewedAt)
    }
}

/// What somebody did with a link, as its owner reads it.
struct ShareView: Sendable {
    enum Outcome: String, Sendable {
        case opened, unlocked, refused
        case wrongPassword = "wrong_password"
    }

    let at: Int64
    let outcome: String
    /// The first bits of the address: no single household can be told from it.
    let network: String

    func write(_ writer: inout JSONWriter) {
        writer.field("at", instant: at)
        writer.field("outcome", outcome)
        writer.field("network", network)
    }
}
