/// Whole days told from the day on which somebody looks: today, yesterday, or the last so many, today among them.
package enum DayPeriod: Hashable, Sendable {
    case today
    case yesterday
    case lastDays(Int64)

    /// Ten years.
    package static let mostDays: Int64 = 3_660

    /// Reads `today`, `yesterday`, `7d`.
    package init?(text: String) {
        switch text {
        case "today": self = .today
        case "yesterday": self = .yesterday
        default:
            let digits = text.dropLast()
            guard text.last == "d", digits.utf8.allSatisfy({ (48...57).contains($0) }), let days = Int64(digits),
                (1...DayPeriod.mostDays).contains(days)
            else { return nil }
            self = .lastDays(days)
        }
    }

    package var text: String {
        switch self {
        case .today: "today"
        case .yesterday: "yesterday"
        case .lastDays(let days): "\(days)d"
        }
    }

    /// The first and the last day, both of them within.
    package func days(seenFrom today: CalendarDay) -> (first: CalendarDay, last: CalendarDay) {
        switch self {
        case .today: (today, today)
        case .yesterday: (today.adding(-1), today.adding(-1))
        case .lastDays(let days): (today.adding(1 - days), today)
        }
    }
}

extension CalendarDay {
    package func adding(_ days: Int64) -> CalendarDay { CalendarDay(daysSinceEpoch: daysSinceEpoch + days) }
}
