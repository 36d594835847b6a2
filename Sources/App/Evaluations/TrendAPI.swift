import Domain

/// What is written beside the door to an agent's trend.
enum TrendAPI {
    private static let score = Shape.integer(0...100_000_000).orNull
    private static let count = Shape.integer(0...Int64(Int32.max))

    private static let summary: Shape = .object([
        "completed": count, "scored": count, "mean": score,
        "interval": Shape.object(["low": .integer(0...100_000_000), "high": .integer(0...100_000_000)]).orNull,
        "lowest": score, "highest": score, "passed": count, "failed": count, "autoFailed": count,
    ])

    private static let trend: Shape = .object([
        "agent": .person, "scorecard": Shape.person.orNull, "by": .choice(of: TrendStep.self), "timeZone": .text(),
        "periods": .list(summary.with(["from": .day, "to": .day, "scorecards": count]), max: TrendPeriod.most),
        "total": summary,
        "scorecards": .list(.object(["id": .id, "name": .text(), "completed": count])),
    ])

    static let shapes: [(name: String, shape: Shape)] = [("Trend", trend)]

    static let operations: [Operation] = [
        .get(
            "evaluations/trend",
            "How one agent's scores went, month by month or week by week, with 95 % confidence intervals.",
            [
                Operation.Parameter(
                    place: .query, name: "agent", shape: .id, about: "Whose scores.", isRequired: true),
                .query("scorecard", .id, "On this scorecard; without it the evaluations' own scores, whatever theirs."),
                .query("by", .choice(of: TrendStep.self), "How long a period is; `month` without it."),
                .query(
                    "from", .day, "A day of the first period; without it there are \(TrendPeriod.usual) periods."),
                .query("to", .day, "A day of the last period; today without it."),
                .query("format", .choice(["json", "csv"]), "What it comes as; `json` without it."),
            ],
            answers: [
                Operation.Answer(
                    status: 200, about: "As asked.",
                    types: [("application/json", .named("Trend")), ("text/csv", .bytes)],
                    headers: [("Content-Disposition", "Of a CSV: the file's name.")])
            ], refusals: ["not_found", "range_invalid", "periods_many"])
    ]
}
