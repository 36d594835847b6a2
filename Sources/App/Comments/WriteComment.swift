import Domain
import JSON
import SQL

/// Writes a comment. Needs `write_comments` and sight of the interaction.
///
/// Refuses an anchor outside the transcript, and an answer that is more public or private than its thread.
enum WriteComment {
    struct Input: Sendable {
        let body: String
        let startMs: Int64?
        let endMs: Int64?
        let segment: Int64?
        let visibility: CommentVisibility?
        let parent: String?

        init(reading fields: inout JSONFields) throws {
            body = try CommentRule.checkedBody(try fields.string("body", max: 20_000))
            startMs = try fields.optionalInt64("startMs")
            endMs = try fields.optionalInt64("endMs")
            segment = try fields.optionalInt64("segment")
            visibility = try fields.optionalChoice("visibility", of: CommentVisibility.self)
            parent = try fields.optionalString("parent", max: 100)
            try fields.finish()
            _ = try CommentAnchor(startMs: startMs, endMs: endMs, segment: segment)
        }
    }

    static func run(
        _ interactionID: String, _ input: Input, by caller: Caller, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> Comment {
        guard try FindInteraction.run(interactionID, for: caller, transaction) != nil else { throw Refusal.notFound }
        if let segment = input.segment, segment >= (try FindTranscript.segmentCount(interactionID, transaction)) {
            throw Refusal.field("/segment", "segment_unknown", "The transcript has no such segment.")
        }
        var parent: Comment?
        if let id = input.parent {
            parent = try CommentStore.find(id, for: caller, transaction)
            guard parent?.interactionID == interactionID, parent?.parent == nil else {
                throw Refusal.field("/parent", "comment_unknown", "There is no such comment to answer.")
            }
        }
        let comment = Comment(
            id: services.outside.id(), interactionID: interactionID,
            author: Reference(id: caller.id, name: caller.name),
            body: input.body, startMs: input.startMs, endMs: input.endMs, segment: input.segment,
            visibility: try CommentRule.visibility(asked: input.visibility, parent: parent?.visibility),
            parent: parent?.id, createdAt: transaction.now, editedAt: nil)
        try CommentStore.insert(comment, by: caller, transaction)
        try EventLog.record("comment.written", .init(kind: "comment", id: comment.id), by: caller, transaction) {
            $0.field("interaction", interactionID)
            $0.field("visibility", comment.visibility.rawValue)
        }
        return comment
    }
}

/// Changes or takes back a comment; its author alone may.
enum ChangeComment {
    static func run(
        _ id: String, body: String?, visibility: CommentVisibility?, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws -> Comment {
        let before = try own(id, caller, transaction)
        if visibility != nil, before.parent != nil {
            throw Refusal.field(
                "/visibility", "visibility_of_thread", "A reply is as public or private as the comment it answers.")
        }
        let visibility = visibility ?? before.visibility
        try CommentStore.change(
            id, body: try body.map { body throws(Refusal) in try CommentRule.checkedBody(body) } ?? before.body,
            visibility: visibility, transaction)
        try CommentStore.setVisibility(ofAnswersTo: id, visibility, transaction)
        try EventLog.record("comment.changed", .init(kind: "comment", id: id), by: caller, transaction)
        guard let comment = try CommentStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        return comment
    }

    static func delete(_ id: String, by caller: Caller, _ transaction: borrowing Transaction) throws {
        _ = try own(id, caller, transaction)
        try CommentStore.delete(id, transaction)
        try EventLog.record("comment.deleted", .init(kind: "comment", id: id), by: caller, transaction)
    }

    private static func own(
        _ id: String, _ caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Comment {
        guard let comment = try CommentStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        guard comment.author?.id == caller.id else {
            throw Refusal("forbidden", "Only its author may change a comment.")
        }
        return comment
    }
}
