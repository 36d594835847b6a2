import Domain

/// What is written beside the doors of action items.
enum ActionItemAPI {
    static let api = RoomAPI(operations: operations, shapes: shapes)

    private static let item: Shape = .object([
        "id": .id, "type": .choice(of: ActionItemType.self), "state": .choice(of: ActionItemState.self),
        "summary": .text(), "showScore": .truth, "dueAt": Shape.instant.orNull, "assignee": .person,
        "createdBy": .person, "createdAt": .instant, "closedAt": Shape.instant.orNull,
        "closedBy": Shape.person.orNull, "evaluation": .person,
        "interaction": .object(["id": .id, "externalId": .text()]), "messageCount": .integer(),
        "lastMessageAt": Shape.instant.orNull, "lastMessageBy": Shape.person.orNull,
    ])

    private static let message: Shape = .object([
        "id": .id, "author": .person, "body": .text(), "createdAt": .instant, "mine": .truth,
    ])

    private static let score = Shape.integer(0...100_000_000).orNull

    private static let question: Shape = Shape.object([
        "key": .text(), "text": .text(), "helpText": .text(), "answer": Shape.text().orNull, "na": .truth,
        "comment": Shape.text().orNull,
        "evidence": .list(.object(["startMs": .integer(), "endMs": .integer()])),
    ]).at(times: [
        "points": .integer(), "possible": .integer(), "autoFail": .choice(of: Scorecard.AutoFailScope.self),
    ])

    private static let section: Shape = Shape.object([
        "key": .text(), "title": .text(), "description": .text(), "questions": .list(question),
    ]).at(times: ["weight": .integer()])

    private static let evaluation: Shape = Shape.object([
        "id": .id, "name": .text(), "final": .truth, "completedAt": Shape.instant.orNull,
        "lastEditedAt": Shape.instant.orNull, "evaluator": Shape.person.orNull,
        "interaction": .object([
            "id": .id, "externalId": .text(), "channel": .choice(of: Channel.self), "startedAt": .instant,
            "durationMs": .integer(),
        ]),
        "showScore": .truth,
        "forms": .list(
            Shape.object(["name": .text(), "sections": .list(section)]).at(times: [
                "format": .choice(of: Scorecard.Format.self), "passMark": score, "score": .named("Score"),
            ])),
    ]).at(times: ["score": score, "passed": Shape.truth.orNull])

    private static let shapes: [(name: String, shape: Shape)] = [
        ("ActionItem", item), ("ActionItemThread", item.with(["messages": .list(message)])),
        ("ShownEvaluation", evaluation),
    ]

    private static let thread: [Operation.Answer] = [.ok(.named("ActionItemThread"))]

    private static let operations: [Operation] = [
        .post(
            "evaluations/{id}/notification", "Tell the interaction's agent about an evaluation.",
            .json(
                .input(
                    ["summary": .text(1...ActionItemRule.longestSummary)],
                    optional: ["dueAt": .text(10...40), "showScore": .truth])),
            answers: [.created(.named("ActionItem"))],
            refusals: [
                "summary_empty", "summary_long", "no_agent", "agent_inactive", "calibration", "archived", "not_yours",
            ]),
        .get(
            "action-items", "What the caller is asked to do, and what others are about evaluations in sight.",
            [
                .query("state", .choice(of: ActionItemState.self), "Only these."),
                .query("evaluation", .id, "About this evaluation."),
                .query("mine", .truth, "Only those the caller is asked to do."),
                .query("sent", .truth, "Only those the caller wrote."),
            ] + .page(sorts: ActionItemStore.sorts), answers: [.page(of: .named("ActionItem"))]),
        .get("action-items/{id}", "An action item with its thread.", answers: thread),
        .get(
            "action-items/{id}/evaluation",
            "The evaluation it is about, as last saved; scores, points and weights only where the item says so.",
            answers: [.ok(.named("ShownEvaluation"))], refusals: ["evaluation_moved", "voided"]),
        .post(
            "action-items/{id}/messages", "Write into the thread.",
            .json(.input(["body": .text(1...ActionItemRule.longestBody)])), answers: thread,
            refusals: ["message_empty", "message_long"]),
        .put("action-items/{id}/closure", "Close it as done.", nil, answers: thread),
        .delete("action-items/{id}/closure", "Open it again.", answers: thread),
    ]
}
