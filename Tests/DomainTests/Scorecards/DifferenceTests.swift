import Domain
import Testing

/// What is told about two contents of a scorecard.
struct DifferenceTests {
    private func card() -> Scorecard {
        func question(_ key: String) -> Scorecard.Question {
            Scorecard.Question(
                key: key, text: key.uppercased(),
                options: [.init(key: "y", label: "Yes", points: 1), .init(key: "n", label: "No")])
        }
        return Scorecard(
            key: "card", name: "Card",
            sections: [
                .init(key: "one", title: "One", weight: 5000, questions: ["a", "b", "c"].map(question)),
                .init(key: "two", title: "Two", weight: 5000, questions: [question("d")]),
            ])
    }

    @Test func theSameContentHasNoDifference() {
        #expect(card().differences(to: card()).isEmpty)
    }

    @Test func aSettingThatChangedIsSaidWithBothValues() {
        var other = card()
        other.passMark = 70_000_000
        other.sections[0].questions[1].options[1].points = 3
        let found = card().differences(to: other)
        #expect(found.map(\.member) == ["passMark", "points"])
        #expect(found.map(\.before) == [.nothing, .integer(0)])
        #expect(found.map(\.after) == [.integer(70_000_000), .integer(3)])
        #expect(found[1].key == "b/n")
        #expect(found[1].name == "B: No")
    }

    @Test func whatCameAndWentIsSaidOnce() {
        var other = card()
        other.sections[0].questions.append(.init(key: "new", text: "New", options: [.init(key: "y")]))
        other.sections.removeLast()
        let found = card().differences(to: other)
        #expect(found.map(\.kind) == [.added, .removed])
        #expect(found.map(\.element) == [.question, .section])
        #expect(found.map(\.name) == ["New", "Two"])
    }

    @Test func onlyWhatMovedIsSaidToHaveMoved() {
        var within = card()
        within.sections[0].questions.insert(within.sections[0].questions.removeLast(), at: 0)
        #expect(card().differences(to: within).map(\.name) == ["C"])
        var away = card()
        away.sections[1].questions.append(away.sections[0].questions.removeFirst())
        let found = card().differences(to: away)
        #expect(found.map(\.kind) == [.moved])
        #expect(found.map(\.name) == ["A"])
    }
}
