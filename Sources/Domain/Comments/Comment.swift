/// Who may read a comment.
package enum CommentVisibility: String, CaseIterable, Sendable, Hashable {
    /// Everybody who sees the interaction.
    case `public`
    /// Its author, those it tags, and supervisors.
    case `private`
}

/// What a comment hangs on: the interaction as a whole, an instant, a range, or a segment of the transcript.
package enum CommentAnchor: Equatable, Hashable, Sendable {
    case interaction
    case instant(ms: Int64)
    case range(TimeRange)
    /// A segment by its index in the transcript, from 0.
    case segment(Int64)

    /// The anchor of what was asked; a segment stands alone, an end needs a start.
    package init(startMs: Int64?, endMs: Int64?, segment: Int64?) throws(Refusal) {
        switch (startMs, endMs, segment) {
        case (nil, nil, nil): self = .interaction
        case (nil, nil, .some(let segment)):
            guard segment >= 0 else { throw .field("/segment", "segment_unknown", "Segments are counted from 0.") }
            self = .segment(segment)
        case (.some(let start), nil, nil):
            guard (0..<TimeRange.longestMs).contains(start) else {
                throw .field("/startMs", "range_outside", "An instant lies between 0 and 24 hours.")
            }
            self = .instant(ms: start)
        case (.some(let start), .some(let end), nil):
            self = .range(try TimeRange(startMs: start, endMs: end))
        case (nil, .some, nil): throw .field("/endMs", "range_empty", "A range needs its start.")
        default:
            throw .field(
                "/segment", "anchor_ambiguous", "A comment hangs either on a time or on a segment of the transcript.")
        }
    }
}

/// The rules of a comment.
package enum CommentRule {
    package static let longestBody = 4_000

    /// The body without white space at its ends; refused when empty or too long.
    package static func checkedBody(_ body: String) throws(Refusal) -> String {
        let body = body.trimmed
        guard !body.isEmpty else { throw .field("/body", "comment_empty", "A comment needs a text.") }
        guard body.unicodeScalars.count <= longestBody else {
            throw .field("/body", "comment_long", "A comment has at most 4,000 characters.")
        }
        return body
    }

    /// Whether somebody who sees the interaction may read the comment.
    package static func mayRead(
        _ visibility: CommentVisibility, reader: String, author: String, tagged: Set<String>, readerSupervises: Bool
    ) -> Bool {
        visibility == .public || reader == author || tagged.contains(reader) || readerSupervises
    }

    /// A reply shares its thread's visibility, so that a private thread cannot leak through its answers.
    package static func visibility(
        asked: CommentVisibility?, parent: CommentVisibility?
    ) throws(Refusal) -> CommentVisibility {
        guard let parent else { return asked ?? .public }
        guard asked == nil || asked == parent else {
            throw .field(
                "/visibility", "visibility_of_thread", "A reply is as public or private as the comment it answers.")
        }
        return parent
    }
}
