import Domain
import JSON

/// Transcripts as speech services deliver them: lists of words, and the phrases of Genesys Cloud.
enum SpeechServices {
    /// Nil when the document is of none of these forms.
    static func read(_ document: JSONValue) throws(Refusal) -> Transcript? {
        if let transcripts = document["transcripts"]?.elements, transcripts.contains(where: { $0["phrases"] != nil }) {
            return try phrases(transcripts, document)
        }
        if let channels = document["results"]?["channel_labels"]?["channels"]?.elements {
            return try byLabel(channels, document)
        }
        if let items = document["results"]?["items"]?.elements {
            return Transcript(
                words: try words(items, "items", speakers: labels(document)),
                language: document["results"]?["language_code"]?.text)
        }
        if let channels = document["results"]?["channels"]?.elements {
            return try byChannel(channels)
        }
        for list in [document["words"], document["result"], document["word_segments"], document] {
            guard let words = list?.elements, areWords(words) else { continue }
            let language = document["language"]?.text ?? document["language_code"]?.text
            return Transcript(words: try self.words(words, "words"), language: language)
        }
        return nil
    }

    /// A time in seconds, as a number or as text ("1.38", "1.380s"), in ms.
    static func ms(seconds: JSONValue) -> Int64? {
        let value: Double
        switch seconds {
        case .integer(let whole): value = Double(whole)
        case .number(let number): value = number
        case .string(let text):
            guard let number = Double(text.hasSuffix("s") ? String(text.dropLast()) : text) else { return nil }
            value = number
        default: return nil
        }
        return (0...1e9).contains(value) ? Int64((value * 1000).rounded()) : nil
    }

    /// Whether a list is one of single words.
    static func areWords(_ list: [JSONValue]) -> Bool {
        guard let first = list.first else { return false }
        if first["word"] != nil || first["type"]?.text == "word" || first["type"]?.text == "pronunciation" {
            return true
        }
        return list.allSatisfy { $0["text"]?.text.map { !$0.contains(" ") } ?? false }
            && list.contains { $0["confidence"] != nil }
    }

    // MARK: Words

    private static let starts = ["start", "start_time", "startTime", "from"]
    private static let ends = ["end", "end_time", "endTime", "to"]

    private static func words(
        _ list: [JSONValue], _ name: String, speakers: [String: String] = [:], speaker: String? = nil
    ) throws(Refusal) -> [Transcript.Word] {
        let unit = timesAreMs(list) ? 1 : nil as Int64?
        var words: [Transcript.Word] = []
        for (index, entry) in list.enumerated() {
            let best = entry["alternatives"]?.elements?.first
            let text =
                entry["punctuated_word"]?.text ?? entry["word"]?.text ?? entry["text"]?.text ?? entry["value"]?.text
                ?? best?["content"]?.text
            let isMark = entry["type"]?.text == "punctuation" || entry["type"]?.text == "punct"
            let start = time(entry, "startMs", starts, unit)
            guard let text, let startMs = start ?? (isMark ? words.last?.endMs : nil),
                let endMs = time(entry, "endMs", ends, unit) ?? (isMark ? startMs : nil), startMs <= endMs
            else { throw ReadTranscript.unreadable(index, name, "a word, its start and its end") }
            let label = label(of: entry) ?? first(entry, starts)?.text.flatMap { speakers[$0] }
            let said = isMark ? words.last?.speaker : label ?? speaker
            words.append(
                Transcript.Word(startMs: startMs, endMs: endMs, speaker: said, text: text, isMark: isMark))
        }
        return words
    }

    private static func first(_ entry: JSONValue, _ names: [String]) -> JSONValue? {
        for name in names { if let value = entry[name] { return value } }
        return nil
    }

    private static func time(_ entry: JSONValue, _ ms: String, _ names: [String], _ unit: Int64?) -> Int64? {
        if let whole = entry[ms]?.integer { return (0...1_000_000_000_000).contains(whole) ? whole : nil }
        guard let value = first(entry, names) else { return nil }
        if unit != nil, let whole = value.integer { return (0...1_000_000_000_000).contains(whole) ? whole : nil }
        return self.ms(seconds: value)
    }

    /// Whole numbers are ms when words would otherwise last 20 s each.
    private static func timesAreMs(_ list: [JSONValue]) -> Bool {
        var lasted = 0.0
        var count = 0.0
        for entry in list {
            guard let start = first(entry, starts), let end = first(entry, ends) else { continue }
            guard let from = start.integer, let to = end.integer else { return false }
            lasted += Double(to) - Double(from)
            count += 1
        }
        return count > 0 && lasted / count >= 20
    }

    /// "speaker": "A", 1, or "speaker_label": "spk_0"; a number is "Speaker 1".
    private static func label(of entry: JSONValue) -> String? {
        switch first(entry, ["speaker", "speaker_label", "speakerTag", "channel"]) {
        case .string(let text): text
        case .integer(let number): "Speaker \(number)"
        default: nil
        }
    }

