import Domain

/// What is written beside the doors of comments.
enum CommentAPI {
    static let api = RoomAPI(operations: operations, shapes: shapes)

    private static let visibility = Shape.choice(of: CommentVisibility.self)
    private static let body = Shape.text(1...CommentRule.longestBody)
    private static let place = Shape.integer(0...TimeRange.longestMs)

    private static let shapes: [(name: String, shape: Shape)] = [
        (
            "Comment",
            .object([
                "id": .id, "interactionId": .id, "author": .person, "body": .text(), "startMs": Shape.integer().orNull,
                "endMs": Shape.integer().orNull, "segment": Shape.integer().orNull, "visibility": visibility,
                "parent": Shape.id.orNull, "createdAt": .instant, "editedAt": Shape.instant.orNull, "mine": .truth,
            ])
        )
    ]

    private static let operations: [Operation] = [
        .get(
            "interactions/{id}/comments", "The comments on an interaction that the caller may read, as written.",
            answers: [.ok(.whole(.named("Comment")))]),
        .post(
            "interactions/{id}/comments",
            "Comment on an interaction, an instant or range of it, or a segment of its transcript.",
            .json(
                .input(
                    ["body": body],
                    optional: [
                        "startMs": place, "endMs": place, "segment": .integer(0...100_000), "visibility": visibility,
                        "parent": .id,
                    ])),
            answers: [.created(.named("Comment"))],
            refusals: [
                "comment_empty", "comment_long", "range_empty", "range_outside", "anchor_ambiguous", "segment_unknown",
                "comment_unknown", "visibility_of_thread",
            ]),
        .patch(
            "comments/{id}", "Change one's own comment; its thread is as public or private as it is.",
            .json(.input(optional: ["body": body, "visibility": visibility])), answers: [.ok(.named("Comment"))],
            refusals: ["comment_empty", "comment_long", "visibility_of_thread"]),
        .delete("comments/{id}", "Take one's own comment back; answers to it stay."),
    ]
}
