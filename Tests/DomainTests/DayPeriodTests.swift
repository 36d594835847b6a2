import Domain
import Testing

/// Days told from the day on which somebody looks.
struct DayPeriodTests {
    @Test(arguments: [
        ("today", "2026-03-01", "2026-03-01"), ("yesterday", "2026-02-28", "2026-02-28"),
        ("1d", "2026-03-01", "2026-03-01"), ("7d", "2026-02-23", "2026-03-01"), ("365d", "2025-03-02", "2026-03-01"),
    ])
    func itIsTheseDays(_ text: String, _ first: String, _ last: String) throws {
        let today = try #require(CalendarDay(text: "2026-03-01"))
        let period = try #require(DayPeriod(text: text))
        let days = period.days(seenFrom: today)
        #expect(days.first.text == first)
        #expect(days.last.text == last)
        #expect(period.text == text)
    }

    @Test(arguments: ["", "d", "0d", "3661d", "-1d", "7", "7D", "Today", " 7d", "99999999999999999999d"])
    func whatIsNoneIsRefused(_ text: String) {
        #expect(DayPeriod(text: text) == nil)
    }
}
