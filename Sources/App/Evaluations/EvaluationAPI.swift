import Domain

/// What is written beside the doors of evaluation sessions.
enum EvaluationAPI {
    static let api = RoomAPI(
        operations: operations + GridAPI.operations + TrendAPI.operations + VersionAPI.operations,
        shapes: EvaluationShapes.all + GridAPI.shapes + TrendAPI.shapes + VersionAPI.shapes)

    private static let givenForms = Shape.list(
        .input(
            ["id": .id, "answers": .map(EvaluationShapes.givenAnswer)], optional: ["defaultScores": .truth]),
        max: Scorecard.Limit.forms)
    private static let answered = Shape.input(optional: ["forms": givenForms])

    private static let revised = Shape.input(optional: [
        "forms": givenForms,
        "reason": .text(1...StatedReason.longest),
    ])

    private static let session: [Operation.Answer] = [.tagged(.named("Session"))]
    private static let due = Shape.text(10...40)
    private static let chosenSessions = Shape.list(.id, min: 1, max: ChangeEvaluations.most)

    private static let chosen = [
        "scorecards_count", "scorecard_twice", "scorecard_unknown", "scorecard_retired", "scorecard_unpublished",
        "evaluator_unknown",
    ]
    private static let answering = [
        "not_taken", "not_yours", "already_completed", "archived", "form_twice", "form_unknown", "unknown_question",
        "unknown_option", "na_not_allowed", "comment_long", "evidence_many", "amount_outside",
    ]
    private static let completing = [
        "due_date_passed", "required_unanswered", "answer_unconfirmed", "comment_missing", "evidence_missing",
    ]

    private static let revising = [
        "reason_missing", "reason_long", "nothing_changed", "required_unanswered", "answer_unconfirmed",
        "comment_missing", "evidence_missing",
    ]

    private static func drawn(_ size: String, _ sizes: ClosedRange<Int64>) -> Shape {
        Shape.input(
            [:],
            optional: [
                "evaluatorIds": .list(.id, max: 50), "distribution": .choice(of: Distribution.self), "dueAt": due,
                "seed": .text(1...100),
            ]
        ).with([size: .integer(sizes), "scorecards": .list(.id, min: 1, max: 10)])
    }

    /// What a list of evaluations is filtered by.
    static let filters: [Operation.Parameter] = [
        .query("state", .list(.choice(of: SessionState.self)), "Any of these."),
        .query("evaluator", .list(.text(1...100)), "Any of these: `me`, `none`, or an id."),
        .query("scorecard", .list(.id), "With any of these scorecards."),
        .query("agent", .list(.id), "Of any of these agents."),
        .query("team", .list(.id), "Of any of these teams."),
        .query("queue", .list(.text(1...250)), "Of any of these queues."),
        .query("channel", .list(.choice(of: Channel.self)), "Of any of these channels."),
        .query("interaction", .id, "Of this interaction."),
        .query(
            "q", .text(1...500), "Words of its name or the external ID, or part of the agent's or evaluator's name."),
        .query("expired", .truth, "Whether the due date has passed."),
        .query("archived", .truth, "Archived ones instead."),
        .query("date", .choice(of: GridDates.Which.self), "Which date “period”, or “from” and “to”, are about."),
        .query("period", .period, "Today, yesterday or the last so many days (7d), in the account's time zone."),
        .query("from", .dayOrInstant, "At or after this instant, or from this day on in the account's time zone."),
        .query("to", .dayOrInstant, "Before this instant, or on this day at the latest."),
        .query("scoreFrom", .integer(0...Scoring.whole), "Scored with so much or more, micro-percent."),
        .query("scoreTo", .integer(0...Scoring.whole), "Scored with so much or less, micro-percent."),
    ]

