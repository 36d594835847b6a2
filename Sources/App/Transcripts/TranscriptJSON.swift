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

    /// What the API answers: the language, and segments with their index and the side that speaks.
    package static func write(_ transcript: Transcript, to writer: inout JSONWriter) {
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
                        }
                    }
                })
        }
    }
}
