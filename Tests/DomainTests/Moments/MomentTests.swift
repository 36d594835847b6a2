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

/// The words of a moment: those said in it, and none that are said before or after.
struct MomentWordsTests {
    private func words(_ startMs: Int64, _ endMs: Int64, _ text: String) throws -> [String] {
        let moment = try Moment(startMs: 10_000, endMs: 20_000, mediaMs: 60_000)
        let segment = Transcript.Segment(startMs: startMs, endMs: endMs, speaker: "agent", text: text)
        return moment.cut([segment]).map(\.text)
    }

    /// 20 s of speech; the moment has the last or the first 100 ms of it.
    private let turn = "My card number is four nine two nine and the code on its back is seven seven one, thank you."

    @Test func aTurnThatHardlyReachesInKeepsNothing() throws {
        #expect(try words(-9_900, 10_100, turn).isEmpty)
        #expect(try words(19_900, 39_900, turn).isEmpty)
    }

    @Test func whatIsSaidBeforeTheStartStaysOutside() throws {
        // A second is before it, and so may be what is said in a second and more, where the speaker is quick at first.
        let said = "The pin is 7712. After that come some other words that anybody may read, and more of them."
        #expect(try words(9_000, 15_000, said) == ["… some other words that anybody may read, and more of them."])
    }

    @Test func whatIsSaidAfterTheEndStaysOutside() throws {
        let said = "Some words that anybody may read, and more of them, and at the very end the pin, it is 7712."
        #expect(try words(15_000, 21_000, said) == ["Some words that anybody may read, and more of them, and at …"])
    }

    @Test func aShortLineThatIsShownLongIsNotSpreadOverItsTime() throws {
        // Said in its first second, whatever the caption's time says.
        #expect(try words(5_000, 15_000, "The code is 771.").isEmpty)
    }

    @Test func aTurnAroundTheWholeMomentKeepsItsMiddle() throws {
        let kept = try #require(try words(9_000, 21_000, turn + " " + turn).first)
        #expect(kept.hasPrefix("… ") && kept.hasSuffix(" …"))
        #expect((turn + " " + turn).contains(kept.dropFirst(2).dropLast(2)))
    }

    @Test func aLineWithinIsWhole() throws {
        #expect(try words(10_000, 20_000, turn) == [turn])
        #expect(try words(12_000, 12_000, turn) == [turn])
    }

    @Test func aRedactedLineAtAnEdgeKeepsNoWord() throws {
        let moment = try Moment(startMs: 10_000, endMs: 20_000, mediaMs: 60_000)
        let mute = try Redaction(startMs: 10_000, endMs: 10_500, .mute(.customer), in: moment)
        let segment = Transcript.Segment(startMs: 9_000, endMs: 18_000, speaker: nil, text: turn)
        #expect(moment.redacted(by: [mute]).cut([segment]).map(\.text) == [Redaction.caption])
    }
}
