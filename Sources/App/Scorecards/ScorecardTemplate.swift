import Domain

/// A small scorecard that shows every kind of row and setting, to be downloaded, changed and imported.
enum ScorecardTemplate {
    static let card = Scorecard(
        key: "my-scorecard", name: "My scorecard", description: "What it is for", tags: ["example"],
        passMark: 70_000_000, sections: [opening, solution])

    private static let opening = Scorecard.Section(
        key: "opening", title: "Opening", description: "The first minute", weight: 4000,
        questions: [
            Scorecard.Question(
                key: "greeting", type: .yesNo, text: "Greets and names the company", isRequired: true,
                defaultOption: "yes", options: [option("yes", "Yes", 10), option("no", "No", 0)]),
            Scorecard.Question(
                key: "identity", type: .yesNo, text: "Verifies the caller", helpText: "Name and date of birth",
                isRequired: true, allowsNA: true, commentPolicy: .onOptions(["no"]),
                options: [option("yes", "Yes", 10), option("no", "No", 0, .evaluation)]),
        ])

    private static let solution = Scorecard.Section(
        key: "solution", title: "Solution", weight: 6000,
        questions: [
            Scorecard.Question(
                key: "rapport", type: .ratingScale, text: "Builds rapport", isRequired: true,
                options: (1...5).map { option("\($0)", "\($0)", $0) }),
            Scorecard.Question(
                key: "next-step", type: .singleChoice, text: "Offers the next step", commentPolicy: .required,
                options: [
                    option("unasked", "Without being asked", 20), option("asked", "When asked", 8),
                    option("never", "Never", 0, .section),
                ]),
        ])

    private static func option(
        _ key: String, _ label: String, _ points: Int64, _ autoFail: Scorecard.AutoFailScope = .none
    ) -> Scorecard.Option {
        Scorecard.Option(key: key, label: label, points: points, autoFail: autoFail)
    }
}
