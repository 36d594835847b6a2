import MediaWork

/// Captions of a range, from cues of the whole interaction.
enum Captions {
    /// What stands in place of a cue that reaches beyond the range: which of its words are said within is not known.
    static let partial = "…"

    /// The cues that are seen in `[startMs, endMs)`, their times from its start, and nothing that is said outside.
    static func cut(_ cues: [Cue], startMs: Int, endMs: Int) -> [Cue] {
        cues.compactMap { cue in
            let from = max(cue.startMs, startMs)
            let until = min(cue.endMs, endMs)
            guard until > from else { return nil }
            let isWhole = from == cue.startMs && until == cue.endMs
            return Cue(startMs: from - startMs, endMs: until - startMs, text: isWhole ? cue.text : partial)
        }
        .sorted { ($0.startMs, $0.endMs) < ($1.startMs, $1.endMs) }
    }

    /// The cues without the words of those that are spoken, in whole or in part, where sound is redacted: when in its
    /// time a word of a cue is said is not known.
    static func masked(_ cues: [Cue], _ redactions: [SoundRedaction]) -> [Cue] {
        cues.map { cue in
            guard redactions.contains(where: { $0.startMs < cue.endMs && cue.startMs < $0.endMs }) else { return cue }
            return Cue(startMs: cue.startMs, endMs: cue.endMs, text: ClipRedactions.caption)
        }
    }

    /// As WebVTT (https://www.w3.org/TR/webvtt1/): text stays text, and an empty line cannot end a cue early.
    static func webVTT(_ cues: [Cue]) -> String {
        cues.reduce(into: "WEBVTT\n") { text, cue in
            text += "\n\(time(cue.startMs)) --> \(time(cue.endMs))\n\(escaped(cue.text))\n"
        }
    }

    private static func time(_ ms: Int) -> String {
        let parts = [ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        let fraction = String(1_000 + ms % 1_000).dropFirst()
        return parts.joined(separator: ":") + "." + fraction
    }

    private static func escaped(_ text: String) -> String {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.allSatisfy(\.isWhitespace) }
        return lines.joined(separator: "\n").reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            default: escaped.append(character)
            }
        }
    }
}
