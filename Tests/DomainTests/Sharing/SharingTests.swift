import Domain
import Testing

/// Who may share what with whom outside, and what a link still allows.
struct SharingTests {
    private let open = SharingSettings(
        shareOutside: true, evaluatorsMayShare: true, requirePassword: false, longestExpiryHours: 2160,
        allowDownload: true)
    private let hour: Int64 = 3_600_000

    @Test func theTableOfRolesHoldsUnderAnOpenAccount() {
        let rows = BuiltInRole.allCases.map { SharingPolicy(role: $0, settings: open) }
        #expect(rows.map(\.mayShare) == [false, true, true, true])
        #expect(rows.map(\.passwordRequired) == [true, true, true, false])
        #expect(rows.map(\.longestExpiryHours) == [0, 14 * 24, 30 * 24, 90 * 24])
        #expect(rows.map(\.mayAllowDownload) == [false, false, true, true])
    }

    @Test func theMostRestrictiveOfAccountAndRoleWins() {
        for role in BuiltInRole.allCases {
            let wide = SharingPolicy(role: role, settings: open)
            for tightened in [
                change { $0.shareOutside = false }, change { $0.evaluatorsMayShare = false },
                change { $0.requirePassword = true }, change { $0.longestExpiryHours = 24 },
                change { $0.allowDownload = false },
            ] {
                let narrow = SharingPolicy(role: role, settings: tightened)
                #expect(!narrow.mayShare || wide.mayShare)
                #expect(narrow.passwordRequired || !wide.passwordRequired)
                #expect(narrow.longestExpiryHours <= wide.longestExpiryHours)
                #expect(!narrow.mayAllowDownload || wide.mayAllowDownload)
            }
        }
        #expect(!SharingPolicy(role: .evaluator, settings: change { $0.evaluatorsMayShare = false }).mayShare)
        #expect(!SharingPolicy(role: .admin, settings: change { $0.shareOutside = false }).mayShare)
        #expect(SharingPolicy(role: .admin, settings: change { $0.requirePassword = true }).passwordRequired)
        #expect(
            SharingPolicy(role: .supervisor, settings: change { $0.longestExpiryHours = 24 }).longestExpiryHours == 24)
        #expect(!SharingPolicy(role: .admin, settings: change { $0.allowDownload = false }).mayAllowDownload)
    }

    @Test func aNewLinkKeepsToThePolicy() throws {
        let admin = SharingPolicy(role: .admin, settings: open)
        let supervisor = SharingPolicy(role: .supervisor, settings: open)
        let evaluator = SharingPolicy(role: .evaluator, settings: open)
        let agent = SharingPolicy(role: .agent, settings: open)
        let day = 24 * hour
        #expect(try code(admin, expiresIn: 90 * day, password: false, download: true) == nil)
        #expect(try code(admin, expiresIn: 90 * day + 1, password: false) == "expiry_too_long")
        #expect(try code(admin, expiresIn: 0) == "expiry_past")
        #expect(try code(admin, expiresIn: -1) == "expiry_past")
        #expect(try code(supervisor, expiresIn: day, password: false) == "password_required")
        #expect(try code(supervisor, expiresIn: 30 * day, download: true) == nil)
        #expect(try code(supervisor, expiresIn: 31 * day) == "expiry_too_long")
        #expect(try code(evaluator, expiresIn: day, download: true) == "download_forbidden")
        #expect(try code(evaluator, expiresIn: 14 * day) == nil)
        #expect(try code(agent, expiresIn: 1) == "sharing_forbidden")
        #expect(try code(admin, expiresIn: day, maxViews: 0) == "views_outside")
        #expect(try code(admin, expiresIn: day, maxViews: 1) == nil)
    }

    @Test func tighteningReachesLinksThereAre() {
        let link = ShareLink(createdAt: 0, expiresAt: 48 * hour, hasPassword: false, allowDownload: true)
        let wide = SharingPolicy(role: .admin, settings: open)
        #expect(link.effectiveExpiry(under: wide) == 48 * hour)
        #expect(link.state(under: wide, now: 48 * hour - 1) == .active)
        #expect(link.state(under: wide, now: 48 * hour) == .expired)
        #expect(link.mayDownload(under: wide))

        let day = SharingPolicy(role: .admin, settings: change { $0.longestExpiryHours = 24 })
        #expect(link.effectiveExpiry(under: day) == 24 * hour)
        #expect(link.state(under: day, now: 24 * hour - 1) == .active)
        #expect(link.state(under: day, now: 24 * hour) == .expired)

        let locked = SharingPolicy(role: .admin, settings: change { $0.requirePassword = true })
        #expect(link.state(under: locked, now: 0) == .expired)
        let closed = SharingPolicy(role: .admin, settings: change { $0.shareOutside = false })
        #expect(link.state(under: closed, now: 0) == .expired)
        #expect(!link.mayDownload(under: SharingPolicy(role: .admin, settings: change { $0.allowDownload = false })))
        // The same link of somebody who became an agent.
        #expect(link.state(under: SharingPolicy(role: .agent, settings: open), now: 0) == .expired)
    }

    @Test func aRevokedOrUsedUpLinkIsDead() {
        let policy = SharingPolicy(role: .admin, settings: open)
        let revoked = ShareLink(createdAt: 0, expiresAt: hour, isRevoked: true, hasPassword: false)
        #expect(revoked.state(under: policy, now: 0) == .revoked)
        let used = ShareLink(createdAt: 0, expiresAt: hour, hasPassword: false, maxViews: 2, views: 2)
        #expect(used.state(under: policy, now: 0) == .usedUp)
        let left = ShareLink(createdAt: 0, expiresAt: hour, hasPassword: false, maxViews: 2, views: 1)
        #expect(left.state(under: policy, now: 0) == .active)
    }

    @Test(arguments: [(0, "expiry_outside"), (1, nil), (2160, nil), (2161, "expiry_outside")] as [(Int, String?)])
    func theLongestExpiryOfAnAccountIsBounded(hours: Int, code: String?) throws {
        #expect(try refused { _ = try change { $0.longestExpiryHours = hours }.checked() } == code)
    }

    private func change(_ change: (inout SharingSettings) -> Void) -> SharingSettings {
        var settings = open
        change(&settings)
        return settings
    }

    private func code(
        _ policy: SharingPolicy, expiresIn: Int64, password: Bool = true, maxViews: Int64? = nil, download: Bool = false
    ) throws -> String? {
        try refused {
            try policy.checkNew(
                expiresAt: 1_000_000 + expiresIn, now: 1_000_000, hasPassword: password, maxViews: maxViews,
                allowDownload: download)
        }
    }
}
