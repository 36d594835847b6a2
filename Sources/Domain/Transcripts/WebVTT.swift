/// Captions as WebVTT (https://www.w3.org/TR/webvtt1/), read as tolerantly as the standard asks.
package enum WebVTT {
    /// Reads a file; refused only when it does not begin as one.
    package static func read(_ bytes: [UInt8]) throws(Refusal) -> Transcript {
        let lines = CaptionText.lines(bytes)
        guard let first = lines.first, isSignature(first) else {
            throw Refusal("transcript_unreadable", "This is no WebVTT file: it does not begin with “WEBVTT”.")
        }
        var blocks = Blocks(lines: lines)
        return Transcript(raw: CaptionText.segments(blocks.cues()))
    }

    /// Writes a file that reads back the same: a cue for each segment, its speaker as a voice.
    package static func write(_ segments: [Transcript.Segment]) -> String {
        var text = "WEBVTT\n"
        for segment in segments {
            let end = max(segment.endMs, segment.startMs + 1)
            text +=
                "\n\(CaptionTime.text(segment.startMs, fraction: ".")) --> \(CaptionTime.text(end, fraction: "."))\n"
            if let speaker = segment.speaker { text += "<v \(escaped(speaker))>" }
            text += "\(escaped(segment.text))\n"
        }
        return text
    }

    /// The signature is the word alone, or followed by a space or tab.
    private static func isSignature(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.starts(with: "WEBVTT".utf8) else { return false }
        let rest = line.dropFirst(6)
        return rest.isEmpty || rest.first == 0x20 || rest.first == 0x09
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\n", "\r": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private typealias Cue = CaptionText.Cue

    /// The blocks of a file, taken one after the other.
    ///
    /// https://www.w3.org/TR/webvtt1/#collect-a-webvtt-block
    private struct Blocks {
        let lines: [ArraySlice<UInt8>]
        var position = 1

        init(lines: [ArraySlice<UInt8>]) { self.lines = lines }

        mutating func cues() -> [Cue] {
            if position < lines.count, !lines[position].isEmpty { _ = block(isHeader: true) }
            var cues: [Cue] = []
            while position < lines.count {
                if lines[position].isEmpty {
                    position += 1
                } else if let cue = block(isHeader: false) {
                    cues.append(cue)
                }
            }
            return cues
        }

        private mutating func block(isHeader: Bool) -> Cue? {
            var cue: Cue?
            var hasArrow = false
            var text: [ArraySlice<UInt8>] = []
            var count = 0
            while position < lines.count {
                let line = lines[position]
                count += 1
                if WebVTT.hasArrow(line) {
                    // An arrow anywhere else begins the next block.
                    guard !isHeader, count == 1 || (count == 2 && !hasArrow) else { break }
                    hasArrow = true
                    cue = WebVTT.timings(line)
                    if cue != nil { text = [] }
                } else if line.isEmpty {
                    break
                } else {
                    text.append(line)
                }
                position += 1
            }
            cue?.text = text.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
            return cue
        }
    }

    private static func hasArrow(_ line: ArraySlice<UInt8>) -> Bool {
        let dash = UInt8(ascii: "-")
        return line.indices.dropLast(2).contains {
            line[$0] == dash && line[$0 + 1] == dash && line[$0 + 2] == UInt8(ascii: ">")
        }
    }

    /// The times of a cue's first line; the settings behind them are about how it looks.
    private static func timings(_ line: ArraySlice<UInt8>) -> Cue? {
        var scanner = LineScanner(line)
        scanner.skipSpace()
        guard let start = timestamp(&scanner) else { return nil }
        scanner.skipSpace()
        guard scanner.take("-->") else { return nil }
        scanner.skipSpace()
        guard let end = timestamp(&scanner) else { return nil }
        return Cue(startMs: start, endMs: end, text: "")
    }

    /// https://www.w3.org/TR/webvtt1/#collect-a-webvtt-timestamp
    private static func timestamp(_ scanner: inout LineScanner) -> Int64? {
        guard let first = scanner.digits(), scanner.take(":"), let second = scanner.digits(), second.count == 2 else {
            return nil
        }
        let (hours, minutes, seconds): (Int64, Int64, Int64)
        if first.count != 2 || first.value > 59 || scanner.peek() == UInt8(ascii: ":") {
            guard scanner.take(":"), let third = scanner.digits(), third.count == 2 else { return nil }
            (hours, minutes, seconds) = (first.value, second.value, third.value)
        } else {
            (hours, minutes, seconds) = (0, first.value, second.value)
        }
        guard scanner.take("."), let fraction = scanner.digits(), fraction.count == 3, minutes <= 59, seconds <= 59,
            hours <= 1_000_000
        else { return nil }
        return (hours * 3600 + minutes * 60 + seconds) * 1000 + fraction.value
    }
}
