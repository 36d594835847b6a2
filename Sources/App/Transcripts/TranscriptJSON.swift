package import Domain
package import JSON

/// A transcript as JSON.
package enum TranscriptJSON {
    /// What `earmark transcript` prints: `{"segments":[{"startMs","endMs","speaker","text"}]}`.
    package static func writeSegments(_ transcript: Transcript, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field(
                "segments",
                array: { writer in
                    for segment in transcript.segments {
                        writer.object { writer in
                            writer.field("startMs", segment.startMs)
                            writer.field("endMs", segment.endMs)
                            writer.field("speaker", segment.speaker)
                            writer.field("text", segment.text)
                        }
                    }
                })
        }
    }

    /// What the API answers: the language, and segments with their index and the side that speaks; if wanted also with when
    /// each word is said.
    package static func write(_ transcript: Transcript, withWords: Bool = false, to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("language", transcript.language)
            writer.field(
                "segments",
                array: { writer in
                    for (index, segment) in transcript.segments.enumerated() {
                        writer.object { writer in
                            writer.field("index", index)
                            writer.field("startMs", segment.startMs)
                            writer.field("endMs", segment.endMs)
                            writer.field("speaker", segment.speaker)
                            writer.field("party", segment.party.rawValue)
                            writer.field("text", segment.text)
                            if withWords { words(of: segment, &writer) }
                        }
                    }
                })
        }
    }

    private static func words(of segment: Transcript.Segment, _ writer: inout JSONWriter) {
        guard let words = segment.words else { return writer.fieldNull("words") }
        writer.field(
            "words",
            array: { list in
                for span in words.spans(from: segment.startMs) {
                    list.array {
                        $0.value(span.startMs)
                        $0.value(span.endMs)
                    }
                }
            })
    }
}
