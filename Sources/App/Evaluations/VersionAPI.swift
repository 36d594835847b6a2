import Domain

/// What is written beside the doors of scorecards' versions and the evaluations on them.
enum VersionAPI {
    static let shapes: [(name: String, shape: Shape)] = [("Impact", impact), ("Adoption", adoption)]

    private static let score = Shape.integer(0...100_000_000).orNull

    private static let outcome: Shape = .object([
        "average": score, "scored": .integer(), "passed": .integer(), "failed": .integer(),
    ])

    private static let impact: Shape = .object([
        "version": .integer(), "cosmetic": .truth, "forms": .integer(), "capped": .truth, "before": outcome,
        "after": outcome, "higher": .integer(), "lower": .integer(), "nowFails": .integer(), "nowPasses": .integer(),
        "sections": .list(.object(["key": .text(), "title": .text(), "before": score, "after": score])),
        "leftOut": .list(
            .object([
                "key": .text(), "text": .text(), "reason": .choice(of: VersionImpact.LeftOut.Reason.self),
                "forms": .integer(),
            ])),
        "changes": .list(.object(["evaluation": .person, "before": score, "after": score])),
    ])

    private static let adoption: Shape = .object([
        "version": .integer(), "moved": .integer(), "untouched": .integer(), "begun": .integer(),
    ])

    static let operations: [Operation] = [
        .get(
            "scorecards/{id}/impact",
            "How the newest completed evaluations would have scored under the draft, by section.",
            answers: [.ok(.named("Impact"))], refusals: ["nothing_to_publish", "scorecard_unpublishable"]),
        .get(
            "scorecards/{id}/adoption", "How many open evaluations use an older version.",
            answers: [.ok(.named("Adoption"))]),
        .post(
            "scorecards/{id}/adoption", "Move evaluations that nobody has begun to the current version.", nil,
            answers: [.ok(.named("Adoption"))], refusals: ["scorecard_retired", "scorecard_unpublished"]),
    ]
}
