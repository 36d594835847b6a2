import Domain

/// What is written beside the doors of playback.
enum PlaybackAPI {
    private static let failure = Shape.object(["code": .text(), "message": .text()]).orNull
    private static let job = Shape.object(["id": .id, "url": .text()]).orNull

    static let shapes: [(name: String, shape: Shape)] = [
        (
            "Playback",
            .object([
                "state": .choice(of: Rendition.State.self), "url": Shape.text().orNull,
                "contentType": Shape.text().orNull, "failure": failure, "job": job,
            ])
        ),
        (
            "PlaybackElement",
            .object([
                "recordings": .list(.id, min: 1, max: 2), "offsetMs": .integer(),
                "durationMs": Shape.integer().orNull, "state": .choice(of: Rendition.State.self),
                "url": Shape.text().orNull, "contentType": Shape.text().orNull, "failure": failure, "job": job,
            ])
        ),
    ]

    static let operations: [Operation] = [
        .get(
            "interactions/{id}/playback",
            "What a player opens: one sound (two until the legs are there as one) and up to four screens; asked again after Retry-After until it is complete.",
            answers: [
                .ok(
                    .object([
                        "sound": .list(.named("PlaybackElement"), max: 2),
                        "screens": .list(.named("PlaybackElement"), max: 4), "isComplete": .truth,
                    ]))
            ]),
        .get(
            "interactions/{id}/playback/sound", "The two legs as one: the agent left, the customer right.",
            answers: Operation.Answer.file([Rendition.contentType(.audio)]), refusals: ["not_ready"]),
        .get(
            "recordings/{id}/playback", "What browsers play in place of a recording: its rendition, else the original.",
            answers: Operation.Answer.file(RecordingAPI.mediaTypes), refusals: ["not_ready"]),
    ]
}
