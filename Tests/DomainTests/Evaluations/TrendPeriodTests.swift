import Domain
import Testing

/// Which months and weeks a trend is made of.
struct TrendPeriodTests {
    private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text: text)) }

    private func days(_ from: String?, _ to: String, by step: TrendStep) throws -> [String] {
        try TrendPeriod.covering(from: try from.map(day), to: try day(to), by: step)
            .map { $0.first.text + "/" + $0.last.text }
    }

    @Test func monthsAreWhole() throws {
        #expect(
            try days("2027-12-31", "2028-03-01", by: .month) == [
                "2027-12-01/2027-12-31", "2028-01-01/2028-01-31", "2028-02-01/2028-02-29", "2028-03-01/2028-03-31",
            ])
        #expect(try days("2026-11-05", "2026-11-05", by: .month) == ["2026-11-01/2026-11-30"])
    }

    @Test func weeksBeginOnMondayWhateverTheYear() throws {
        // The first of January 2026 was a Thursday.
        #expect(
            try days("2026-01-01", "2026-01-05", by: .week) == ["2025-12-29/2026-01-04", "2026-01-05/2026-01-11"])
        #expect(try days("2026-01-04", "2026-01-04", by: .week) == ["2025-12-29/2026-01-04"])
        #expect(try days("1970-01-01", "1970-01-01", by: .week) == ["1969-12-29/1970-01-04"])
    }

    @Test func withoutAFirstDayThereAreTwelve() throws {
        let months = try days(nil, "2026-11-21", by: .month)
        #expect((months.count, months.first, months.last) == (12, "2025-12-01/2025-12-31", "2026-11-01/2026-11-30"))
        #expect(try days(nil, "2026-11-21", by: .week).count == 12)
    }

    @Test func thereAreAtMostSixty() throws {
        #expect(try days("2021-12-01", "2026-11-30", by: .month).count == 60)
        #expect(try refused { _ = try days("2021-11-30", "2026-11-01", by: .month) } == "periods_many")
        #expect(try refused { _ = try days("2025-01-01", "2026-11-01", by: .week) } == "periods_many")
        #expect(try refused { _ = try days("1970-01-01", "9998-12-31", by: .week) } == "periods_many")
        #expect(try days("9998-12-01", "9998-12-31", by: .month) == ["9998-12-01/9998-12-31"])
    }

    @Test func daysInTheWrongOrderAreRefused() throws {
        #expect(try refused { _ = try days("2026-11-21", "2026-11-20", by: .month) } == "range_invalid")
        #expect(try refused { _ = try days("1969-12-31", "1970-01-01", by: .month) } == "range_invalid")
        #expect(try refused { _ = try days(nil, "9999-01-01", by: .week) } == "range_invalid")
    }
}
