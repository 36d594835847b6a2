import Domain
import Testing

/// How long a moment may be, and where.
struct MomentTests {
    private let media: Int64 = 3_600_000

    @Test(
        arguments: [
            (0, 1000, nil), (0, 999, "moment_too_short"), (5000, 5000, "moment_too_short"),
            (5000, 4000, "moment_too_short"), (0, 600_000, nil), (0, 600_001, "moment_too_long"),
            (3_599_000, 3_600_000, nil), (3_599_000, 3_600_001, "moment_outside_media"),
            (-1, 2000, "moment_outside_media"),
            (3_600_000, 3_601_000, "moment_outside_media"), (.min, .max, "moment_outside_media"),
            (0, .max, "moment_outside_media"), (0, .min, "moment_too_short"),
        ] as [(Int64, Int64, String?)])
    func aMomentIsASecondToTenMinutesWithinItsMedia(start: Int64, end: Int64, code: String?) throws {
        #expect(try refused { _ = try Moment(startMs: start, endMs: end, mediaMs: media) } == code)
    }

    @Test(arguments: [(1, nil), (4, nil), (0, "moment_monitor"), (5, "moment_monitor")] as [(Int, String?)])
    func aMomentShowsAMonitorThereCanBe(monitor: Int, code: String?) throws {
        #expect(
            try refused { _ = try Moment(startMs: 0, endMs: 2000, screens: .monitor(monitor), mediaMs: media) } == code)
    }

    @Test func aRangeIsHalfOpenAndWithinADay() throws {
        #expect(try TimeRange(startMs: 1, endMs: 3).durationMs == 2)
        #expect(try refused { _ = try TimeRange(startMs: 3, endMs: 3) } == "range_empty")
        #expect(try refused { _ = try TimeRange(startMs: -1, endMs: 3) } == "range_outside")
        #expect(try refused { _ = try TimeRange(startMs: 0, endMs: 86_400_000) } == nil)
        #expect(try refused { _ = try TimeRange(startMs: 0, endMs: 86_400_001) } == "range_outside")
    }
}
