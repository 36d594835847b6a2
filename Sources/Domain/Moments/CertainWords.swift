/// The words of a line of speech that are certainly said within a range.
///
/// Where the source tells when each is said, those that lie within wholly. Else a word counts only when it lies within
/// however the line is spoken: the words before it as fast as speech gets, or with all of the line's pauses behind them, and
/// those after it likewise.
package struct CertainWords: Equatable, Sendable {
    /// With an ellipsis at each side where words are left out.
    package let text: String

    /// Letters and spaces a second that nobody says more than.
    private static let fastestPace: Int64 = 30
    /// A line is said in its time divided by this at least; the rest are pauses.
    private static let mostPauses: Int64 = 2

    /// Nil where no word is certain.
    package init?(of segment: Transcript.Segment, in range: TimeRange) {
        let scalars = Array(segment.text.unicodeScalars)
        let words = scalars.split { $0.properties.isWhitespace }
        let spans = segment.words?.spans(from: segment.startMs) ?? []
        let count = Int64(scalars.count)
        /// How long so many letters take at least, ms.
        func leastMs(_ letters: Int) -> Int64 {
            let letters = Int64(letters)
            return min(
                letters * 1_000 / Self.fastestPace,
                letters * (segment.endMs - segment.startMs) / (Self.mostPauses * count))
        }
        let isCertain = words.indices.map { index in
            if spans.count == words.count {
                return spans[index].startMs >= range.startMs && spans[index].endMs <= range.endMs
            }
            let word = words[index]
            let begins = segment.startMs + leastMs(word.startIndex)
            let ends = segment.endMs - leastMs(scalars.count - word.endIndex)
            return (segment.startMs >= range.startMs || begins >= range.startMs)
                && (segment.endMs <= range.endMs || ends <= range.endMs)
        }
        guard let first = isCertain.firstIndex(of: true) else { return nil }
        // Of words said at the same time one may be over before the other.
        let last = (isCertain[first...].firstIndex(of: false) ?? words.endIndex) - 1
        var kept = words[first...last].map { word in
            String(String.UnicodeScalarView(word))
        }
        if first > words.startIndex { kept.insert("…", at: 0) }
        if last < words.endIndex - 1 { kept.append("…") }
        text = kept.joined(separator: " ")
    }
}
