import Domain
import Testing

/// What was listened to: stretches that touch are one, and there is an end to how many are kept.
struct ListeningTests {
    private func heard(_ pairs: (Int64, Int64)...) throws -> [Listening.Stretch] {
        try pairs.map { try Listening.Stretch(startMs: $0.0, endMs: $0.1) }
    }

    @Test func stretchesThatOverlapOrNearlyTouchAreOne() throws {
        let listening = Listening(try heard((5000, 6000), (0, 1000), (900, 2000), (2250, 3000), (3251, 4000)))
        #expect(listening.stretches == (try heard((0, 3000), (3251, 4000), (5000, 6000))))
    }

    @Test func oneInsideAnotherAddsNothing() throws {
        let listening = Listening(try heard((0, 9000), (1000, 2000)))
        #expect(listening.stretches == (try heard((0, 9000))))
    }

    @Test func theSameAgainChangesNothingAndTheOrderDoesNotMatter() throws {
        let (one, other) = (try heard((0, 1000), (4000, 5000)), try heard((900, 4100)))
        let both = Listening(one).adding(other)
        #expect(both == Listening(other).adding(one))
        #expect(both.adding(one).adding(other) == both)
        #expect(both.stretches == (try heard((0, 5000))))
    }

    @Test func onlyWhatLiesInTheRecordingsCounts() throws {
        let listening = Listening(try heard((-2000, 1000), (5000, 20_000)))
        #expect(listening.heardMs(from: 0, to: 10_000) == 6000)
        #expect(listening.heardMs(from: -1000, to: 10_000) == 7000)
        #expect(Listening().heardMs(from: 0, to: 10_000) == 0)
    }

    @Test func beyondFiveHundredTheShortestGapsAreClosed() throws {
        // Gaps of a second, but for one of 300 ms and one of 400 ms.
        var stretches: [Listening.Stretch] = []
        var at: Int64 = 0
        for index in 0..<502 {
            stretches += try heard((at, at + 1000))
            at += 1000 + (index == 100 ? 300 : index == 300 ? 400 : 1000)
        }
        let listening = Listening(stretches)
        #expect(listening.stretches.count == Listening.mostStretches)
        #expect(listening.heardMs(from: 0, to: at) == 502 * 1000 + 300 + 400)
        #expect(listening.adding(stretches) == listening)
    }

    @Test(
        arguments: [
            (1000, 1000, "range_empty"), (2000, 1000, "range_empty"), (-86_400_001, 0, "range_outside"),
            (0, 172_800_001, "range_outside"),
        ] as [(Int64, Int64, String)])
    func aStretchLiesWhereRecordingsCan(_ start: Int64, _ end: Int64, _ code: String) {
        let refusal = #expect(throws: Refusal.self) { try Listening.Stretch(startMs: start, endMs: end) }
        #expect(refusal?.code == code)
    }
}
