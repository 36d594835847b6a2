/// Transcripts out of lists of single words, as speech recognisers deliver them.
extension Transcript {
    /// A recognised word, or a mark that belongs to the word before it; times in ms.
    package struct Word: Equatable, Sendable {
        package let startMs: Int64
        package let endMs: Int64
        package let speaker: String?
        package let text: String
        /// Whether it is written without a space before it: a comma, a full stop.
        package let isMark: Bool

        package init(startMs: Int64, endMs: Int64, speaker: String?, text: String, isMark: Bool = false) {
            self.startMs = startMs
            self.endMs = endMs
            self.speaker = speaker
            self.text = text
            self.isMark = isMark
        }
    }

    /// A pause as long as this ends a line, ms.
    private static let pauseMs: Int64 = 1000
    /// A line longer than this ends with its sentence; one twice as long ends anyway, ms.
    private static let longLineMs: Int64 = 10_000

    /// Words as lines: a new one begins with another speaker, after a pause, and after a sentence once it is long.
    package init(words: [Word], language: String? = nil) {
        var turns: [Turn] = []
        var line: [Word] = []

        func finish() {
            guard let first = line.first else { return }
            let text = line.reduce(into: "") { text, word in
                if !text.isEmpty, !word.isMark { text += " " }
                text += word.text.trimmed
            }
            let end = line.map(\.endMs).max() ?? first.endMs
            let words = WordTimes(Self.spans(of: line), startMs: first.startMs, endMs: end)
            turns.append(Turn(startMs: first.startMs, endMs: end, speaker: first.speaker, text: text, words: words))
            line = []
        }

        for word in words {
            if let first = line.first, let last = line.last, !word.isMark {
                let lasted = last.endMs - first.startMs
                let isSentence = last.text.last.map { ".?!…。？！".contains($0) } ?? false
                if word.speaker != first.speaker || word.startMs - last.endMs >= Self.pauseMs
                    || (lasted >= Self.longLineMs && isSentence) || lasted >= 2 * Self.longLineMs
                {
                    finish()
                }
            }
            line.append(word)
        }
        finish()
        self.init(turns: turns, language: language)
    }

    /// When each word of a line's text is said; a mark belongs to the word it follows.
    private static func spans(of line: [Word]) -> [WordTimes.Span] {
        line.reduce(into: []) { spans, word in
            let count = WordTimes.words(in: word.text).count - (word.isMark && !spans.isEmpty ? 1 : 0)
            let span = WordTimes.Span(startMs: word.startMs, endMs: word.endMs)
            spans += Array(repeating: span, count: max(0, count))
        }
    }
}
