import Crypto
import Domain
import JSON
import SQL

/// Makes a link to a moment for people outside, and begins to render its clip. Needs `share_moments`.
///
/// From here on the link shows the recordings there are now: nothing that comes in later is shown outside unseen.
///
/// Refuses what the policy of the caller's role and account does not allow: sharing at all, an expiry too far off,
/// a missing password, downloading; and a moment with keypad tones nobody decided about (`proposals_undecided`), or looked for (`tones_unsearched`).
enum MakeShare {
    struct Input: Sendable {
        let expiresAt: Int64
        let password: String?
        let maxViews: Int64?
        let allowDownload: Bool

        static let shortestPassword = 4
        static let longestPassword = 200

        init(reading fields: inout JSONFields) throws {
            expiresAt = try fields.instant("expiresAt").milliseconds
            password = try fields.optionalString("password", min: Self.shortestPassword, max: Self.longestPassword)
            maxViews = try fields.optionalInt64("maxViews")
            allowDownload = try fields.optionalBool("allowDownload") ?? false
            try fields.finish()
        }
    }

    /// The link's id, and its secret, which is shown this once: only a hash of it is stored.
    static func run(
        _ momentID: String, _ input: Input, by caller: Caller, _ services: Services
    ) throws -> (id: String, token: String) {
        _ = try services.database.read { try check(momentID, input, by: caller, $0) }
        let passwordHash = try input.password.map { try PasswordHash.make($0) }
        let id = services.outside.id()
        let token = SecureRandom.token()
        try services.database.write { transaction in
            // Again, since the password was hashed in between.
            let moment = try check(momentID, input, by: caller, transaction)
            let recordings = try FindMoment.recordings(of: moment, transaction)
            _ = try RenderClip.request(moment.limited(to: Set(recordings)), by: caller, services, transaction)
            try ShareStore.insert(
                id: id, momentID: momentID, tokenHash: SHA256Digest.of(token).hex, passwordHash: passwordHash,
                expiresAt: input.expiresAt, maxViews: input.maxViews, allowDownload: input.allowDownload, by: caller,
                transaction)
            try ShareStore.settle(id, on: recordings, transaction)
            try EventLog.record("share.made", .init(kind: "share", id: id), by: caller, transaction) {
                $0.field("moment", momentID)
                $0.field("expiresAt", instant: input.expiresAt)
                $0.field("hasPassword", passwordHash != nil)
                $0.field("allowDownload", input.allowDownload)
            }
        }
        return (id, token)
    }

    private static func check(
        _ momentID: String, _ input: Input, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> KeptMoment {
        guard let moment = try FindMoment.run(momentID, for: caller, transaction) else { throw Refusal.notFound }
        let policy = SharingPolicy(role: caller.role, settings: try SettingsStore.load(transaction).sharing)
        try policy.checkNew(
            expiresAt: input.expiresAt, now: transaction.now, hasPassword: input.password != nil,
            maxViews: input.maxViews, allowDownload: input.allowDownload)
        guard try FindMoment.isSearched(moment, transaction) else { throw Refusal.unsearched }
        guard try !FindMoment.isHeld(moment, transaction) else { throw Refusal.undecided }
        return moment
    }
}

/// Takes a link back, at once and for good; whoever made it may, and supervisors and admins who see the moment.
enum RevokeShare {
    static func run(
        _ id: String, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws {
        guard let share = try ShareStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        guard try ShareStore.revoke(share.id, transaction) else { return }
        try SweepMedia.request(services, transaction)
        try EventLog.record("share.revoked", .init(kind: "share", id: id), by: caller, transaction) {
            $0.field("moment", share.moment.id)
        }
    }
}

extension Refusal {
    fileprivate static let unsearched = Refusal(
        "tones_unsearched",
        "The recordings of this moment are still being searched for keypad tones. Share it in a few minutes.")
    fileprivate static let undecided = Refusal(
        "proposals_undecided",
        "Keypad tones were found in this moment. Decide in its redactions whether they are muted, then share it.")
}
