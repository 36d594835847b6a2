package import Domain
import JSON

/// How a transcript is written down.
package enum TranscriptFormat: String, CaseIterable, Sendable {
    case vtt, srt, json

    /// The format a media type names, its parameters aside.
    package init?(mediaType: String) {
        switch mediaType.prefix(while: { $0 != ";" && $0 != " " }).lowercased() {
        case "text/vtt": self = .vtt
        case "application/x-subrip", "text/srt", "application/srt": self = .srt
        case "application/json": self = .json
        default: return nil
        }
    }

    /// The format bytes show by how they begin.
    package init(of bytes: [UInt8]) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
        switch start.first(where: { !isSpace($0) }) {
        case UInt8(ascii: "{"), UInt8(ascii: "["): self = .json
        default: self = start.starts(with: "WEBVTT".utf8) ? .vtt : .srt
        }
    }
}

extension CodePage {
    /// The code page a media type's charset names; nil for UTF-8 and whatever else.
    init?(charsetOf mediaType: String) {
        let charset = mediaType.split(separator: ";").dropFirst().lazy
            .map { $0.filter { $0 != " " && $0 != "\"" }.lowercased() }
            .first { $0.hasPrefix("charset=") }
        guard let charset else { return nil }
        self.init(rawValue: String(charset.dropFirst(8)))
    }
}

