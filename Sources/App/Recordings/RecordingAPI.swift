import Domain

/// What is written beside the doors of recordings and their bundles.
enum RecordingAPI {
    static let api = RoomAPI(
        operations: recordings + PlaybackAPI.operations + ListeningAPI.operations + UploadAPI.operations + bundles,
        shapes: shapes + PlaybackAPI.shapes + [ListeningAPI.shape])

    private static let finding = Shape.object(["code": .text(), "message": .text()])
    private static let failure = Shape.object(["code": .text(), "message": .text(), "mayPass": .truth])
    private static let count = Shape.integer().orNull
    private static let ranges = Shape.list(.object(["startMs": .integer(), "endMs": .integer()]))

    private static let shapes: [(name: String, shape: Shape)] = [
        (
            "Recording",
            .object([
                "id": .id, "interactionId": .id, "kind": .choice(of: RecordingKind.self),
                "party": Shape.choice(of: Party.self).orNull, "monitor": Shape.integer(1...4).orNull, "title": .text(),
                "offsetMs": .integer(), "durationMs": count, "state": .choice(of: Recording.State.self),
                "failure": failure.orNull, "fileName": .text(), "bytes": .integer(), "sha256": Shape.text().orNull,
                "container": Shape.text().orNull, "streams": .list(.named("Stream")), "health": .list(finding),
                "capture": Shape.named("Capture").orNull, "job": Shape.object(["id": .id, "url": .text()]).orNull,
                "playback": Shape.named("Playback").orNull, "createdAt": .instant,
            ])
        ),
        (
            "Stream",
            .object([
                "index": .integer(), "type": .text(), "codec": .text(), "width": count, "height": count,
                "frameRate": Shape.number().orNull, "sampleRate": count, "channels": count,
                "pixelFormat": Shape.text().orNull, "durationMs": count,
            ])
        ),
        (
            "Capture",
            .object([
                "monitorName": Shape.text().orNull, "x": count, "y": count, "width": count, "height": count,
                "scale": Shape.number().orNull, "software": Shape.text().orNull, "version": Shape.text().orNull,
                "startedAt": Shape.instant.orNull,
                "windows": .list(.object(["startMs": .integer(), "application": .text(), "title": .text()])),
            ])
        ),
        (
            "Levels",
            .object([
                "channels": .list(
                    .object([
                        "loudnessDb": Shape.number().orNull, "peakDb": Shape.number().orNull, "silences": ranges,
                        "talks": ranges, "tones": ranges, "clippedPart": .number(), "clips": ranges,
                    ])),
                "overTalk": ranges, "talkRatio": Shape.number().orNull,
                "longestMonologue": Shape.object([
                    "channel": .integer(), "startMs": .integer(), "endMs": .integer(),
                ]).orNull,
            ])
        ),
        ("Thumbnails", thumbnails),
    ]

    private static let thumbnails = Shape.object([
        "url": .text(), "width": .integer(1...1000), "height": .integer(1...1000), "columns": .integer(1...100),
        "timesMs": .list(.integer()), "activity": .object(["stepMs": .integer(), "values": .list(.integer(0...100))]),
        "blacks": ranges, "stills": ranges,
    ])

    private static let capture = Shape.input(optional: [
        "monitorName": .text(0...250), "x": .integer(-131_072...131_072), "y": .integer(-131_072...131_072),
        "width": .integer(1...32_768), "height": .integer(1...32_768), "scale": .number(0.1...10),
        "software": .text(0...250), "version": .text(0...250), "startedAt": .instant,
        "windows": .list(
            .input(["startMs": .integer(0...86_400_000), "application": .text(0...250), "title": .text(0...1000)]),
            max: 20_000),
    ])

    /// The types our own words for a container lead to.
    static let mediaTypes = [
        "audio/aac", "audio/flac", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav", "audio/webm", "video/mp4",
        "video/webm", "application/octet-stream",
    ]

