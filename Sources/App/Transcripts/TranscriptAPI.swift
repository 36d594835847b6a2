import Domain

/// What is written beside the doors of transcripts.
enum TranscriptAPI {
    static let api = RoomAPI(operations: operations, shapes: shapes)

    private static let shapes: [(name: String, shape: Shape)] = [
        (
            "Transcript",
            .object([
                "language": Shape.text().orNull,
                "segments": .list(
                    .object([
                        "index": .integer(), "startMs": .integer(), "endMs": .integer(),
                        "speaker": Shape.text().orNull, "party": .choice(of: SpeakerParty.self), "text": .text(),
                    ]).at(times: ["words": Shape.list(.list(.integer(), min: 2, max: 2)).orNull])),
            ])
        ),
        (
            "Hit",
            .object([
                "interaction": .object([
                    "id": .id, "externalId": .text(), "channel": .choice(of: Channel.self),
                    "agent": Shape.person.orNull, "startedAt": .instant,
                ]),
                "segment": .integer(), "startMs": .integer(), "endMs": .integer(), "speaker": Shape.text().orNull,
                "snippet": .list(.object(["text": .text(), "hit": .truth])),
            ])
        ),
    ]

    private static let operations: [Operation] = [
        .put(
            "interactions/{id}/transcript", "Give an interaction its transcript, in the place of an earlier one.",
            Operation.Content(types: [
                ("text/vtt", .text()), ("application/x-subrip", .text()),
                ("application/json", .any([.map(.named("Detail")), .list(.named("Detail"))])),
            ]), answers: [.ok(.named("Transcript"))], refusals: ["transcript_unreadable"]),
        .get(
            "interactions/{id}/transcript", "The transcript, in the form that Accept or `format` names.",
            [
                .query("format", .choice(["json", "vtt", "srt"]), "Wins over Accept."),
                .query("words", .choice(["1"]), "In JSON also when each word is said: its start and end, ms."),
            ],
            answers: [
                Operation.Answer(
                    status: 200, about: "The transcript.",
                    types: [
                        ("application/json", .named("Transcript")), ("text/vtt", .text()),
                        ("application/x-subrip", .text()),
                    ])
            ]),
        .get(
            "transcripts/search", "Segments in which all words stand, newest interactions first.",
            [.query("q", .text(1...500), "Words; the last may be a beginning.")] + .page(sorts: ["-startedAt"]),
            answers: [.page(of: .named("Hit"))]),
    ]
}
