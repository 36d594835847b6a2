/// When each word of a line is said, as recognisers tell it, packed into some three bytes a word.
///
/// For each word its distance from the end of the one before (zigzag: words may overlap) and how long it lasts, in ms, both
/// in base 128 with the lowest digits first.
package struct WordTimes: Equatable, Sendable {
    package let bytes: [UInt8]

    /// From where to where a word is said, ms.
    package struct Span: Equatable, Sendable {
        package let startMs: Int64
        package let endMs: Int64

        package init(startMs: Int64, endMs: Int64) {
            self.startMs = startMs
            self.endMs = endMs
        }
    }

    package init(packed bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Nil where they make no sense: beyond the line, backwards, or not in the order of their beginnings.
    package init?(_ spans: [Span], startMs: Int64, endMs: Int64) {
        guard !spans.isEmpty, startMs >= 0, endMs <= TimeRange.longestMs else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(3 * spans.count)
        var (begun, ended) = (startMs, startMs)
        for span in spans {
            guard span.startMs >= begun, span.startMs <= span.endMs, span.endMs <= endMs else { return nil }
            let gap = span.startMs - ended
            let folded = gap >= 0 ? 2 * gap : -2 * gap - 1
            Self.append(UInt64(folded), to: &bytes)
            Self.append(UInt64(span.endMs - span.startMs), to: &bytes)
            (begun, ended) = (span.startMs, span.endMs)
        }
        self.bytes = bytes
    }

    /// The spans of the words of a line that begins at an instant.
    package func spans(from startMs: Int64) -> [Span] {
        var spans: [Span] = []
        var ended = startMs
        var rest = bytes[...]
        while let folded = Self.take(from: &rest), let lasts = Self.take(from: &rest) {
            let gap = folded % 2 == 0 ? Int64(folded / 2) : -Int64(folded / 2) - 1
            let start = ended + gap
            ended = start + Int64(lasts)
            spans.append(Span(startMs: start, endMs: ended))
        }
        return spans
    }

    /// The words of a text: what white space divides.
    package static func words(in text: String) -> [Substring.UnicodeScalarView] {
        text[...].unicodeScalars.split { $0.properties.isWhitespace }
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var value = value
        while value >= 0x80 {
            bytes.append(UInt8(value & 0x7F) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }

    /// Nil at the end, and where more digits follow than any time has.
    private static func take(from rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for (place, byte) in rest.prefix(5).enumerated() {
            value |= UInt64(byte & 0x7F) << (7 * UInt64(place))
            guard byte >= 0x80 else {
                rest = rest.dropFirst(place + 1)
                return value
            }
        }
        return nil
    }
}
