import Domain

/// What is written beside the doors around the list of sessions.
enum GridAPI {
    private static let total = Shape.object(["count": .integer(), "capped": .truth])
    private static let columns = Shape.list(.choice(of: GridColumn.self), max: GridColumn.allCases.count)

    private static let query: KeyValuePairs<String, Shape> = [
        "state": .list(.choice(of: SessionState.self), max: EvaluationQuery.mostValues), "evaluator": values,
        "scorecard": values, "agent": values, "team": values, "queue": values, "channel": values, "q": .text(0...500),
        "expired": .truth, "archived": .truth, "date": .choice(of: GridDates.Which.self), "period": .period,
        "from": .dayOrInstant, "to": .dayOrInstant, "scoreFrom": .integer(0...Scoring.whole),
        "scoreTo": .integer(0...Scoring.whole), "sort": .choice(GridSort.all.map(\.name)),
    ]
    private static let values = Shape.list(.text(0...250), max: EvaluationQuery.mostValues)

    static let shapes: [(name: String, shape: Shape)] = [
        ("EvaluationView", .object(["id": .id, "name": .text(), "query": .input(optional: query)]))
    ]

    private static let content = Operation.Content.json(
        .input(["name": .text(1...100), "query": .input(optional: query)]))

    static let operations: [Operation] = [
        .get(
            "evaluations/counts", "How many there are of each state, and expired, under the filters of the list.",
            EvaluationAPI.filters,
            answers: [
                .ok(
                    .object([
                        "unassigned": total, "assigned": total, "in_progress": total, "completed": total,
                        "expired": total,
                    ]))
            ]),
        .get(
            "evaluation-views", "The caller's kept filters, by name.",
            answers: [.ok(.object(["items": .list(.named("EvaluationView"))]))]),
        .post(
            "evaluation-views", "Keep a filter of the list under a name.", content,
            answers: [.created(.named("EvaluationView"))],
            refusals: ["name_taken", "period_mixed", "views_many"] + GivenName.refusals),
        .put(
            "evaluation-views/{id}", "Give a kept filter another name or other filters.", content,
            answers: [.ok(.named("EvaluationView"))], refusals: ["name_taken", "period_mixed"] + GivenName.refusals),
        .delete("evaluation-views/{id}", "Take a kept filter away."),
        .get(
            "evaluation-columns", "The columns of the list that the caller has chosen, else the usual ones.",
            answers: [.ok(.object(["columns": columns]))]),
        .put(
            "evaluation-columns", "Choose the columns of the list.", .json(.input(["columns": columns])),
            answers: [.ok(.object(["columns": columns]))]),
    ]
}
