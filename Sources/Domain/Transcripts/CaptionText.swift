/// Bytes of captions as lines, and a cue's markup as speech.
enum CaptionText {
    /// Lines without their breaks: UTF-8 or UTF-16 by its mark, CR LF and CR as LF, NUL as U+FFFD.
    static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var clean: [UInt8] = []
        clean.reserveCapacity(bytes.count)
        var isAfterCR = false
        for byte in utf8(bytes) {
            switch byte {
            case 0x0D: clean.append(0x0A)
            case 0x0A: if !isAfterCR { clean.append(0x0A) }
            case 0: clean.append(contentsOf: [0xEF, 0xBF, 0xBD])
            default: clean.append(byte)
            }
            isAfterCR = byte == 0x0D
        }
        return clean.split(separator: 0x0A, omittingEmptySubsequences: false)
    }

    /// The bytes as UTF-8 without a byte order mark.
    static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        let isLittle = bytes.starts(with: [0xFF, 0xFE])
        guard isLittle || bytes.starts(with: [0xFE, 0xFF]) else { return bytes }
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
            isLittle
                ? UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
                : UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1])
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// A stretch of time, ms, and the markup shown in it.
    struct Cue {
        let startMs: Int64
        let endMs: Int64
        var text: String
    }

    /// What is said in a file's cues, by whom: voices, or names before a colon.
    static func segments(_ cues: [Cue]) -> [Transcript.Segment] {
        let spoken = cues.flatMap { cue in voices(cue.text).map { (cue, $0) } }
        let names = SpeakerNames(spoken.filter { $0.1.speaker == nil }.map(\.1.text.trimmed))
        return spoken.map { cue, voice in
            let named = voice.speaker == nil ? names.prefix(of: voice.text.trimmed) : nil
            return Transcript.Segment(
                startMs: cue.startMs, endMs: cue.endMs, speaker: named?.speaker ?? voice.speaker,
                text: named?.rest ?? voice.text)
        }
    }

    /// What one voice says within a cue.
    struct Voice: Equatable {
        var speaker: String?
        var text: String
    }

    /// The speech of a cue's text, by voice: tags taken away, character references resolved.
    ///
    /// https://www.w3.org/TR/webvtt1/#webvtt-cue-text-tokenizer
    static func voices(_ text: String) -> [Voice] {
        var voices = [Voice(speaker: nil, text: "")]
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.first {
            switch scalar {
            case "<":
                let end = rest.firstIndex(of: ">")
                let tag = String(rest[rest.index(after: rest.startIndex)..<(end ?? rest.endIndex)])
                rest = end.map { rest[rest.index(after: $0)...] } ?? rest[rest.endIndex...]
                if let speaker = voice(tag) {
                    voices.append(Voice(speaker: speaker, text: ""))
                } else if tag == "/v" {
                    voices.append(Voice(speaker: nil, text: ""))
                }
            case "&":
                let (resolved, length) = reference(rest)
                voices[voices.count - 1].text.unicodeScalars.append(contentsOf: resolved.unicodeScalars)
                rest = rest.dropFirst(length)
            default:
                voices[voices.count - 1].text.unicodeScalars.append(scalar)
                rest.removeFirst()
            }
        }
        return voices.filter { !$0.text.trimmed.isEmpty }
    }

    /// The name in `v Name` or `v.class Name`; nil when the tag is no voice.
    private static func voice(_ tag: String) -> String? {
        guard tag.first == "v", let space = tag.firstIndex(where: \.isWhitespace) else { return nil }
        let name = tag[..<space]
        guard name == "v" || name.hasPrefix("v.") else { return nil }
        return plain(String(tag[tag.index(after: space)...])).trimmed
    }

    /// A text with its character references resolved.
    private static func plain(_ text: String) -> String {
        var plain = ""
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.first {
            let (resolved, length) = scalar == "&" ? reference(rest) : (String(scalar), 1)
            plain += resolved
            rest = rest.dropFirst(length)
        }
        return plain
    }

    private static let named: [String: String] = [
        "amp": "&", "lt": "<", "gt": ">", "lrm": "\u{200E}", "rlm": "\u{200F}", "nbsp": "\u{A0}", "quot": "\"",
        "apos": "'",
    ]

    /// The text of the character reference that begins here and its length; an unknown one is its ampersand.
    private static func reference(_ text: Substring.UnicodeScalarView) -> (String, Int) {
        let head = text.prefix(12)
        guard let end = head.firstIndex(of: ";") else { return ("&", 1) }
        let name = String(head[head.index(after: head.startIndex)..<end])
        let length = name.unicodeScalars.count + 2
        if let text = named[name] { return (text, length) }
        guard name.first == "#" else { return ("&", 1) }
        let digits = name.dropFirst()
        let isHex = digits.first == "x" || digits.first == "X"
        guard let value = UInt32(isHex ? digits.dropFirst() : digits, radix: isHex ? 16 : 10), value > 0,
            let scalar = Unicode.Scalar(value)
        else { return ("&", 1) }
        return (String(scalar), length)
    }
}
