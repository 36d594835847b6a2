import Domain

/// What is written beside the doors of exports.
enum ExportAPI {
    static let api = RoomAPI(operations: operations)

    private static let password = Shape.text(ExportPassword.shortest...ExportPassword.longest)
    private static let refused = [
        "password_missing", "password_short", "password_long", "password_unused",
    ]

    /// An Excel file is never without its password, and nothing else has one.
    private static func wish(_ open: [ExportFormat]) -> Shape {
        .any([
            .input(["format": .choice(open.map(\.rawValue))]),
            .input(["format": .choice([ExportFormat.xlsx.rawValue]), "password": password]),
        ])
    }

    private static let operations: [Operation] = [
        .post(
            "evaluations/{id}/export", "The saved answers of an evaluation and their scores as a file.",
            .json(wish([.csv, .pdf])),
            answers: [
                Operation.Answer(
                    status: 200, about: "The file; an Excel file opens with its password alone.",
                    types: ExportFormat.allCases.map {
                        (String($0.contentType.prefix { $0 != ";" }), Shape.bytes)
                    }, headers: [("Content-Disposition", "The file's name.")])
            ], refusals: refused),
        .post(
            "evaluations/export", "Export the evaluations that a filter finds, in the background.",
            .json(wish([.csv])), EvaluationAPI.filters,
            answers: [.job], refusals: refused + ["format_unsuitable"]),
        .get(
            "exports/{id}", "An exported list, for whoever asked for it, for a day.",
            answers: Operation.Answer.file(
                ExportFormat.ofLists.map { String($0.contentType.prefix { $0 != ";" }) }), refusals: ["not_ready"]),
    ]
}
