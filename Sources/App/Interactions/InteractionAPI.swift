import Domain

/// What is written beside the doors of interactions.
enum InteractionAPI {
    static let api = RoomAPI(operations: operations, shapes: shapes)

    private static let channel = Shape.choice(of: Channel.self)

    private static let shapes: [(name: String, shape: Shape)] = [
        (
            "Interaction",
            .object([
                "id": .id, "externalId": .text(), "channel": channel, "agent": Shape.person.orNull,
                "team": Shape.person.orNull, "queue": Shape.text().orNull, "disposition": Shape.text().orNull,
                "language": Shape.text().orNull, "customer": Shape.text().orNull, "topics": .list(.text()),
                "startedAt": .instant, "durationMs": .integer(), "offline": .truth, "evaluated": .truth,
                "recordings": .object([
                    "audio": .integer(), "screens": .integer(), "processing": .integer(), "failed": .integer(),
                ]),
                "hasTranscript": .truth, "createdAt": .instant,
            ])
        )
    ]

    private static let filters: [Operation.Parameter] = [
        .query("q", .text(1...500), "Part of the external ID, customer, a topic or the agent's name, or spoken words."),
        .query("externalId", .text(1...250), "Exactly this external ID."),
        .query("agent", .list(.id), "Any of these agents."), .query("team", .list(.id), "Any of these teams."),
        .query("queue", .list(.text(1...250)), "Any of these queues."),
        .query("channel", .list(channel), "Any of these channels."),
        .query("disposition", .list(.text(1...250)), "Any of these dispositions."),
        .query("language", .list(.text(1...50)), "Any of these languages."),
        .query("evaluated", .truth, "Whether it carries the tag Evaluated."),
        .query("from", .dayOrInstant, "Started at or after this instant or day (UTC)."),
        .query("to", .dayOrInstant, "Started before this instant, or on this day at the latest (UTC)."),
        .query(
            "period", .period,
            "Started today, yesterday or in the last so many days (7d), in the account's time zone; in place of from and to."
        ),
        .query("window", .text(1...250), "Part of a window's application or title on one of its screens."),
        .query("conditions", .text(2...20_000), "What must hold besides: a tree of conditions, as JSON."),
    ]

    private static let texts: KeyValuePairs<String, Shape> = [
        "externalId": .text(0...250), "agentId": .id, "queue": .text(0...250), "disposition": .text(0...250),
        "language": .text(0...50), "customer": .text(0...250), "topics": .list(.text(0...250), max: 50),
        "durationMs": .integer(0...86_400_000), "offline": .truth,
    ]

    private static let refusals = [
        "external_id_taken", "agent_unknown", "started_at_outside", "duration_outside", "text_long", "text_control",
        "language_invalid", "topics_many",
    ]

    private static let operations: [Operation] = [
        .get(
            "interactions", "Search the interactions the caller may see.",
            filters + .page(sorts: InteractionStore.sorts), answers: [.page(of: .named("Interaction"))]),
        .get(
            "interactions/facets", "The values that occur, for filters.",
            answers: [
                .ok(
                    .object([
                        "agents": .list(.person), "teams": .list(.person), "queues": .list(.text()),
                        "channels": .list(channel), "dispositions": .list(.text()), "languages": .list(.text()),
                    ]))
            ]),
        .post(
            "interactions", "Add an interaction; by hand with `offline`.",
            .json(.input(["channel": channel, "startedAt": .instant], optional: texts)),
            answers: [.created(.named("Interaction"))], refusals: refusals),
        .get("interactions/{id}", "One interaction.", answers: [.ok(.named("Interaction"))]),
        .patch(
            "interactions/{id}", "Change what is said about an interaction; null takes a text away.",
            .json(
                .input(optional: [
                    "externalId": .text(0...250), "channel": channel, "agentId": .id, "queue": .text(0...250),
                    "disposition": .text(0...250), "language": .text(0...50), "customer": .text(0...250),
                    "topics": .list(.text(0...250), max: 50), "startedAt": .instant,
                    "durationMs": .integer(0...86_400_000),
                ])),
            answers: [.ok(.named("Interaction"))], refusals: refusals),
    ]
}
