/// Captions as SubRip (.srt): numbered cues with times, as they are found in the wild.
package enum SubRip {
    /// Reads a file; refused when it has not one line of times. What is not UTF-8 is in the code page given, or guessed.
    package static func read(_ bytes: [UInt8], codePage: CodePage? = nil) throws(Refusal) -> Transcript {
        let lines = CaptionText.lines(text(bytes, codePage))
        var cues: [Cue] = []
        var times: (start: Int64, end: Int64)?
        var text: [String] = []
        var isFound = false

        func finish(droppingNumber: Bool) {
            guard let times else { return }
            // The line before the next times is its number, unless an empty line never came before it.
            if droppingNumber, let last = text.last, !last.isEmpty, last.allSatisfy(\.isNumber) { text.removeLast() }
            cues.append(Cue(startMs: times.start, endMs: times.end, text: text.joined(separator: "\n")))
        }

        for line in lines {
            if let found = timings(line) {
                finish(droppingNumber: true)
                (times, text, isFound) = (found, [], true)
            } else {
                text.append(String(decoding: line, as: UTF8.self).trimmed)
            }
        }
        finish(droppingNumber: false)
        guard isFound else {
            throw Refusal(
                "transcript_unreadable",
                "This is no SRT file: it has no line of times like “00:00:01,000 --> 00:00:02,000”.")
        }
        return Transcript(raw: CaptionText.segments(cues.map(Self.withoutOverrides)))
    }

    /// Writes a file: speakers stand before their lines.
    package static func write(_ segments: [Transcript.Segment]) -> String {
        var text = ""
        for (index, segment) in segments.enumerated() {
            let end = max(segment.endMs, segment.startMs + 1)
            let speaker = segment.speaker.map { "\(capitalised($0)): " } ?? ""
            text += "\(index + 1)\n"
            text += "\(CaptionTime.text(segment.startMs, fraction: ",")) --> \(CaptionTime.text(end, fraction: ","))\n"
            text += "\(speaker)\(segment.text)\n\n"
        }
        return text
    }

    /// A code page that is named counts, but where a mark at the beginning says otherwise.
    private static func text(_ bytes: [UInt8], _ codePage: CodePage?) -> [UInt8] {
        let marked = CaptionText.utf8(bytes)
        if marked.count != bytes.count { return marked }
        if let codePage { return codePage.utf8(bytes) }
        let isUTF8 = String(validating: bytes, as: UTF8.self) != nil
        return isUTF8 ? bytes : CodePage(guessedFrom: bytes).utf8(bytes)
    }

    private typealias Cue = CaptionText.Cue

    /// Without the placement marks of other formats, "{\an8}".
    private static func withoutOverrides(_ cue: Cue) -> Cue {
        var kept = ""
        var isOverride = false
        var rest = Substring(cue.text)
        while let character = rest.popFirst() {
            if character == "{", rest.first == "\\", rest.contains("}") { isOverride = true }
            if !isOverride { kept.append(character) }
            if character == "}" { isOverride = false }
        }
        return Cue(startMs: cue.startMs, endMs: cue.endMs, text: kept)
    }

    private static func capitalised(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }

    private static func timings(_ line: ArraySlice<UInt8>) -> (start: Int64, end: Int64)? {
        var scanner = LineScanner(line)
        scanner.skipSpace()
        guard let start = time(&scanner) else { return nil }
        scanner.skipSpace()
        guard scanner.take("-->") else { return nil }
        scanner.skipSpace()
        guard let end = time(&scanner) else { return nil }
        return (start, end)
    }

    /// Hours, minutes, seconds and a fraction behind a comma or a point, which may be missing.
    private static func time(_ scanner: inout LineScanner) -> Int64? {
        guard let hours = scanner.digits(), scanner.take(":"), let minutes = scanner.digits(), scanner.take(":"),
            let seconds = scanner.digits(), hours.value <= 1_000_000, minutes.value <= 59, seconds.value <= 59
        else { return nil }
        var ms = (hours.value * 3600 + minutes.value * 60 + seconds.value) * 1000
        if scanner.take(",") || scanner.take(".") {
            guard let fraction = scanner.digits(), fraction.count <= 3 else { return nil }
            ms += fraction.value * [100, 10, 1][fraction.count - 1]
        }
        return ms
    }
}
