/// How long the periods of a trend are.
package enum TrendStep: String, CaseIterable, Sendable {
    case month, week
}

/// A calendar month, or a week from Monday on (ISO 8601), both days within.
package struct TrendPeriod: Equatable, Sendable {
    package let first: CalendarDay
    package let last: CalendarDay

    /// Periods that one trend shows at most, and without being asked for more.
    package static let most = 60
    package static let usual = 12

    /// The periods that `from`, `to` and the days between lie in; without `from` the usual number of them.
    ///
    /// Refuses (`range_invalid`) days in the wrong order or out of any use, and (`periods_many`) too many.
    package static func covering(
        from: CalendarDay?, to: CalendarDay, by step: TrendStep
    ) throws(Refusal) -> [TrendPeriod] {
        guard years.contains(to.year), years.contains(from?.year ?? to.year) else {
            throw Refusal("range_invalid", "Choose days from \(years.lowerBound) to \(years.upperBound).")
        }
        let last = number(of: to, by: step)
        let first = from.map { number(of: $0, by: step) } ?? last - Int64(usual - 1)
        if let from, from.daysSinceEpoch > to.daysSinceEpoch {
            throw Refusal("range_invalid", "The first day is after the last. Choose an earlier first day.")
        }
        guard last - first < most else {
            throw Refusal(
                "periods_many", "A trend shows at most \(most) periods. Choose a later first day, or months for weeks.")
        }
        return (first...last).map { period($0, step) }
    }

    private static let years: ClosedRange<Int64> = 1970...9998

    /// Months since the year 0, or weeks since that of 1970's first day.
    private static func number(of day: CalendarDay, by step: TrendStep) -> Int64 {
        switch step {
        case .month: day.year * 12 + day.month - 1
        // The first of January 1970 was a Thursday.
        case .week: (day.daysSinceEpoch + 3) / 7
        }
    }

    private static func period(_ number: Int64, _ step: TrendStep) -> TrendPeriod {
        let (first, next) =
            switch step {
            case .month: (firstDay(ofMonth: number), firstDay(ofMonth: number + 1))
            case .week: (number * 7 - 3, number * 7 + 4)
            }
        return TrendPeriod(first: CalendarDay(daysSinceEpoch: first), last: CalendarDay(daysSinceEpoch: next - 1))
    }

    private static func firstDay(ofMonth number: Int64) -> Int64 {
        CalendarDay(year: number / 12, month: number % 12 + 1, day: 1)?.daysSinceEpoch ?? 0
    }
}
