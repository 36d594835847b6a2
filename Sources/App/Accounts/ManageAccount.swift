import Crypto
import Domain
import Foundation
import JSON
import SQL

/// Ends a sign-in; anybody may end their own, and ending one twice is no error.
enum SignOut {
    static func run(_ token: String, _ transaction: borrowing Transaction) throws {
        try SessionStore.delete(hash: SHA256Digest.of(token).hex, transaction)
    }
}

/// Adds a team. Needs `manage_users`; refuses a name that is taken.
enum AddTeam {
    static func run(
        _ name: String, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> String {
        let id = services.outside.id()
        guard try TeamStore.insert(id: id, name: name, transaction) else {
            throw Refusal.teamNameTaken
        }
        try EventLog.record("team.added", .init(kind: "team", id: id), by: caller, transaction)
        return id
    }
}

/// Renames a team or says who supervises it. Needs `manage_users`; refuses a name that is taken and who is no supervisor.
enum ChangeTeam {
    static func run(
        _ id: String, name: String?, supervisors: [String]?, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> TeamStore.Team {
        guard try TeamStore.all(transaction).contains(where: { $0.id == id }) else { throw Refusal.notFound }
        if let name, try !TeamStore.rename(id, name, transaction) { throw Refusal.teamNameTaken }
        if let supervisors { try TeamStore.setSupervisors(of: id, supervisors, transaction) }
        guard let team = try TeamStore.all(transaction).first(where: { $0.id == id }) else { throw Refusal.notFound }
        try EventLog.record("team.changed", .init(kind: "team", id: id), by: caller, transaction)
        return team
    }
}

/// Says for whom screens may be recorded from now on. Needs `manage_capture_policy`; what is there stays.
enum ChangeCapturePolicy {
    static func run(_ policy: CapturePolicy, by caller: Caller, _ transaction: borrowing Transaction) throws {
        try SettingsStore.save(policy, transaction)
        try EventLog.record(
            "capture_policy.changed", .init(kind: "settings", id: "capture-policy"), by: caller, transaction
        ) { $0.field("screens", policy.screens) }
    }
}

/// Takes an API token out of use, at once. Needs `manage_tokens`; refuses one that does not hold any more.
enum RevokeToken {
    static func run(_ id: String, by caller: Caller, _ transaction: borrowing Transaction) throws {
        guard try TokenStore.revoke(id, transaction) else { throw Refusal.notFound }
        try EventLog.record("token.revoked", .init(kind: "token", id: id), by: caller, transaction)
    }
}

/// Changes the account's settings. Needs `manage_settings`; refuses a time zone nobody knows.
enum ChangeSettings {
    static func run(
        _ fields: inout JSONFields, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Settings {
        var settings = try SettingsStore.load(transaction)
        if let name = try fields.optionalName("accountName") { settings.accountName = name }
        if let zone = try fields.optionalString("timeZone", max: 100) {
            guard TimeZone(identifier: zone) != nil else {
                throw Refusal.field("/timeZone", "time_zone_unknown", "Give a time zone as in Europe/Berlin.")
            }
            settings.timeZone = zone
        }
        if var sharing = try fields.optionalObject("sharing") {
            let new = settings.sharing
            settings.sharing = try SharingSettings(
                shareOutside: sharing.optionalBool("shareOutside") ?? new.shareOutside,
                evaluatorsMayShare: sharing.optionalBool("evaluatorsMayShare") ?? new.evaluatorsMayShare,
                requirePassword: sharing.optionalBool("requirePassword") ?? new.requirePassword,
                longestExpiryHours: sharing.optionalInt64("longestExpiryHours", in: 1...2160).map(Int.init)
                    ?? new.longestExpiryHours,
                allowDownload: sharing.optionalBool("allowDownload") ?? new.allowDownload)
            try sharing.finish()
        }
        try fields.finish()
        try SettingsStore.save(settings, transaction)
        try EventLog.record(
            "settings.changed", .init(kind: "settings", id: "account"), by: caller, transaction
        ) { settings.write(&$0) }
        return settings
    }
}

extension Refusal {
    fileprivate static let teamNameTaken = Refusal.field(
        "/name", "name_taken", "There is a team with this name already.")
}
