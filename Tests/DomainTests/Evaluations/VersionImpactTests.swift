import Domain
import Testing

/// What a new version would have made of old evaluations.
struct VersionImpactTests {
    private let old = VectorTests.card(.percentage)

    @Test func theSameContentChangesNothing() throws {
        var impact = VersionImpact(of: old)
        let scores = try impact.count(old, VectorTests.base)
        #expect(scores.before == 72_000_000)
        #expect(scores.after == 72_000_000)
        #expect((impact.forms, impact.higher, impact.lower) == (1, 0, 0))
        #expect(impact.leftOut.isEmpty)
        #expect(impact.sections.map(\.before.value) == impact.sections.map(\.after.value))
    }

    @Test func otherWeightsAreCountedAnew() throws {
        var new = old
        new.sections[0].weight = 2_000
        new.sections[2].weight = 5_000
        var impact = VersionImpact(of: new)
        // comp 10/20 at 20, emp 9/10 at 30, close 10/10 at 50.
        #expect(try impact.count(old, VectorTests.base).after == 87_000_000)
        #expect(impact.higher == 1)
        #expect(impact.before.scores.value == 72_000_000)
        #expect(impact.after.scores.value == 87_000_000)
        #expect(impact.sections.map(\.after.value) == [50_000_000, 90_000_000, 100_000_000])
    }

    @Test func whatWasNeverAskedIsLeftOut() throws {
        var new = old
        new.sections[2].questions.append(
            Scorecard.Question(
                key: "k2", type: .yesNo, text: "New?",
                options: [
                    Scorecard.Option(key: "Y", label: "Yes", points: 90), Scorecard.Option(key: "N", label: "No"),
                ]
            ))
        new.sections[1].questions.removeAll { $0.key == "e2" }
        new.sections[0].questions[1].options.removeAll { $0.key == "N" }
        var impact = VersionImpact(of: new)
        // c2 was answered N, which is offered no more: comp 10/10, emp 4/5, close 10/10.
        #expect(try impact.count(old, VectorTests.base).after == 94_000_000)
        #expect(
            impact.leftOut.map { "\($0.key) \($0.reason.rawValue) \($0.forms)" } == [
                "c2 unoffered 1", "k2 new 1", "e2 gone 1",
            ])
    }

    @Test func whoPassesAndFailsIsTold() throws {
        var new = old
        new.passMark = 80_000_000
        var impact = VersionImpact(of: new)
        try impact.count(old, VectorTests.base)
        #expect(impact.nowFails == 1)
        #expect((impact.before.failed, impact.after.failed) == (0, 1))
        var back = VersionImpact(of: old)
        try back.count(new, VectorTests.base)
        #expect(back.nowPasses == 1)
    }

    @Test func aSectionThatIsGoneStaysInTheComparison() throws {
        var new = old
        new.sections.remove(at: 1)
        var impact = VersionImpact(of: new)
        try impact.count(old, VectorTests.base)
        #expect(impact.sections.map(\.key) == ["comp", "close", "emp"])
        #expect(impact.sections[2].before.value == 90_000_000)
        #expect(impact.sections[2].after.value == nil)
    }

    @Test func meansAreRoundedHalfUp() throws {
        var impact = VersionImpact(of: old)
        try impact.count(old, VectorTests.base)
        try impact.count(old, ["c1": .option("Y")])
        #expect(impact.before.scores.count == 2)
        #expect(impact.before.scores.value == 48_500_000)
    }
}
