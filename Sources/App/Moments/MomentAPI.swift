import Domain

/// What is written beside the doors of moments.
enum MomentAPI {
    static let api = RoomAPI(operations: operations, shapes: shapes)

    private static let screens = Shape.any([.choice(["grid", "none"]), .integer(1...4)])
    private static let title = Shape.text(1...Moment.longestTitle)
    private static let note = Shape.text(0...Moment.longestNote)

    /// Why a clip may not be rendered; codes of the media child.
    private static let failures = [
        "cancelled", "disk_full", "internal", "media_codec_unsupported", "media_cpu_limit", "media_crashed",
        "media_does_not_fit",
        "media_format_unsupported", "media_killed", "media_memory_limit", "media_missing_stream", "media_not_locked",
        "media_output_limit", "media_request_invalid", "media_timed_out", "media_too_large", "media_unavailable",
        "media_unreadable", "media_unwritable", "media_violation", "no_space", "outside_media", "not_found",
    ]

    private static let shapes: [(name: String, shape: Shape)] = [
        (
            "Moment",
            .object([
                "id": .id, "interaction": .object(["id": .id, "externalId": .text()]), "title": .text(),
                "startMs": .integer(), "endMs": .integer(), "note": Shape.text().orNull, "screens": screens,
                "createdBy": .person, "createdAt": .instant, "redactions": .list(RedactionJSON.shape),
                "undecidedProposals": .integer(),
                "clip": .object([
                    "state": .choice(["none", "rendering", "ready", "failed"]),
                    "job": Shape.object(["id": .id, "url": .text()]).orNull, "bytes": Shape.integer().orNull,
                    "durationMs": Shape.integer().orNull,
                    "contentType": Shape.choice(KeptClip.types).orNull,
                    "reencodedFrames": Shape.integer().orNull, "copiedPackets": Shape.integer().orNull,
                    "poster": ClipState.posterShape,
                    "error": Shape.object(["code": .text(), "message": .text()]).orNull,
                ]),
                "mayShare": .truth, "mayDelete": .truth,
            ])
        ), ("MomentRedactions", MomentRedactions.shape),
    ]

    private static let redactions: Shape = .list(RedactionJSON.input, max: Redaction.most)
    private static let redacting = ["redaction_outside", "redaction_empty", "redaction_monitor", "redaction_area"]

    private static let operations: [Operation] = [
        .get(
            "interactions/{id}/moments", "The moments of an interaction, in the order of time.",
            answers: [.ok(.whole(.named("Moment")))]),
        .post(
            "interactions/{id}/moments", "Cut a moment of 1 s to 10 min.",
            .json(
                .input(
                    [
                        "title": title, "startMs": .integer(0...TimeRange.longestMs),
                        "endMs": .integer(0...TimeRange.longestMs),
                    ], optional: ["note": note, "screens": screens, "redactions": redactions])),
            answers: [.created(.named("Moment"))],
            refusals: ["moment_outside_media", "moment_too_short", "moment_too_long", "moment_monitor"] + redacting
                + GivenName.refusals),
        .get(
            "moments", "The moments of all interactions the caller may see, newest first.",
            .page(sorts: ["-createdAt"]), answers: [.page(of: .named("Moment"))]),
        .get("moments/{id}", "One moment.", answers: [.ok(.named("Moment"))]),
        .patch(
            "moments/{id}", "Rename a moment or change its note.",
            .json(.input(optional: ["title": title, "note": note])), answers: [.ok(.named("Moment"))],
            refusals: GivenName.refusals),
        .delete("moments/{id}", "Take a moment away; links to it are dead."),
        .get(
            "moments/{id}/redactions", "What its clip must not hold, and the keypad tones in it.",
            answers: [.tagged(.named("MomentRedactions"))]),
        .put(
            "moments/{id}/redactions", "Say what its clip must not hold, and decide about keypad tones.",
            .json(
                .input(
                    ["redactions": redactions],
                    optional: [
                        "decisions": .list(
                            .object([
                                "channel": RedactionJSON.channel, "startMs": RedactionJSON.time,
                                "endMs": RedactionJSON.time, "decision": .choice(of: ToneProposal.Decision.self),
                            ]), max: 1_000)
                    ])), .ifMatch, answers: [.tagged(.named("MomentRedactions"))],
            refusals: redacting + ["proposal_unknown"]),
        .post(
            "moments/{id}/clip", "Have the clip rendered.", nil,
            answers: [.ok(.named("Moment"), "It is there."), .job], refusals: ["not_ready"]),
        .get(
            "moments/{id}/clip", "The clip, once it was asked for with POST.",
            [.query("download", .choice(["1"]), "To save it; needs `download_recordings` and is logged.")],
            answers: Operation.Answer.file(KeptClip.types) + [.job], refusals: ["not_ready"] + failures),
        .get(
            "moments/{id}/poster", "The picture that stands for the clip until it is played, once that is rendered.",
            answers: Operation.Answer.file(["image/jpeg"]) + [.job], refusals: ["not_ready", "no_poster"] + failures),
        .get(
            "moments/{id}/captions", "The words spoken in it, timed from its start.",
            answers: [Operation.Answer(status: 200, about: "As WebVTT.", types: [("text/vtt", .text())])]),
    ]
}
