import Domain
import Testing

/// When words are said: kept in few bytes, and used where a line is cut.
struct WordTimesTests {
    private typealias Span = WordTimes.Span

    private func spans(_ times: (Int64, Int64)...) -> [Span] { times.map { Span(startMs: $0.0, endMs: $0.1) } }

    @Test func whatIsPackedComesBack() throws {
        let said = spans((1000, 1200), (1200, 1200), (1190, 1900), (5000, 5127), (86_000_000, 86_399_999))
        let ordered = said.sorted { $0.startMs < $1.startMs }
        let words = try #require(WordTimes(ordered, startMs: 900, endMs: 86_400_000))
        #expect(words.spans(from: 900) == ordered)
        #expect(WordTimes(packed: words.bytes) == words)
        // Kept from the line's start: a line that moves takes its words along.
        #expect(words.spans(from: 0).first == Span(startMs: 100, endMs: 300))
    }

    @Test func anHourOfSpeechTakesThreeBytesAWord() throws {
        var (said, at) = ([Span](), Int64(0))
        for number in 0..<9000 {
            let lasts = Int64(120 + number * 37 % 500)
            said.append(Span(startMs: at, endMs: at + lasts))
            at += lasts + (number % 12 == 0 ? 700 : 0)
        }
        let words = try #require(WordTimes(said, startMs: 0, endMs: at))
        #expect(words.bytes.count <= 3 * said.count + said.count / 6)
        #expect(words.spans(from: 0) == said)
    }

    @Test func timesThatMakeNoSenseAreNotKept() {
        #expect(WordTimes([], startMs: 0, endMs: 1000) == nil)
        #expect(WordTimes(spans((900, 950)), startMs: 1000, endMs: 2000) == nil)
        #expect(WordTimes(spans((1500, 2001)), startMs: 1000, endMs: 2000) == nil)
        #expect(WordTimes(spans((1500, 1400)), startMs: 1000, endMs: 2000) == nil)
        #expect(WordTimes(spans((1500, 1600), (1400, 1700)), startMs: 1000, endMs: 2000) == nil)
        #expect(WordTimes(spans((0, .max)), startMs: 0, endMs: .max) == nil)
    }

    @Test(
        arguments: [[0x80], [0x80, 0x80, 0x80, 0x80, 0x80, 0x01], [0x02], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF]] as [[UInt8]])
    func damagedBytesAreNoTimes(bytes: [UInt8]) {
        #expect(WordTimes(packed: bytes).spans(from: 0).isEmpty)
    }

    @Test func wordsOfALineAreTimedAsTheyStandInItsText() throws {
        let said = [
            Transcript.Word(startMs: 0, endMs: 300, speaker: "A", text: "New York"),
            Transcript.Word(startMs: 300, endMs: 300, speaker: "A", text: ",", isMark: true),
            Transcript.Word(startMs: 400, endMs: 700, speaker: "A", text: " please"),
            Transcript.Word(startMs: 3000, endMs: 3500, speaker: "A", text: "Now"),
        ]
        let lines = Transcript(words: said).segments
        #expect(lines.map(\.text) == ["New York, please", "Now"])
        #expect(lines[0].words?.spans(from: 0) == spans((0, 300), (0, 300), (400, 700)))
        #expect(lines[1].words?.spans(from: 3000) == spans((3000, 3500)))
    }

    /// Of a line from 9 to 21 s, cut by a moment from 10 to 20 s.
    private func cut(_ text: String, _ times: [Span]) throws -> [String] {
        let moment = try Moment(startMs: 10_000, endMs: 20_000, mediaMs: 60_000)
        let words = WordTimes(times, startMs: 9_000, endMs: 21_000)
        return moment.cut([
            Transcript.Segment(startMs: 9_000, endMs: 21_000, speaker: nil, text: text, words: words)
        ]).map(\.text)
    }

    @Test func aClipsCaptionsHoldTheWordsThatAreWhollyWithin() throws {
        let times = spans((9_000, 9_999), (9_999, 10_400), (10_000, 10_600), (19_500, 20_000), (20_000, 21_000))
        #expect(try cut("pin over is here seven", times) == ["… is here …"])
        // The estimate alone would have lost them.
        #expect(try cut("pin over is here seven", []) != ["… is here …"])
        #expect(
            try cut(
                "before it all after it",
                spans((9_000, 9_100), (9_100, 9_200), (9_200, 9_300), (20_100, 20_200), (20_200, 21_000))
            ).isEmpty)
    }

    @Test func timesOfOtherWordsThanTheLineHasAreNotTrusted() throws {
        let everything = spans((10_000, 10_100), (10_100, 10_200))
        #expect(try cut("pin over is here seven", everything) == cut("pin over is here seven", []))
    }

    @Test func whatIsSaidAtOnceEndsWithTheFirstWordThatReachesBeyond() throws {
        let times = spans((10_000, 10_500), (15_000, 20_500), (15_100, 15_200), (20_500, 21_000), (20_500, 21_000))
        #expect(try cut("one two three four five", times) == ["one …"])
    }
}