    private static let operations: [Operation] = [
        .get(
            "criteria/{id}/draw", "How many interactions a saved search finds, and how many could be drawn.",
            answers: [
                .ok(
                    .object([
                        "matching": .integer(), "evaluated": .integer(), "available": .integer(),
                        "agents": .integer(),
                    ]))
            ]),
        .post(
            "criteria/{id}/draw", "Draw interactions by chance, and make a session of each.",
            .json(.any([drawn("count", 1...1_000), drawn("perAgent", 1...100)])),
            answers: [
                Operation.Answer(
                    status: 201, about: "Drawn.",
                    types: [
                        (
                            "application/json",
                            .object([
                                "evaluations": .list(.id), "drawn": .integer(), "shortfall": .integer(),
                                "seed": .text(),
                            ])
                        )
                    ])
            ], refusals: chosen + ["draw_size", "draw_large", "evaluator_twice"]),
        .get(
            "evaluations", "Sessions the caller may see.",
            filters + .page(sorts: GridSort.all.map(\.name)), answers: [.page(of: .named("Evaluation"))]),
        .post(
            "evaluations", "Have an interaction evaluated.",
            .json(
                .input(
                    ["interactionId": .id, "scorecards": .list(.id, min: 1, max: 10)],
                    optional: [
                        "evaluatorId": .id, "dueAt": due, "name": .text(1...250), "adHoc": .truth,
                        "reuseEvaluated": .truth,
                    ])),
            answers: [.created(.named("Evaluation"))],
            refusals: chosen + ["already_evaluated", "reuse_not_allowed", "not_found"] + GivenName.refusals),
        .get("evaluations/{id}", "A session with its forms, answers and the caller's draft.", answers: session),
        .patch(
            "evaluations/{id}", "Give a session another due date or name.",
            .json(.input(optional: ["dueAt": due, "name": .text(1...250)])), .ifMatch, answers: session,
            refusals: ["archived", "already_completed"] + GivenName.refusals),
        .get(
            "evaluations/{id}/score", "Every term of the saved answers' score.", answers: [.ok(.named("Receipt"))]),
        .put(
            "evaluations/{id}/draft", "Keep answers as they are given; it changes no state.", .json(answered),
            .ifMatch,
            answers: [
                .tagged(
                    .object([
                        "etag": .text(), "savedAt": Shape.instant.orNull, "score": Shape.integer().orNull,
                        "passed": Shape.truth.orNull,
                        "forms": .list(.object(["id": .id, "score": .named("Score")])),
                    ]))
            ], refusals: answering),
        .delete("evaluations/{id}/draft", "Drop the caller's draft.", .ifMatchIfGiven),
        .put(
            "evaluations/{id}/answers",
            "Save answers, or the caller's draft: the session is in progress then, a completed one revised.",
            .optional(revised), .ifMatch, answers: session,
            refusals: answering + revising),
        .get(
            "evaluations/{id}/revisions", "What was saved of a completed session, by whom, when and why.",
            .page(sorts: RevisionStore.sorts), answers: [.page(of: .named("Revision"))]),
        .get(
            "evaluations/{id}/completion", "What completing would find.", answers: [.tagged(.named("Completion"))]),
        .post(
            "evaluations/{id}/completion", "Save and complete; the interaction is tagged Evaluated.",
            .optional(answered), .ifMatch, answers: session, refusals: answering + completing),
        .put(
            "evaluations/{id}/assignment",
            "Take an unassigned session (`me`), give it to somebody, or to nobody (null).",
            .json(.object([Shape.Member(name: "evaluatorId", shape: Shape.id.orNull, isRequired: true)])),
            .ifMatchIfGiven, answers: session,
            refusals: ["already_taken", "already_completed", "archived", "evaluator_unknown"]),
        .post(
            "evaluations/{id}/replacement", "Put another interaction of the same search and agent in its place.",
            .json(
                .input(
                    ["reason": .choice(of: ReplacementReason.self)],
                    optional: ["note": .text(0...ReplacementReason.longestNote)])),
            .ifMatch, answers: session,
            refusals: [
                "replace_not_allowed", "no_candidate", "archived", "not_taken", "not_yours", "note_missing",
                "note_long",
            ]),
        .put(
            "evaluations/{id}/archive", "Put a completed or expired session aside, to be read only.", nil,
            .ifMatchIfGiven, answers: session, refusals: ["archive_not_allowed"]),
        .delete(
            "evaluations/{id}/archive", "Take a session back from the archive.", .ifMatchIfGiven, answers: session,
            refusals: ["in_use", "voided"]),
        .put(
            "evaluations/{id}/void", "Withdraw an evaluation of a person for good; it stays in the archive.",
            .json(.input(["reason": .text(1...StatedReason.longest)])), .ifMatchIfGiven, answers: session,
            refusals: ["automated", "reason_missing", "reason_long"]),
        .delete(
            "evaluations/{id}", "Delete an automated evaluation for good.", .ifMatchIfGiven,
            refusals: ["not_automated"]),
        .post(
            "evaluations/batch", "Assign, extend, archive, unarchive or void many sessions, each for itself.",
            .json(
                .any([
                    .object([
                        "action": .choice(["assign"]), "evaluations": chosenSessions, "evaluatorId": Shape.id.orNull,
                    ]),
                    .object(["action": .choice(["extend"]), "evaluations": chosenSessions, "dueAt": due.orNull]),
                    .object(["action": .choice(["archive", "unarchive"]), "evaluations": chosenSessions]),
                    .object([
                        "action": .choice(["void"]), "evaluations": chosenSessions,
                        "reason": .text(1...StatedReason.longest),
                    ]),
                ])),
            answers: [
                .ok(
                    .object([
                        "done": .integer(), "refused": .integer(),
                        "results": .list(
                            .object(["id": .id, "code": Shape.text().orNull, "detail": Shape.text().orNull])),
                    ]))
            ], refusals: ["evaluations_count", "evaluator_unknown", "reason_missing", "reason_long"]),
    ]
}

/// The shapes of sessions, answers and scores.
enum EvaluationShapes {
    static let all: [(name: String, shape: Shape)] = [
        ("Evaluation", record), ("Session", session), ("Score", score), ("Receipt", receipt),
        ("Completion", completion), ("Answer", givenAnswer), ("Revision", revision),
    ]

