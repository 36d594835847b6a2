import Domain

/// What is written beside the doors of saved searches.
enum CriteriaAPI {
    static let api = RoomAPI(operations: operations, shapes: shapes)

    /// The members of a search, as `GET interactions` takes them; lists stand for any of several.
    private static let search: KeyValuePairs<String, Shape> = [
        "q": .text(0...500), "agent": .list(.text(0...100), max: 1000), "team": .list(.text(0...100), max: 1000),
        "queue": .list(.text(0...250), max: 1000), "channel": .list(.text(0...20), max: 10),
        "disposition": .list(.text(0...250), max: 1000), "language": .list(.text(0...50), max: 1000),
        "window": .text(0...250), "from": .instant, "to": .instant, "period": .period,
        "conditions": .named("Conditions"),
    ]

    private static let wrongSearch = [
        "period_mixed", "condition_shape", "condition_empty", "condition_range", "conditions_deep", "conditions_many",
    ]

    /// What must hold of one field.
    private static let condition: KeyValuePairs<String, Shape> = [
        "field": .text(1...50), "in": values, "notIn": values, "mentioned": values, "absent": values,
        "atLeastMs": .integer(0...86_400_000), "atMostMs": .integer(0...86_400_000),
    ]
    private static let values = Shape.list(.text(0...250), max: ConditionTree.Limit.values)

    /// All or any of what stands within; or a single condition.
    private static func group(of inner: String) -> Shape {
        let parts = Shape.list(.named(inner), max: ConditionTree.Limit.conditions).orNull
        return .input(optional: condition).at(times: ["all": parts, "any": parts])
    }

    private static let shapes: [(name: String, shape: Shape)] = [
        (
            "Criteria",
            .object([
                "id": .id, "name": .text(), "search": .input(optional: search), "createdBy": .person,
                "createdAt": .instant,
            ])
        ),
        ("Conditions", group(of: "ConditionGroup")), ("ConditionGroup", group(of: "InnerConditionGroup")),
        ("InnerConditionGroup", group(of: "Condition")), ("Condition", .input(optional: condition)),
    ]

    private static let content = Operation.Content.json(
        .input(["name": .text(1...250), "search": .input(optional: search)]))

    private static let operations: [Operation] = [
        .get(
            "criteria", "Saved searches, by name.", .page(sorts: CriteriaStore.sorts),
            answers: [.page(of: .named("Criteria"))]),
        .post(
            "criteria", "Save a search of interactions.", content, answers: [.created(.named("Criteria"))],
            refusals: ["name_taken"] + wrongSearch + GivenName.refusals),
        .get("criteria/{id}", "One saved search.", answers: [.ok(.named("Criteria"))]),
        .put(
            "criteria/{id}", "Change a saved search, for the draws to come.", content,
            answers: [.ok(.named("Criteria"))], refusals: ["name_taken"] + wrongSearch + GivenName.refusals),
        .delete("criteria/{id}", "Take a saved search away; what was drawn from it stays."),
    ]
}
