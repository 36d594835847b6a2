import Domain
import Foundation
import JSON
import SQL

/// What an account has decided for everybody in it.
struct Settings: Sendable {
    var accountName: String
    /// IANA name, as "Europe/Berlin".
    var timeZone: String
    var sharing: SharingSettings

    func write(_ writer: inout JSONWriter) {
        writer.field("accountName", accountName)
        writer.field("timeZone", timeZone)
        writer.field(
            "sharing",
            object: {
                $0.field("shareOutside", sharing.shareOutside)
                $0.field("evaluatorsMayShare", sharing.evaluatorsMayShare)
                $0.field("requirePassword", sharing.requirePassword)
                $0.field("longestExpiryHours", sharing.longestExpiryHours)
                $0.field("allowDownload", sharing.allowDownload)
            })
    }

    /// The last millisecond's end of a day in the account's time zone, ms since 1970.
    func endOfDay(_ day: CalendarDay) -> Int64 {
        startOfDay(CalendarDay(daysSinceEpoch: day.daysSinceEpoch + 1))
    }

    /// When a day begins in the account's time zone, ms since 1970; where clocks leap over midnight, after the leap.
    func startOfDay(_ day: CalendarDay) -> Int64 {
        let parts = DateComponents(year: Int(day.year), month: Int(day.month), day: Int(day.day), hour: 12)
        guard let noon = calendar.date(from: parts) else { return day.daysSinceEpoch * 86_400_000 }
        return Int64((calendar.startOfDay(for: noon).timeIntervalSince1970 * 1000).rounded())
    }

    /// The day in the account's time zone that an instant, ms since 1970, lies in.
    func day(at milliseconds: Int64) -> CalendarDay {
        let zone = TimeZone(identifier: timeZone) ?? .gmt
        let instant = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
        let local = milliseconds + Int64(zone.secondsFromGMT(for: instant)) * 1000
        let days = local >= 0 ? local / 86_400_000 : (local - 86_399_999) / 86_400_000
        return CalendarDay(daysSinceEpoch: days)
    }

    /// From when until when the days of a period are, seen at an instant, in the account's time zone; ms since 1970.
    func instants(of period: DayPeriod, at now: Int64) -> Range<Int64> {
        let (first, last) = period.days(seenFrom: day(at: now))
        return startOfDay(first)..<endOfDay(last)
    }

    private var calendar: Calendar {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
        return calendar
    }
}

/// The one row of settings.
enum SettingsStore {
    static func load(_ transaction: borrowing Transaction) throws -> Settings {
        let settings: Settings? = try transaction.row(
            """
            SELECT account_name, time_zone, share_outside, evaluators_may_share, require_password,
                longest_expiry_hours, allow_download FROM settings
            """
        ) { row in
            Settings(
                accountName: row.text(0), timeZone: row.text(1),
                sharing: SharingSettings(
                    shareOutside: row.bool(2), evaluatorsMayShare: row.bool(3), requirePassword: row.bool(4),
                    longestExpiryHours: Int(row.int64(5)), allowDownload: row.bool(6)))
        }
        guard let settings else { throw Refusal.notFound }
        return settings
    }

    static func save(_ settings: Settings, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE settings SET account_name = ?, time_zone = ?, share_outside = ?, evaluators_may_share = ?,
                require_password = ?, longest_expiry_hours = ?, allow_download = ?
            """,
            .text(settings.accountName), .text(settings.timeZone), SQLValue(settings.sharing.shareOutside),
            SQLValue(settings.sharing.evaluatorsMayShare), SQLValue(settings.sharing.requirePassword),
            .integer(Int64(settings.sharing.longestExpiryHours)), SQLValue(settings.sharing.allowDownload))
    }

    static func capturePolicy(_ transaction: borrowing Transaction) throws -> CapturePolicy {
        let text: String? = try transaction.row("SELECT capture_policy FROM settings") { $0.text(0) }
        var fields = try JSONFields(try JSONReader.read(Array((text ?? "{}").utf8)))
        return try CapturePolicy(reading: &fields)
    }

    static func save(_ policy: CapturePolicy, _ transaction: borrowing Transaction) throws {
        var writer = JSONWriter()
        writer.object(policy.write)
        try transaction.execute(
            "UPDATE settings SET capture_policy = ?", .text(String(decoding: writer.bytes, as: UTF8.self)))
    }
}

extension CapturePolicy {
    init(reading fields: inout JSONFields) throws {
        let screens = try fields.optionalBool("screens") ?? false
        let teams = fields.present("teams") == nil ? nil : Set(try fields.strings("teams", max: 10_000, each: 100))
        let names = fields.present("channels") == nil ? nil : try fields.strings("channels", max: 10)
        let channels = try names.map { names in
            try Set(
                names.map { name in
                    guard let channel = Channel(rawValue: name) else {
                        throw Refusal.field("/channels", "channel_unknown", "There is no channel “\(name)”.")
                    }
                    return channel
                })
        }
        let roles = fields.present("roles") == nil ? nil : Set(try fields.strings("roles", max: 100, each: 100))
        let keepDays = try fields.optionalInt64("keepDays").map(Int.init)
        self = try CapturePolicy(
            screens: screens, teams: teams, channels: channels, roles: roles, keepDays: keepDays
        ).checked()
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("screens", screens)
        writer.field("teams", orNull: teams?.sorted())
        writer.field("channels", orNull: channels?.map(\.rawValue).sorted())
        writer.field("roles", orNull: roles?.sorted())
        writer.field("keepDays", keepDays)
    }
}

extension JSONWriter {
    fileprivate mutating func field(_ name: String, orNull texts: [String]?) {
        if let texts { field(name, texts) } else { fieldNull(name) }
    }
}
