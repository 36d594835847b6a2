import Domain

/// What is written beside the doors of scorecards.
enum ScorecardAPI {
    static let api = RoomAPI(operations: operations, shapes: shapes)

    private static let text = Shape.text(0...65_536)
    private static let amount = Shape.integer(Scoring.amounts)
    private static let format = Shape.choice(of: Scorecard.Format.self)

    private static let record: Shape = .object([
        "id": .id, "key": .text(), "name": .text(), "description": .text(), "tags": .list(.text()), "format": format,
        "state": .choice(of: ScorecardRecord.State.self), "version": Shape.integer().orNull, "hasDraft": .truth,
        "questions": .integer(), "createdAt": .instant, "updatedAt": .instant,
    ])

    private static let version: Shape = .object([
        "number": .integer(), "hash": .text(), "publishedAt": .instant, "publishedBy": .person,
    ])

    private static let shapes: [(name: String, shape: Shape)] = [
        ("Scorecard", record), ("ChangedScorecard", record.with(["etag": .text()])),
        (
            "WholeScorecard",
            record.with([
                "content": .named("Content"), "draft": Shape.named("Content").orNull, "versions": .list(version),
                "etag": .text(),
            ])
        ),
        ("ScorecardVersion", version.with(["content": .named("Content")])),
        ("Content", content), ("ScorecardImport", imported),
    ]

    private static let csv: [(name: String, shape: Shape)] = [(ScorecardCSV.contentType, .bytes)]

    private static let json: [(name: String, shape: Shape)] = [("application/json", .named("Content"))]

    private static let difference: Shape = .object([
        "kind": .choice(of: ScorecardDifference.Kind.self),
        "element": .choice(of: ScorecardDifference.ElementKind.self), "key": .text(), "name": .text(),
    ]).at(times: ["member": .text(), "before": value, "after": value])

    private static let value: Shape = .any([.text(), .integer(), .truth, .list(.text()), .null])

    private static let imported: Shape = .object([
        "outcome": .choice(of: ImportScorecard.Outcome.self), "dryRun": .truth, "id": Shape.id.orNull,
        "etag": Shape.text().orNull, "key": .text(), "name": .text(), "questions": .integer(),
        "differences": .list(difference),
        "problems": .list(.object(["pointer": .text(), "code": .text(), "detail": .text()])),
    ])

    private static let content: Shape = .input(
        ["key": .text(1...250)],
        optional: [
            "name": text, "description": text, "tags": .list(text, max: 10_000), "format": format,
            "defaultsOn": .truth, "evidenceRequired": .truth, "passMark": .integer(Int64.min...Int64.max),
            "unansweredOptional": .choice(of: Scorecard.UnansweredOptional.self),
            "sections": .list(
                .input(optional: [
                    "key": text, "title": text, "description": text, "weight": amount,
                    "questions": .list(question, max: 10_000),
                ]), max: 10_000),
        ])

    private static let question: Shape = .input(optional: [
        "key": text, "type": .choice(of: Scorecard.QuestionType.self), "text": text, "helpText": text,
        "required": .truth, "allowNA": .truth, "default": text,
        "commentPolicy": .any([
            .choice(["optional", "required"]), .input(optional: ["onOptions": .list(text, max: 10_000)]),
        ]),
        "options": .list(
            .input(optional: [
                "key": text, "label": text, "points": amount, "autoFail": .choice(of: Scorecard.AutoFailScope.self),
            ]), max: 10_000),
    ])

    private static let changed: [Operation.Answer] = [.tagged(.named("ChangedScorecard"))]

    private static let operations: [Operation] = [
        .get(
            "scorecards", "Scorecards; drafts never published show to those who may edit.",
            [.query("state", .choice(of: ScorecardRecord.State.self), "Only these.")]
                + .page(sorts: ScorecardStore.sorts), answers: [.page(of: .named("Scorecard"))]),
        .get(
            "scorecards/{id}", "One scorecard with its content, draft and versions.",
            answers: [.tagged(.named("WholeScorecard"))]),
        .get(
            "scorecards/{id}/versions/{n}", "A frozen version.", answers: [.ok(.named("ScorecardVersion"))]),
        .post(
            "scorecards", "Begin a scorecard as a draft; only publishing asks for a whole form.", .json(content),
            answers: [.tagged(.named("ChangedScorecard"), "Made.", status: 201)],
            refusals: ["key_missing", "key_taken"]),
        .put(
            "scorecards/{id}/draft", "Put a draft in place of the one there was.", .json(content), .ifMatch,
            answers: changed, refusals: ["key_missing", "key_taken", "key_fixed"]),
        .delete(
            "scorecards/{id}/draft", "Drop the draft of a published scorecard.", .ifMatch, answers: changed,
            refusals: ["never_published"]),
        .post(
            "scorecards/{id}/publication", "Make the draft what new sessions get.", nil, .ifMatch,
            answers: changed, refusals: ["nothing_to_publish", "scorecard_unpublishable"]),
        .put(
            "scorecards/{id}/retirement", "Retire a scorecard: no new session gets it.", nil, .ifMatch,
            answers: changed, refusals: ["never_published"]),
        .delete(
            "scorecards/{id}/retirement", "Bring a retired scorecard back.", .ifMatch, answers: changed,
            refusals: ["never_published"]),
        .get(
            "scorecards/template.csv", "A small scorecard as a table, to be changed and imported.",
            answers: [Operation.Answer(status: 200, about: "The table.", types: csv)]),
        .get(
            "scorecards/template.json", "The same as JSON.",
            answers: [Operation.Answer(status: 200, about: "The content.", types: json)]),
        .get(
            "scorecards/{id}/export.csv", "A scorecard as a table: the draft where there is one, or a version.",
            [.query("version", .integer(), "This version.")],
            answers: [Operation.Answer(status: 200, about: "The table.", types: csv)]),
        .get(
            "scorecards/{id}/export.json", "A scorecard's content: the draft where there is one, or a version.",
            [.query("version", .integer(), "This version.")],
            answers: [Operation.Answer(status: 200, about: "The content.", types: json)]),
        .post(
            "scorecards/import",
            "Take a scorecard from a table or its content: a draft of the one with its key, or a new one.",
            Operation.Content(types: csv + json),
            .ifMatchIfGiven + [.query("dryRun", .truth, "Only tell what would change.")],
            answers: [
                .ok(.named("ScorecardImport"), "Drafted, unchanged, or what a dry run found."),
                .tagged(.named("ScorecardImport"), "Begun.", status: 201),
            ], refusals: ["csv_invalid", "points_outside", "key_missing", "precondition_required"]),
    ]
}
