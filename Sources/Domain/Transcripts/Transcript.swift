/// The timed lines of speech of an interaction.
package struct Transcript: Equatable, Sendable {
    /// A language tag, when the source names one.
    package var language: String?
    package var segments: [Segment]

    package init(language: String? = nil, segments: [Segment]) {
        self.language = language
        self.segments = segments
    }

    /// One line of speech, times in ms on the interaction's timeline.
    package struct Segment: Equatable, Sendable {
        package var startMs: Int64
        /// Not before the start.
        package var endMs: Int64
        /// `agent`, `customer`, or the name the source gives; nil when it names nobody.
        package var speaker: String?
        /// One line, without white space at its ends.
        package var text: String
        /// The side that speaks.
        package var party: SpeakerParty
        /// When its words are said, where the source tells it.
        package var words: WordTimes?

        /// Without a party the speaker's name tells the side.
        package init(
            startMs: Int64, endMs: Int64, speaker: String?, text: String, party: SpeakerParty? = nil,
            words: WordTimes? = nil
        ) {
            self.startMs = startMs
            self.endMs = endMs
            self.speaker = speaker
            self.text = text
            self.party = party ?? SpeakerParty(speaker: speaker)
            self.words = words
        }
    }

    /// The same with the sides told by the names of the people who were on the call.
    package func knowing(agent: String?, customer: String?) -> Transcript {
        var known = self
        for index in segments.indices where segments[index].party == .other {
            guard let speaker = segments[index].speaker else { continue }
            if Self.names(speaker, agent) {
                known.segments[index].party = .agent
            } else if Self.names(speaker, customer) {
                known.segments[index].party = .customer
            }
        }
        return known
    }

    /// The whole name, or its first word.
    private static func names(_ speaker: String, _ person: String?) -> Bool {
        guard let person = person?.lowercased(), !person.isEmpty else { return false }
        let speaker = speaker.lowercased()
        return speaker == person || person.split(separator: " ").first.map(String.init) == speaker
    }

    package static let mostSegments = 100_000
    package static let longestText = 10_000
    package static let longestSpeaker = 250

    /// Refuses what is no transcript of a conversation: beyond 24 h, too many segments, too long a line.
    package func check() throws(Refusal) {
        guard segments.count <= Self.mostSegments else {
            throw Refusal("transcript_unreadable", "A transcript has at most 100,000 segments.")
        }
        for (index, segment) in segments.enumerated() {
            guard segment.startMs >= 0, segment.startMs <= segment.endMs, segment.endMs <= TimeRange.longestMs else {
                throw Refusal(
                    "transcript_unreadable",
                    "Segment \(index + 1) of the transcript does not lie between 0 and 24 hours.")
            }
            guard segment.text.unicodeScalars.count <= Self.longestText,
                segment.speaker?.unicodeScalars.count ?? 0 <= Self.longestSpeaker
            else {
                throw Refusal("transcript_unreadable", "Segment \(index + 1) of the transcript is too long.")
            }
        }
    }

    /// The segments as a transcript: lines made one, speakers given their role's name, in order of time, empty ones gone.
    package init(language: String? = nil, raw: [Segment]) {
        self.language = language
        let said = raw.compactMap { segment -> Segment? in
            let text = Self.line(segment.text)
            guard !text.isEmpty else { return nil }
            return Segment(
                startMs: segment.startMs, endMs: max(segment.startMs, segment.endMs),
                speaker: SpeakerParty.name(segment.speaker.map(Self.line)), text: text, words: segment.words)
        }
        // By place too, so that lines of the same instant stay in the order they were given.
        segments = said.enumerated().sorted { ($0.element.startMs, $0.offset) < ($1.element.startMs, $1.offset) }
            .map(\.element)
    }

    /// A text on one line: every run of white space that holds a line break becomes one space.
    private static func line(_ text: String) -> String {
        let trimmed = text.trimmed
        guard trimmed.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\r" }) else { return trimmed }
        return trimmed.split(whereSeparator: \.isNewline).map { String($0).trimmed }.filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}
