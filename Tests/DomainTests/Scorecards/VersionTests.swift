import Domain
import Testing

/// What makes a new version, and what a new session's form holds.
struct VersionTests {
    @Test func cosmeticChangesKeepTheCanonicalForm() {
        let card = VectorTests.card(.percentage)
        var changed = card
        changed.name = "Other"
        changed.description = "Other"
        changed.tags = ["x"]
        changed.sections[0].description = "Other"
        changed.sections[0].questions[0].helpText = "Other"
        #expect(changed.canonicalForm == card.canonicalForm)
    }

    static let changes: [@Sendable (inout Scorecard) -> Void] = [
        { $0.key = "x" }, { $0.format = .points }, { $0.defaultsOn = true }, { $0.evidenceRequired = true },
        { $0.passMark = 1 }, { $0.unansweredOptional = .exclude }, { $0.sections.swapAt(0, 1) },
        { $0.sections[0].key = "x" }, { $0.sections[0].title = "x" }, { $0.sections[0].weight = 1 },
        { $0.sections[0].questions.swapAt(0, 1) }, { $0.sections[0].questions[0].key = "x" },
        { $0.sections[0].questions[0].type = .singleChoice }, { $0.sections[0].questions[0].text = "x" },
        { $0.sections[0].questions[0].isRequired = false }, { $0.sections[0].questions[0].allowsNA = false },
        { $0.sections[0].questions[0].defaultOption = "Y" },
        { $0.sections[0].questions[0].commentPolicy = .required },
        { $0.sections[0].questions[0].commentPolicy = .onOptions(["N"]) },
        { $0.sections[0].questions[0].options.swapAt(0, 1) }, { $0.sections[0].questions[0].options[0].key = "x" },
        { $0.sections[0].questions[0].options[0].label = "x" }, { $0.sections[0].questions[0].options[0].points = 9 },
        { $0.sections[0].questions[0].options[1].autoFail = .section },
    ]

    @Test func everyOtherChangeMakesAnotherForm() {
        let card = VectorTests.card(.percentage)
        let forms = Self.changes.map { change in
            var changed = card
            change(&changed)
            return changed.canonicalForm
        }
        #expect(Set(forms + [card.canonicalForm]).count == forms.count + 1)
    }

    @Test func theCanonicalFormIsSortedJSONWithoutSpaces() {
        let card = Scorecard(
            key: "k", name: "n", passMark: 5,
            sections: [
                .init(
                    key: "s", title: "\"\u{1}é\n", weight: 10_000,
                    questions: [
                        .init(
                            key: "q", commentPolicy: .onOptions(["b", "a"]),
                            options: [.init(key: "a", label: "A", points: 1, autoFail: .section)])
                    ])
            ])
        let expected =
            #"{"defaultsOn":false,"evidenceRequired":false,"format":"percentage","key":"k","passMark":5,"sections":["#
            + #"{"key":"s","questions":[{"allowNA":false,"commentPolicy":{"onOptions":["a","b"]},"default":null,"#
            + #""key":"q","options":[{"autoFail":"section","key":"a","label":"A","points":1}],"required":false,"#
            + #""text":"","type":"yesNo"}],"title":"\"\u0001é\n","weight":10000}],"unansweredOptional":"zero"}"#
        #expect(String(decoding: card.canonicalForm, as: UTF8.self) == expected)
    }

    @Test func defaultsAreFilledInUntouchedAndOnlyWhenOn() {
        var card = VectorTests.card(.percentage)
        card.sections[0].questions[1].defaultOption = "Y"
        card.sections[1].questions[0].defaultOption = "3"
        #expect(card.defaultAnswers.isEmpty)
        card.defaultsOn = true
        #expect(card.defaultAnswers.choices == ["c2": .option("Y"), "e1": .option("3")])
        #expect(card.defaultAnswers.values.allSatisfy { !$0.isTouched && $0.isConfirmed })
    }

    @Test func fullMarksAreTheHighestOptionsThatDoNotFail() throws {
        var card = VectorTests.card(.percentage)
        card.sections[0].questions[0].options[1].points = 50
        card.sections[2].questions[0].options[1].points = 10
        let marks = card.fullMarks
        #expect(marks["c1"]?.choice == .option("Y"))
        #expect(marks["k1"]?.choice == .option("Y"))
        #expect(marks.filter { !$0.value.isConfirmed }.keys.sorted() == ["c1", "e2"])
        #expect(
            try Scoring.score(VectorTests.card(.percentage), choices: card.fullMarkAnswers.choices).score == 100_000_000
        )
        card.sections[2].questions[0].options = [
            .init(key: "a", autoFail: .section), .init(key: "b", autoFail: .evaluation),
        ]
        #expect(card.fullMarks["k1"] == nil)
    }
}