    /// Amazon Transcribe names speakers beside the words, by their start in older documents.
    ///
    /// https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html
    private static func labels(_ document: JSONValue) -> [String: String] {
        var labels: [String: String] = [:]
        for segment in document["results"]?["speaker_labels"]?["segments"]?.elements ?? [] {
            for item in segment["items"]?.elements ?? [] {
                if let start = item["start_time"]?.text { labels[start] = item["speaker_label"]?.text }
            }
        }
        return labels
    }

    /// A list of words for each leg of a call, as Amazon Transcribe labels channels.
    ///
    /// https://docs.aws.amazon.com/transcribe/latest/dg/channel-id.html
    private static func byLabel(_ channels: [JSONValue], _ document: JSONValue) throws(Refusal) -> Transcript {
        var segments: [Transcript.Segment] = []
        for (index, channel) in channels.enumerated() {
            guard let items = channel["items"]?.elements else {
                throw ReadTranscript.unreadable(index, "channels", "items")
            }
            let number = channel["channel_label"]?.text.flatMap { Int($0.drop { !$0.isNumber }) } ?? index
            let speaker = channels.count > 1 ? "Speaker \(number)" : nil
            segments += Transcript(words: try words(items, "items", speaker: speaker)).segments
        }
        return Transcript(language: document["results"]?["language_code"]?.text, raw: segments)
    }

    /// A list of words for each leg of a call, in the form of Deepgram.
    private static func byChannel(_ channels: [JSONValue]) throws(Refusal) -> Transcript {
        var segments: [Transcript.Segment] = []
        var language: String?
        for (index, channel) in channels.enumerated() {
            guard let best = channel["alternatives"]?.elements?.first, let list = best["words"]?.elements else {
                throw ReadTranscript.unreadable(index, "channels", "alternatives with words")
            }
            language = language ?? channel["detected_language"]?.text
            let speaker = channels.count > 1 ? "Speaker \(index)" : nil
            segments += Transcript(words: try words(list, "words", speaker: speaker)).segments
        }
        return Transcript(language: language, raw: segments)
    }

    // MARK: Genesys Cloud

    /// https://developer.genesys.cloud/analyticsdatamanagement/speechtextanalytics/transcript-url
    private static func phrases(
        _ transcripts: [JSONValue], _ document: JSONValue
    ) throws(Refusal) -> Transcript {
        let phrases = transcripts.flatMap { $0["phrases"]?.elements ?? [] }
        // Times are ms from the start of the call, or since 1970.
        let earliest = phrases.compactMap { $0["startTimeMs"]?.integer }.min() ?? 0
        let begin = transcripts.first?["startTime"]?.integer ?? document["conversationStartTime"]?.integer ?? earliest
        let base = earliest > TimeRange.longestMs ? min(begin, earliest) : 0
        var turns: [Transcript.Turn] = []
        for (index, phrase) in phrases.enumerated() {
            let sent = phrase["startTimeMs"]?.integer.flatMap { $0.subtractingReportingOverflow(base).partialValue }
            guard let text = phrase["decoratedText"]?.text ?? phrase["text"]?.text,
                let start = phrase["offset"]?["milliseconds"]?.integer ?? sent,
                (0...TimeRange.longestMs).contains(start)
            else { throw ReadTranscript.unreadable(index, "phrases", "text and startTimeMs or offset") }
            let lasts = phrase["duration"]?["milliseconds"]?.integer ?? 1000
            guard (0...TimeRange.longestMs).contains(lasts) else {
                throw ReadTranscript.unreadable(index, "phrases", "a duration of at most 24 hours")
            }
            turns.append(
                Transcript.Turn(
                    startMs: start, endMs: start + lasts, speaker: purpose(phrase["participantPurpose"]?.text),
                    text: text, words: words(of: phrase, text, start, start + lasts, base)))
        }
        return Transcript(turns: turns, language: transcripts.first?["language"]?.text)
    }

    /// When the words of a phrase are said, where they are as many as its text has.
    private static func words(
        of phrase: JSONValue, _ text: String, _ startMs: Int64, _ endMs: Int64, _ base: Int64
    ) -> WordTimes? {
        ReadTranscript.times(phrase["words"]?.elements, of: text, startMs, endMs) { word in
            let sent = word["startTimeMs"]?.integer.flatMap { $0.subtractingReportingOverflow(base).partialValue }
            guard let start = word["offset"]?["milliseconds"]?.integer ?? sent,
                (0...TimeRange.longestMs).contains(start), let lasts = word["duration"]?["milliseconds"]?.integer,
                (0...TimeRange.longestMs).contains(lasts)
            else { return nil }
            return WordTimes.Span(startMs: start, endMs: start + lasts)
        }
    }

    private static func purpose(_ purpose: String?) -> String? {
        switch purpose?.lowercased() {
        case "internal", "user", "agent": SpeakerParty.agent.rawValue
        case "external", "customer": SpeakerParty.customer.rawValue
        default: purpose
        }
    }
}