/// Reading a transcript in any form it comes in: WebVTT, SRT, our own JSON, or what other services deliver.
package enum ReadTranscript {
    /// Without a format it is told by the bytes; what is no transcript is refused as `transcript_unreadable`.
    package static func read(
        _ bytes: [UInt8], format: TranscriptFormat? = nil, codePage: CodePage? = nil
    ) throws(Refusal) -> Transcript {
        switch format ?? TranscriptFormat(of: bytes) {
        case .vtt: return try WebVTT.read(bytes)
        case .json: return try document(bytes)
        case .srt:
            do {
                return try SubRip.read(bytes, codePage: codePage)
            } catch {
                guard format == nil else { throw error }
                throw Refusal(
                    "transcript_unreadable",
                    "This is no transcript: it is neither WebVTT nor SRT nor a transcript in JSON.")
            }
        }
    }

    private static func document(_ bytes: [UInt8]) throws(Refusal) -> Transcript {
        let document: JSONValue
        do {
            document = try JSONReader.read(bytes)
        } catch {
            throw Refusal("transcript_unreadable", error.sentence)
        }
        let list = document.elements.flatMap { SpeechServices.areWords($0) ? nil : $0 }
        if let segments = document["segments"]?.elements ?? list {
            return Transcript(turns: try turns(segments), language: document["language"]?.text)
        }
        if let entries = document["Transcript"]?.elements {
            return try callAnalytics(entries, document)
        }
        // Contact Lens wraps each entry while the call is going on.
        if let entries = document["Segments"]?.elements?.compactMap({ $0["Transcript"] }), !entries.isEmpty {
            return try callAnalytics(entries, document)
        }
        if let events = document["Events"]?.elements {
            return Transcript(messages: try messages(events))
        }
        if let transcript = try SpeechServices.read(document) { return transcript }
        throw Refusal(
            "transcript_unreadable",
            "This JSON is no transcript that can be read: it has no “segments”, no list of words, no call's “Transcript” "
                + "or “transcripts”, and no chat's “Events”.")
    }

    // MARK: Our own form, and speech services that say seconds

    private static func turns(_ segments: [JSONValue]) throws(Refusal) -> [Transcript.Turn] {
        var turns: [Transcript.Turn] = []
        for (index, segment) in segments.enumerated() {
            guard let text = segment["text"]?.text, let start = ms(segment, "startMs", seconds: "start"),
                let end = ms(segment, "endMs", seconds: "end"), start <= end
            else { throw unreadable(index, "segments", "startMs, endMs and text, and does not end before it starts") }
            turns.append(
                Transcript.Turn(
                    startMs: start, endMs: end, speaker: segment["speaker"]?.text, text: text,
                    words: times(segment["words"]?.elements, of: text, start, end, span)))
        }
        return turns
    }

    /// `[startMs, endMs]`, or an object that says both like a segment.
    private static func span(_ word: JSONValue) -> WordTimes.Span? {
        if let pair = word.elements {
            guard pair.count == 2, let start = pair[0].integer, let end = pair[1].integer else { return nil }
            return WordTimes.Span(startMs: start, endMs: end)
        }
        guard let start = ms(word, "startMs", seconds: "start"), let end = ms(word, "endMs", seconds: "end") else {
            return nil
        }
        return WordTimes.Span(startMs: start, endMs: end)
    }

    /// When the words of a line are said; nil where they are not as many as its text has, or lie outside of it.
    static func times(
        _ list: [JSONValue]?, of text: String, _ startMs: Int64, _ endMs: Int64,
        _ span: (JSONValue) -> WordTimes.Span?
    ) -> WordTimes? {
        guard let list, list.count == WordTimes.words(in: text).count else { return nil }
        let spans = list.compactMap(span)
        return spans.count == list.count ? WordTimes(spans, startMs: startMs, endMs: endMs) : nil
    }

    /// A time in whole ms, or in seconds with a fraction as Whisper writes them.
    private static func ms(_ segment: JSONValue, _ name: String, seconds: String) -> Int64? {
        if let ms = segment[name] { return ms.integer.flatMap { $0 >= 0 ? $0 : nil } }
        return segment[seconds].flatMap { SpeechServices.ms(seconds: $0) }
    }

    // MARK: Amazon Transcribe Call Analytics and Contact Lens

    /// https://docs.aws.amazon.com/transcribe/latest/dg/tca-output-batch.html
    private static func callAnalytics(_ entries: [JSONValue], _ document: JSONValue) throws(Refusal) -> Transcript {
        var roles: [String: String] = [:]
        for participant in document["Participants"]?.elements ?? [] {
            if let id = participant["ParticipantId"]?.text { roles[id] = participant["ParticipantRole"]?.text }
        }
        var turns: [Transcript.Turn] = []
        for (index, entry) in entries.enumerated() {
            guard let text = entry["Content"]?.text, let start = entry["BeginOffsetMillis"]?.integer, start >= 0,
                let end = entry["EndOffsetMillis"]?.integer, start <= end
            else { throw unreadable(index, "Transcript", "Content, BeginOffsetMillis and EndOffsetMillis") }
            let id = entry["ParticipantId"]?.text
            turns.append(
                Transcript.Turn(
                    startMs: start, endMs: end,
                    speaker: entry["ParticipantRole"]?.text ?? id.flatMap { roles[$0] } ?? id, text: text,
                    words: times(items(entry), of: text, start, end, item)))
        }
        return Transcript(turns: turns, language: document["LanguageCode"]?.text)
    }

    /// The words of an entry, its marks left out.
    private static func items(_ entry: JSONValue) -> [JSONValue]? {
        entry["Items"]?.elements?.filter { $0["Type"]?.text?.lowercased() != "punctuation" }
    }

    private static func item(_ item: JSONValue) -> WordTimes.Span? {
        guard let start = item["BeginOffsetMillis"]?.integer, let end = item["EndOffsetMillis"]?.integer else {
            return nil
        }
        return WordTimes.Span(startMs: start, endMs: end)
    }

    // MARK: Chats of the STAR corpus

    /// What was said in a chat; suggestions asked for, look-ups and instructions to the players are not.
    ///
    /// https://github.com/RasaHQ/STAR
    private static func messages(_ events: [JSONValue]) throws(Refusal) -> [Transcript.Message] {
        var messages: [Transcript.Message] = []
        for (index, event) in events.enumerated() {
            guard let action = event["Action"]?.text else { throw unreadable(index, "Events", "an Action") }
            guard ["utter", "pick_suggestion"].contains(action) else { continue }
            guard let text = event["Text"]?.text, let seconds = event["UnixTime"]?.integer,
                (0...7_258_118_400).contains(seconds)
            else { throw unreadable(index, "Events", "Text and UnixTime") }
            let sender = event["Agent"]?.text
            // The wizard plays the agent and the user the customer.
            messages.append(Transcript.Message(sentAt: seconds * 1000, sender: sender, text: text))
        }
        return messages
    }

    static func unreadable(_ index: Int, _ list: String, _ needed: String) -> Refusal {
        Refusal("transcript_unreadable", "Entry \(index + 1) of “\(list)” needs \(needed).")
    }
}
