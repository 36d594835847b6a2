/// Transcripts out of what services deliver, once their documents are read.
extension Transcript {
    /// A turn of a recorded call as a speech service tells it; times in ms.
    package struct Turn: Equatable, Sendable {
        package let startMs: Int64
        package let endMs: Int64
        /// A role or a name: "AGENT", "spk_0", "Dana".
        package let speaker: String?
        package let text: String
        package let words: WordTimes?

        package init(startMs: Int64, endMs: Int64, speaker: String?, text: String, words: WordTimes? = nil) {
            self.startMs = startMs
            self.endMs = endMs
            self.speaker = speaker
            self.text = text
            self.words = words
        }
    }

    package init(turns: [Turn], language: String? = nil) {
        self.init(
            language: language,
            raw: turns.map { turn in
                Segment(
                    startMs: turn.startMs, endMs: turn.endMs, speaker: turn.speaker, text: turn.text, words: turn.words)
            })
    }

    /// A message of a chat, sent at an instant (ms since 1970).
    package struct Message: Equatable, Sendable {
        package let sentAt: Int64
        package let sender: String?
        package let text: String

        package init(sentAt: Int64, sender: String?, text: String) {
            self.sentAt = sentAt
            self.sender = sender
            self.text = text
        }
    }

    /// A chat's timeline begins with its first message; a message lasts until the next is sent, at least a second.
    package init(messages: [Message], language: String? = nil) {
        let first = messages.map(\.sentAt).min() ?? 0
        let ordered = messages.enumerated().sorted { ($0.element.sentAt, $0.offset) < ($1.element.sentAt, $1.offset) }
            .map(\.element)
        self.init(
            language: language,
            raw: ordered.enumerated().map { index, message in
                let start = message.sentAt - first
                let next = index + 1 < ordered.count ? ordered[index + 1].sentAt - first : start
                return Segment(
                    startMs: start, endMs: max(next, start + 1000), speaker: message.sender, text: message.text)
            })
    }
}