    /// An answer may stand as a mere comment or evidence.
    static let givenAnswer = Shape.input(optional: [
        "option": .text(0...65_536), "na": .truth, "comment": .text(0...Answer.longestComment),
        "evidence": .list(
            .input(["startMs": .integer(0...TimeRange.longestMs), "endMs": .integer(0...TimeRange.longestMs)]),
            max: Answer.mostEvidence),
        "touched": .truth, "confirmed": .truth,
    ])

    private static let microPercent = Shape.integer(0...100_000_000).orNull
    private static let passed = Shape.truth.orNull
    private static let keys = Shape.list(.text())

    private static let record: Shape = .object([
        "id": .id, "name": .text(), "state": .choice(of: SessionState.self), "expired": .truth,
        "origin": .choice(of: SessionOrigin.self),
        "interaction": .object([
            "id": .id, "externalId": .text(), "channel": .choice(of: Channel.self), "queue": Shape.text().orNull,
            "agent": Shape.person.orNull,
            "startedAt": .instant, "durationMs": .integer(),
        ]),
        "scorecards": .list(.object(["id": .id, "name": .text(), "version": .integer()])),
        "evaluator": Shape.person.orNull, "createdBy": .person, "createdAt": .instant, "dueAt": Shape.instant.orNull,
        "completedAt": Shape.instant.orNull, "lastEditedAt": Shape.instant.orNull, "lastEditedBy": Shape.person.orNull,
        "archivedAt": Shape.instant.orNull,
        "voided": Shape.object(["reason": .text(), "by": .person, "at": .instant]).orNull, "score": microPercent,
        "passed": passed, "passMark": microPercent,
    ])

    private static let revision: Shape = .object([
        "number": .integer(), "by": .person, "at": .instant, "reason": Shape.text().orNull, "score": microPercent,
        "passed": passed, "previousScore": microPercent, "previousPassed": passed,
        "changes": .list(
            .object([
                "form": .id, "question": .text(), "from": Shape.named("Answer").orNull,
                "to": Shape.named("Answer").orNull,
            ])),
    ])

    private static let session: Shape = record.with([
        "revision": .integer(), "etag": .text(),
        "forms": .list(
            .object([
                "id": .id,
                "scorecard": .object([
                    "id": .id, "key": .text(), "name": .text(), "version": .integer(), "content": .named("Content"),
                ]),
                "answers": .map(.named("Answer")), "defaultScores": .truth, "score": .named("Score"),
            ])),
        "draft": Shape.object([
            "forms": .list(
                .object(["id": .id, "answers": .map(.named("Answer")), "defaultScores": .truth])),
            "savedAt": .instant,
            "overtaken": Shape.object([
                "by": Shape.person.orNull, "at": Shape.instant.orNull,
                "base": .list(.object(["id": .id, "answers": .map(.named("Answer"))])),
            ]).orNull,
        ]).orNull,
        "listening": Shape.object(ListeningAPI.share).orNull,
        "replaced": .list(
            .object([
                "interaction": .object(["id": .id, "externalId": .text()]),
                "reason": .choice(of: ReplacementReason.self), "note": Shape.text().orNull, "at": .instant,
                "by": .person,
            ])),
        "may": .object([
            "take": .truth, "save": .truth, "complete": .truth, "replace": .truth, "assign": .truth, "extend": .truth,
            "archive": .truth, "unarchive": .truth, "void": .truth, "delete": .truth, "notify": .truth,
        ]),
        "completeRefusal": Shape.text().orNull, "replaceRefusal": Shape.text().orNull,
    ])

    private static let score: Shape = .object([
        "score": microPercent, "scoreBeforeAutoFail": microPercent, "earned": .integer(), "possible": .integer(),
        "autoFailed": .truth, "passed": passed, "missingRequired": keys,
        "sections": .list(
            .object([
                "key": .text(), "earned": .integer(), "possible": .integer(), "score": microPercent,
                "autoFailed": .truth,
            ])),
    ])

    private static let receipt: Shape = .object([
        "forms": .list(
            .object([
                "id": .id, "result": .named("Score"),
                "receipt": .object([
                    "format": .choice(of: Scorecard.Format.self), "countedWeight": .integer(),
                    "sections": .list(
                        .object([
                            "key": .text(), "weight": .integer(), "counts": .truth, "earned": .integer(),
                            "earnedBeforeAutoFail": .integer(), "possible": .integer(), "score": microPercent,
                            "autoFailed": .truth,
                            "questions": .list(
                                .object([
                                    "key": .text(), "state": .text(), "earned": .integer(), "possible": .integer(),
                                    "maximum": .integer(),
                                ])),
                        ])),
                    "triggers": .list(
                        .object([
                            "section": .text(), "question": .text(), "option": .text(),
                            "scope": .choice(of: Scorecard.AutoFailScope.self),
                        ])),
                ]),
            ])),
        "score": microPercent, "passed": passed,
    ])

    private static let completion: Shape = .object([
        "forms": .list(
            .object([
                "id": .id, "name": .text(), "score": microPercent, "passed": passed, "missingRequired": keys,
                "blankOptional": keys, "unconfirmed": keys, "missingComments": keys, "missingEvidence": keys,
            ])),
        "score": microPercent, "passed": passed,
        "refusal": Shape.object(["code": .text(), "detail": .text()]).orNull,
    ])
}
