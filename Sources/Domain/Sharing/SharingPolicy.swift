/// What an account lets anybody do with links to the outside.
package struct SharingSettings: Equatable, Sendable {
    package var shareOutside: Bool
    package var evaluatorsMayShare: Bool
    package var requirePassword: Bool
    package var longestExpiryHours: Int
    package var allowDownload: Bool

    package static let longestExpiry = 1...2160

    package init(
        shareOutside: Bool = true, evaluatorsMayShare: Bool = false, requirePassword: Bool = true,
        longestExpiryHours: Int = 2160, allowDownload: Bool = true
    ) {
        self.shareOutside = shareOutside
        self.evaluatorsMayShare = evaluatorsMayShare
        self.requirePassword = requirePassword
        self.longestExpiryHours = longestExpiryHours
        self.allowDownload = allowDownload
    }

    package func checked() throws(Refusal) -> SharingSettings {
        guard Self.longestExpiry.contains(longestExpiryHours) else {
            throw .field(
                "/sharing/longestExpiryHours", "expiry_outside",
                "The longest expiry is from 1 to 2,160 hours (90 days).")
        }
        return self
    }
}

/// What holds for one person's links now: the most restrictive of account and role.
package struct SharingPolicy: Equatable, Sendable {
    package let mayShare: Bool
    package let passwordRequired: Bool
    package let longestExpiryHours: Int
    package let mayAllowDownload: Bool

    package init(role: BuiltInRole, settings: SharingSettings) {
        let longestOfRole: Int
        switch role {
        case .admin:
            mayShare = settings.shareOutside
            passwordRequired = settings.requirePassword
            longestOfRole = 90 * 24
            mayAllowDownload = settings.allowDownload
        case .supervisor:
            mayShare = settings.shareOutside
            passwordRequired = true
            longestOfRole = 30 * 24
            mayAllowDownload = settings.allowDownload
        case .evaluator:
            mayShare = settings.shareOutside && settings.evaluatorsMayShare
            passwordRequired = true
            longestOfRole = 14 * 24
            mayAllowDownload = false
        case .agent:
            mayShare = false
            passwordRequired = true
            longestOfRole = 0
            mayAllowDownload = false
        }
        longestExpiryHours = min(longestOfRole, settings.longestExpiryHours)
    }

    /// The longest a link may live, ms.
    package var longestExpiryMs: Int64 { Int64(longestExpiryHours) * 3_600_000 }

    /// Refuses a new link that the policy does not allow; instants in ms since 1970.
    package func checkNew(
        expiresAt: Int64, now: Int64, hasPassword: Bool, maxViews: Int64?, allowDownload: Bool
    ) throws(Refusal) {
        guard mayShare else {
            throw Refusal("sharing_forbidden", "This account does not let you share outside.")
        }
        guard expiresAt > now else {
            throw .field("/expiresAt", "expiry_past", "A link expires in the future.")
        }
        guard expiresAt - now <= longestExpiryMs else {
            throw .field(
                "/expiresAt", "expiry_too_long", "Your links may live at most \(Self.span(longestExpiryHours)).")
        }
        guard hasPassword || !passwordRequired else {
            throw .field("/password", "password_required", "Your links need a password.")
        }
        guard mayAllowDownload || !allowDownload else {
            throw .field("/allowDownload", "download_forbidden", "Your links may not allow downloading.")
        }
        if let maxViews, !(1...10_000).contains(maxViews) {
            throw .field("/maxViews", "views_outside", "A link may be limited to 1 to 10,000 views.")
        }
    }

    private static func span(_ hours: Int) -> String {
        hours % 24 == 0 && hours > 24 ? "\(hours / 24) days" : hours == 1 ? "1 hour" : "\(hours) hours"
    }
}
