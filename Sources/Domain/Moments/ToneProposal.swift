/// A tone of a telephone's keypad that ingest found in somebody's sound; times on the interaction's timeline, ms.
package struct KeypadTone: Hashable, Sendable {
    /// `both` where the recording does not keep the parties apart.
    package let party: Party
    package let startMs: Int64
    package let endMs: Int64

    package init(party: Party, startMs: Int64, endMs: Int64) {
        self.party = party
        self.startMs = startMs
        self.endMs = endMs
    }
}

/// A passage of keypad tones in a moment, proposed as a mute: digits of a card or a PIN can be read from them.
package struct ToneProposal: Hashable, Sendable {
    package let range: TimeRange
    package let party: Party

    /// What somebody decided about one.
    package enum Decision: String, CaseIterable, Sendable {
        /// It is muted.
        case accepted
        /// It stays as it is.
        case dismissed
    }

    package init(range: TimeRange, party: Party) {
        self.range = range
        self.party = party
    }

    /// Tones closer together are one passage.
    private static let pauseMs: Int64 = 1_000
    /// How far a mute reaches beyond the tones.
    private static let marginMs: Int64 = 100

    /// The passages of a moment whose tones are neither muted nor dismissed, in the order of time.
    package static func undecided(
        _ tones: [KeypadTone], in moment: Moment, dismissed: [ToneProposal]
    ) throws(Refusal) -> [ToneProposal] {
        var found: [ToneProposal] = []
        for party in Party.allCases {
            let settled =
                moment.redactions.filter { $0.silenced == .both || $0.silenced == party }.map(\.range)
                + dismissed.filter { $0.party == party }.map(\.range)
            let open = tones.filter { $0.party == party }.compactMap { $0.cut(to: moment.range) }
                .filter { !$0.isWithin(settled) }
            for passage in joined(open) {
                let range = try TimeRange(
                    startMs: max(moment.range.startMs, passage.lowerBound - marginMs),
                    endMs: min(moment.range.endMs, passage.upperBound + marginMs))
                found.append(ToneProposal(range: range, party: party))
            }
        }
        return found.sorted { ($0.range, $0.party.rawValue) < ($1.range, $1.party.rawValue) }
    }

    private static func joined(_ tones: [Range<Int64>]) -> [Range<Int64>] {
        tones.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { passages, tone in
            if let last = passages.last, tone.lowerBound - last.upperBound <= pauseMs {
                passages[passages.count - 1] = last.lowerBound..<max(last.upperBound, tone.upperBound)
            } else {
                passages.append(tone)
            }
        }
    }

    /// Whether redactions mute the whole of it.
    package func isMuted(by redactions: [Redaction]) -> Bool {
        (range.startMs..<range.endMs).isWithin(
            redactions.filter { $0.silenced == .both || $0.silenced == party }.map(\.range))
    }
}

extension KeypadTone {
    /// Its part within a range; nil where it lies outside.
    fileprivate func cut(to range: TimeRange) -> Range<Int64>? {
        let (start, end) = (max(startMs, range.startMs), min(endMs, range.endMs))
        return start < end ? start..<end : nil
    }
}

extension Range<Int64> {
    /// Whether ranges, taken together, cover it without a gap.
    fileprivate func isWithin(_ ranges: [TimeRange]) -> Bool {
        var reached = lowerBound
        for range in ranges.sorted() where range.startMs <= reached { reached = Swift.max(reached, range.endMs) }
        return reached >= upperBound
    }
}
