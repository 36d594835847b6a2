import Domain
import JSON
import SQL

/// Which of its dates a session is looked for by, and when that is.
struct GridDates: Sendable, Equatable {
    enum Which: String, CaseIterable, Sendable {
        case created, due, completed, edited

        /// Sessions are numbered in the order of their making.
        var column: String { self == .created ? "number" : "\(rawValue)_at" }
    }

    /// A day, whole in the account's time zone, or an instant.
    enum Bound: Sendable, Equatable {
        case day(CalendarDay)
        case instant(Int64)

        init?(text: String) {
            if let day = CalendarDay(text: text) {
                self = .day(day)
            } else if let instant = Instant(text: text) {
                self = .instant(instant.milliseconds)
            } else {
                return nil
            }
        }

        func instant(_ ofDay: (CalendarDay) -> Int64) -> Int64 {
            switch self {
            case .day(let day): ofDay(day)
            case .instant(let milliseconds): milliseconds
            }
        }

        var text: String {
            switch self {
            case .day(let day): day.text
            case .instant(let milliseconds): Instant(milliseconds: milliseconds).text
            }
        }
    }

    let which: Which
    /// In place of from and to.
    let period: DayPeriod?
    let from: Bound?
    /// A day is within.
    let to: Bound?

    /// Nil where nothing is said. Refuses what is no date, a period beside days, and dates of nothing.
    init?(
        which: String?, period: String?, from: String?, to: String?,
        refused: (_ name: String, _ code: String, _ sentence: String) -> any Error
    ) throws {
        guard which != nil || period != nil || from != nil || to != nil else { return nil }
        guard let kind = Which(rawValue: which ?? "") else {
            throw refused("date", "field_value", "“date” is \(Which.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        func bound(_ name: String, _ text: String?) throws -> Bound? {
            guard let text else { return nil }
            guard let bound = Bound(text: text) else {
                throw refused(name, "field_value", "Give “\(name)” as in 2026-11-12 or 2026-11-12T14:02:00Z.")
            }
            return bound
        }
        self.which = kind
        self.from = try bound("from", from)
        self.to = try bound("to", to)
        self.period = period.flatMap(DayPeriod.init(text:))
        if period != nil, self.period == nil {
            throw refused("period", "field_value", "A period is “today”, “yesterday”, or so many days as in “7d”.")
        }
        guard (self.period != nil) != (from != nil || to != nil) else {
            throw refused("period", "period_mixed", "Give with “date” either a period, or days from and to.")
        }
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("date", which.rawValue)
        if let period { writer.field("period", period.text) }
        if let from { writer.field("from", from.text) }
        if let to { writer.field("to", to.text) }
    }

    /// From when until when, as the calendar says now.
    func instants(_ settings: Settings, now: Int64) -> (from: Int64?, to: Int64?) {
        if let period {
            let days = settings.instants(of: period, at: now)
            return (days.lowerBound, days.upperBound)
        }
        return (from?.instant(settings.startOfDay), to?.instant(settings.endOfDay))
    }

    /// Where that is among the places.
    func range(_ transaction: borrowing Transaction) throws -> GridRange {
        let instants = instants(try SettingsStore.load(transaction), now: transaction.now)
        guard which == .created else {
            return GridRange(column: which.column, from: instants.from, to: instants.to)
        }
        return GridRange(
            column: which.column, from: try instants.from.map { try GridDates.number(madeAt: $0, transaction) },
            to: try instants.to.map { try GridDates.number(madeAt: $0, transaction) })
    }

    /// The number that the first session made then or later has, or would have: as they are numbered in the order of
    /// their making, some twenty looks find it.
    private static func number(madeAt instant: Int64, _ transaction: borrowing Transaction) throws -> Int64 {
        var low: Int64 = 1
        var high = 1 + (try transaction.row("SELECT max(number) FROM evaluations") { $0.optionalInt64(0) ?? 0 } ?? 0)
        while low < high {
            let middle = low + (high - low) / 2
            // What was deleted left its number free.
            let next: (number: Int64, at: Int64)? = try transaction.row(
                "SELECT number, created_at FROM evaluations WHERE number >= ? ORDER BY number LIMIT 1",
                .integer(middle)
            ) { ($0.int64(0), $0.int64(1)) }
            if let next, next.at < instant { low = next.number + 1 } else { high = middle }
        }
        return low
    }
}
