import Domain
import Testing

/// Which keypad tones of a moment somebody still has to decide about.
struct ToneProposalTests {
    private func moment(_ redactions: (Int64, Int64, Party)...) throws -> Moment {
        let moment = try Moment(startMs: 10_000, endMs: 40_000, mediaMs: 60_000)
        return moment.redacted(
            by: try redactions.map { try Redaction(startMs: $0.0, endMs: $0.1, .mute($0.2), in: moment) })
    }

    private func undecided(
        _ moment: Moment, _ tones: (Int64, Int64, Party)..., dismissed: [(Int64, Int64, Party)] = []
    ) throws -> [String] {
        try ToneProposal.undecided(
            tones.map { KeypadTone(party: $0.2, startMs: $0.0, endMs: $0.1) }, in: moment,
            dismissed: try dismissed.map {
                ToneProposal(range: try TimeRange(startMs: $0.0, endMs: $0.1), party: $0.2)
            }
        ).map { "\($0.party) \($0.range.startMs)-\($0.range.endMs)" }
    }

    @Test func tonesCloseTogetherAreOnePassageWithAMargin() throws {
        let moment = try moment()
        #expect(try undecided(moment, (12_000, 12_100, .customer)) == ["customer 11900-12200"])
        #expect(
            try undecided(moment, (13_100, 13_200, .customer), (12_000, 12_100, .customer))
                == ["customer 11900-13300"])
        #expect(try undecided(moment, (12_000, 12_100, .customer), (13_101, 13_200, .customer)).count == 2)
        #expect(try undecided(moment, (12_000, 12_100, .customer), (12_200, 12_300, .agent)).count == 2)
    }

    @Test func onlyWhatSoundsWithinTheMomentCounts() throws {
        let moment = try moment()
        #expect(try undecided(moment, (9_000, 10_000, .both), (40_000, 41_000, .both)).isEmpty)
        #expect(
            try undecided(moment, (9_000, 10_001, .both), (39_999, 41_000, .both))
                == ["both 10000-10101", "both 39899-40000"])
    }

    @Test func aMuteOfTheSamePartyOrOfBothSettlesATone() throws {
        let tone = (Int64(12_000), Int64(12_100), Party.customer)
        #expect(try undecided(moment((12_000, 12_100, .customer)), tone).isEmpty)
        #expect(try undecided(moment((12_000, 12_100, .both)), tone).isEmpty)
        #expect(try undecided(moment((12_000, 12_050, .both), (12_050, 12_100, .customer)), tone).isEmpty)
        #expect(try undecided(moment((12_000, 12_100, .agent)), tone).count == 1)
        #expect(try undecided(moment((12_001, 12_100, .customer)), tone).count == 1)
        #expect(try undecided(moment((12_000, 12_050, .both), (12_051, 12_100, .customer)), tone).count == 1)
        // A recording that keeps nobody apart needs a mute of both.
        #expect(try undecided(moment((12_000, 12_100, .customer)), (12_000, 12_100, .both)).count == 1)
    }

    @Test func whatWasDismissedIsNotAskedAgain() throws {
        let moment = try moment()
        let dismissed = [(Int64(11_900), Int64(12_200), Party.customer)]
        #expect(try undecided(moment, (12_000, 12_100, .customer), dismissed: dismissed).isEmpty)
        #expect(try undecided(moment, (12_000, 12_201, .customer), dismissed: dismissed).count == 1)
        #expect(try undecided(moment, (12_000, 12_100, .agent), dismissed: dismissed).count == 1)
    }
}
