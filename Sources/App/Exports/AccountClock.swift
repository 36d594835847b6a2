import Documents
import Domain
import Foundation

/// Instants as the clock on the account's wall shows them.
struct AccountClock: Sendable {
    /// IANA name, as "Europe/Berlin".
    let zoneName: String
    private let zone: TimeZone

    init(_ settings: Settings) {
        zoneName = settings.timeZone
        zone = TimeZone(identifier: settings.timeZone) ?? .gmt
    }

    func day(_ milliseconds: Int64) -> CalendarDay {
        CalendarDay(daysSinceEpoch: floored(local(milliseconds), 86_400))
    }

    func civil(_ milliseconds: Int64) -> CivilTime {
        let seconds = local(milliseconds)
        let days = floored(seconds, 86_400)
        let date = CalendarDay(daysSinceEpoch: days)
        let second = Int(seconds - days * 86_400)
        return CivilTime(
            year: Int(date.year), month: Int(date.month), day: Int(date.day), hour: second / 3600,
            minute: second / 60 % 60, second: second % 60)
    }

    /// `2026-11-12 14:02`
    func text(_ milliseconds: Int64) -> String {
        let time = civil(milliseconds)
        return day(milliseconds).text + " " + padded(time.hour) + ":" + padded(time.minute)
    }

    /// Seconds since 1970 as if the zone were UTC.
    private func local(_ milliseconds: Int64) -> Int64 {
        let seconds = floored(milliseconds, 1000)
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        return seconds + Int64(offset)
    }

    private func floored(_ number: Int64, _ step: Int64) -> Int64 {
        number >= 0 ? number / step : (number - step + 1) / step
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
