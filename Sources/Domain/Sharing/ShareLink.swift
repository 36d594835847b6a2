/// A link to one moment for people outside, as it was made; what it still allows is asked at every access.
package struct ShareLink: Equatable, Sendable {
    /// Instants in ms since 1970.
    package let createdAt: Int64
    package let expiresAt: Int64
    package let isRevoked: Bool
    package let hasPassword: Bool
    package let maxViews: Int64?
    package let views: Int64
    package let allowDownload: Bool

    package init(
        createdAt: Int64, expiresAt: Int64, isRevoked: Bool = false, hasPassword: Bool, maxViews: Int64? = nil,
        views: Int64 = 0, allowDownload: Bool = false
    ) {
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.isRevoked = isRevoked
        self.hasPassword = hasPassword
        self.maxViews = maxViews
        self.views = views
        self.allowDownload = allowDownload
    }

    /// What a link is to its owner; outside everything but `active` looks the same.
    package enum State: String, CaseIterable, Sendable {
        case active, expired, revoked
        case usedUp = "used_up"
        /// Keypad tones were found in its moment, and nobody has decided about them yet.
        case held
    }

    /// The earlier of the stored expiry and created + the longest the policy allows now.
    package func effectiveExpiry(under policy: SharingPolicy) -> Int64 {
        let (longest, overflow) = createdAt.addingReportingOverflow(policy.longestExpiryMs)
        return overflow ? expiresAt : min(expiresAt, longest)
    }

    /// A link that its owner could not make so today answers as expired; whoever was counted already is not kept out
    /// by the views that are used up. While its moment has keypad tones that nobody decided about, it is held back.
    package func state(
        under policy: SharingPolicy, now: Int64, isCounted: Bool = false, isHeld: Bool = false
    ) -> State {
        if isRevoked { return .revoked }
        let meetsPolicy = policy.mayShare && (hasPassword || !policy.passwordRequired)
        guard meetsPolicy, now < effectiveExpiry(under: policy) else { return .expired }
        if !isCounted, let maxViews, views >= maxViews { return .usedUp }
        return isHeld ? .held : .active
    }

    package func mayDownload(under policy: SharingPolicy) -> Bool {
        allowDownload && policy.mayAllowDownload
    }
}