    private static let recordings: [Operation] = [
        .post(
            "interactions/{id}/recordings",
            "Make a complete upload a recording; a job reads it. Screens need what the capture policy allows.",
            .json(
                .input(
                    ["upload": .id, "kind": .choice(of: RecordingKind.self)],
                    optional: [
                        "offsetMs": .integer(-86_400_000...86_400_000), "party": .choice(of: Party.self),
                        "monitor": .integer(1...4), "capture": capture, "replaces": .list(.id),
                    ])),
            answers: [
                Operation.Answer(
                    status: 202, about: "Attached; its job reads it.",
                    types: [("application/json", .named("Recording"))], headers: [("Location", "The recording.")])
            ],
            refusals: [
                "recording_unknown", "in_use", "upload_unknown", "upload_incomplete", "upload_gone", "upload_expired",
                "fifth_monitor",
                "monitor_missing",
                "monitor_of_audio", "monitor_taken", "party_of_screen", "party_taken", "offset_outside",
                "screen_capture_off", "capture_policy", "capture_of_audio", "capture_outside", "text_long",
                "window_outside", "windows_many",
            ]),
        .get(
            "interactions/{id}/recordings", "The recordings of an interaction: sound first, then screens by monitor.",
            answers: [.ok(.whole(.named("Recording")))]),
        .get("recordings/{id}", "One recording.", answers: [.ok(.named("Recording"))]),
        .delete("recordings/{id}", "Take a recording away.", refusals: ["in_use"]),
        .post(
            "recordings/{id}/ingest",
            "Have a recording read again that could not be read. While it is being read this changes nothing.", nil,
            answers: [
                Operation.Answer(
                    status: 202, about: "Its job reads it.",
                    types: [("application/json", .named("Recording"))], headers: [("Location", "The recording.")])
            ],
            refusals: ["read_already", "monitor_taken", "party_taken", "screen_capture_off", "capture_policy"]),
        .get(
            "recordings/{id}/content", "Its bytes, as they were uploaded.",
            [.query("download", .choice(["1"]), "To save it; needs `download_recordings` and is logged.")],
            answers: Operation.Answer.file(mediaTypes), refusals: ["not_ready"]),
        .get(
            "recordings/{id}/peaks", "Its waveform, as audiowaveform's .dat version 2 with a row for each channel.",
            [
                .query(
                    "samplesPerPixel", .integer(16...10_000_000),
                    "Of the zooms that are kept the coarsest that is no coarser; without it the finest.")
            ],
            answers: [
                Operation.Answer(status: 200, about: "The waveform.", types: [("application/octet-stream", .bytes)])
            ], refusals: ["not_ready"]),
        .get(
            "recordings/{id}/levels", "Loudness and silence of each channel, and how much both parties talk.",
            answers: [.ok(.named("Levels"))], refusals: ["not_ready"]),
        .get(
            "recordings/{id}/thumbnails",
            "What a screen shows: where its thumbnails are, when it is lively, black, still.",
            answers: [.ok(.named("Thumbnails"))], refusals: ["not_ready", "no_thumbnails"]),
        .get(
            "recordings/{id}/thumbnails.jpg", "The thumbnails of a screen in one picture, row by row.",
            answers: Operation.Answer.file(["image/jpeg"]), refusals: ["not_ready", "no_thumbnails"]),
    ]

    private static let format = Shape.choice(of: BundleFormat.self)

    private static let bundles: [Operation] = [
        .post(
            "interactions/{id}/bundle", "Have sound and screens made one file, without re-encoding.",
            .json(.input(["format": format])),
            answers: [.ok(.object(["url": .text(), "bytes": .integer()]), "It is there."), .job],
            refusals: ["not_ready"]),
        .get(
            "interactions/{id}/bundle",
            "The file: ZIP and MP4 are composed of the originals while they are sent; others once asked for with POST.",
            [.query("format", format, "`mkv` without it.")],
            answers: Operation.Answer.file(BundleFormat.allCases.map(\.contentType)) + [.job],
            refusals: ["not_ready"]),
    ]
}
