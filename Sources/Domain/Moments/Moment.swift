/// A clip of an interaction, kept as a recipe: what stretch of it, and which screens are shown.
package struct Moment: Equatable, Sendable {
    package let range: TimeRange
    package let screens: Screens
    /// In the order of time.
    package private(set) var redactions: [Redaction] = []

    /// 1 s to 10 min, in ms.
    package static let lengthsMs: ClosedRange<Int64> = 1_000...600_000
    package static let longestTitle = GivenName.longest
    package static let longestNote = 4_000

    /// Which of the interaction's screens the clip shows.
    package enum Screens: Equatable, Hashable, Sendable {
        case grid
        case none
        case monitor(Int)
    }

    /// Refuses a stretch that is too short, too long or not wholly within media that lasts `mediaMs`.
    package init(startMs: Int64, endMs: Int64, screens: Screens = .grid, mediaMs: Int64) throws(Refusal) {
        guard startMs >= 0, startMs < mediaMs, endMs <= mediaMs else {
            throw .field(
                startMs >= 0 && startMs < mediaMs ? "/endMs" : "/startMs", "moment_outside_media",
                "A moment lies within the recording, which lasts \(Self.seconds(mediaMs)).")
        }
        // Both lie within the media from here on, so the difference cannot overflow.
        guard endMs > startMs, endMs - startMs >= Self.lengthsMs.lowerBound else {
            throw .field("/endMs", "moment_too_short", "A moment lasts at least 1 second.")
        }
        guard endMs - startMs <= Self.lengthsMs.upperBound else {
            throw .field("/endMs", "moment_too_long", "A moment lasts at most 10 minutes.")
        }
        if case .monitor(let number) = screens, !(1...4).contains(number) {
            throw .field("/screens", "moment_monitor", "A moment shows the screen of monitor 1, 2, 3 or 4.")
        }
        range = try TimeRange(startMs: startMs, endMs: endMs)
        self.screens = screens
    }

    /// The same moment with other redactions, which were made for it.
    package func redacted(by redactions: [Redaction]) -> Moment {
        var copy = self
        copy.redactions = Redaction.inOrder(redactions)
        return copy
    }

    private static func seconds(_ ms: Int64) -> String {
        let seconds = ms / 1000
        let padded = seconds % 60 < 10 ? "0\(seconds % 60)" : "\(seconds % 60)"
        return "\(seconds / 60):\(padded)"
    }
}

extension Moment {
    /// The segments heard within the moment, cut at its ends and timed from its start.
    ///
    /// Of one that reaches beyond an end only the words stay that are certainly said within, and it goes where there are
    /// none. One that is spoken, in whole or in part, while somebody's sound is redacted keeps none of its words: when in
    /// its time a word is said, and by whom when two talk at once, is not known well enough.
    package func cut(_ segments: [Transcript.Segment]) -> [Transcript.Segment] {
        let silent = redactions.filter { $0.silenced != nil }.map(\.range)
        return segments.compactMap { segment in
            guard segment.startMs < range.endMs, segment.endMs > range.startMs else { return nil }
            let isRedacted = silent.contains {
                $0.startMs < max(segment.endMs, segment.startMs + 1) && segment.startMs < $0.endMs
            }
            let isWhole = segment.startMs >= range.startMs && segment.endMs <= range.endMs
            let words = isWhole ? segment.text : CertainWords(of: segment, in: range)?.text
            guard let text = isRedacted ? Redaction.caption : words else { return nil }
            return Transcript.Segment(
                startMs: max(segment.startMs, range.startMs) - range.startMs,
                endMs: min(segment.endMs, range.endMs) - range.startMs, speaker: segment.speaker, text: text,
                party: segment.party)
        }
    }
}
