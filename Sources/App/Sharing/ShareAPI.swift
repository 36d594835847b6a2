import Domain

/// What is written beside the doors of links, inside and out.
enum ShareAPI {
    static let api = RoomAPI(operations: inside + outside, shapes: shapes)

    private static let share: Shape = .object([
        "id": .id, "moment": .object(["id": .id, "title": .text(), "interactionId": .id]), "createdBy": .person,
        "createdAt": .instant, "expiresAt": .instant, "state": .choice(of: ShareLink.State.self),
        "hasPassword": .truth, "maxViews": Shape.integer().orNull, "views": .integer(), "allowDownload": .truth,
        "lastViewedAt": Shape.instant.orNull, "laterRecordings": .integer(),
    ])

    private static let shapes: [(name: String, shape: Shape)] = [
        ("Share", share),
        (
            "WatchedShare",
            share.with([
                "viewLog": .list(
                    .object([
                        "at": .instant, "outcome": .choice(["opened", "unlocked", "wrong_password", "refused"]),
                        "network": .text(),
                    ]))
            ])
        ),
        (
            "SharedMoment",
            .object([
                "title": .text(), "durationMs": .integer(), "kind": .choice(["video", "audio"]), "sharedBy": .text(),
                "expiresAt": .instant,
                "allowDownload": .truth, "hasCaptions": .truth,
                "language": Shape.text().orNull,
                "clip": .object([
                    "state": .choice(["rendering", "ready", "failed"]), "poster": ClipState.posterShape,
                ]),
            ])
        ),
    ]

    private static let inside: [Operation] = [
        .get(
            "shares/policy", "What the caller may share outside, and how.",
            answers: [
                .ok(
                    .object([
                        "mayShare": .truth, "passwordRequired": .truth, "longestExpiryHours": .integer(),
                        "mayAllowDownload": .truth,
                    ]))
            ]),
        .post(
            "moments/{id}/shares", "Make a link to a moment for people outside; its address is shown this once.",
            .json(
                .input(
                    ["expiresAt": .instant],
                    optional: [
                        "password": .text(MakeShare.Input.shortestPassword...MakeShare.Input.longestPassword),
                        "maxViews": .integer(1...10_000), "allowDownload": .truth,
                    ])),
            answers: [.created(.object(["id": .id, "url": .text()]))],
            refusals: [
                "sharing_forbidden", "expiry_past", "expiry_too_long", "password_required", "download_forbidden",
                "views_outside", "not_ready", "tones_unsearched", "proposals_undecided",
            ]),
        .get(
            "moments/{id}/shares", "The links to a moment that the caller may see.",
            answers: [.ok(.whole(.named("Share")))]),
        .get(
            "shares", "The links the caller may see, newest first.", .page(sorts: ["-createdAt"]),
            answers: [.page(of: .named("Share"))]),
        .get("shares/{id}", "A link, with who looked at it.", answers: [.ok(.named("WatchedShare"))]),
        .delete("shares/{id}", "Revoke a link, at once and for good."),
    ]

    private static let outside: [Operation] = [
        .get(
            "shared/{token}", "What a link shows; asking opens it, which counts as a view.",
            answers: [.ok(.named("SharedMoment"))], refusals: ["share_locked"]),
        .post(
            "shared/{token}/unlock", "Give a link's password; the answer sets the cookie that opens it.",
            .json(.input(["password": .text(0...MakeShare.Input.longestPassword)])), answers: [.done],
            refusals: ["wrong_password", "too_many_attempts"]),
        .get(
            "shared/{token}/clip", "The clip behind a link.",
            [.query("download", .choice(["1"]), "To save it, where the link allows that.")],
            answers: Operation.Answer.file(KeptClip.types),
            refusals: ["share_locked", "forbidden", "not_ready"]),
        .get(
            "shared/{token}/poster", "The picture that stands for the clip until it is played.",
            answers: Operation.Answer.file(["image/jpeg"]), refusals: ["share_locked", "not_ready", "no_poster"]),
        .get(
            "shared/{token}/captions", "The words spoken in it.",
            answers: [Operation.Answer(status: 200, about: "As WebVTT.", types: [("text/vtt", .text())])],
            refusals: ["share_locked"]),
    ]
}
