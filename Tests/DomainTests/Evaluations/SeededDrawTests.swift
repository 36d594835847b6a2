import Domain
import Testing

/// Drawing some of many so that it can be repeated.
struct SeededDrawTests {
    private func draw(_ ids: some Sequence<String>, _ count: Int, seed: String) -> [String] {
        var draw = SeededDraw(seed: seed, count: count)
        for id in ids { draw.add(id) }
        return draw.drawn()
    }

    private let ids = (0..<20_000).map { "call-\($0)" }

    @Test func theSameSeedDrawsTheSameInAnyOrder() {
        let first = draw(ids, 50, seed: "a")
        #expect(first.count == 50)
        #expect(draw(ids.reversed(), 50, seed: "a") == first)
        #expect(draw(ids, 50, seed: "b") != first)
    }

    @Test func whatIsDrawnAlreadyIsTheBeginningOfADrawOfMore() {
        let many = draw(ids, 500, seed: "a")
        #expect(draw(ids, 20, seed: "a") == Array(many.prefix(20)))
        let rest = draw(ids.filter { !many.prefix(20).contains($0) }, 20, seed: "a")
        #expect(rest == Array(many[20..<40]))
    }

    @Test func fewerThanAskedAreAllDrawn() {
        #expect(Set(draw(ids.prefix(3), 10, seed: "a")) == Set(ids.prefix(3)))
        #expect(draw([], 10, seed: "a").isEmpty)
    }

    /// Of 20 tenths none is drawn from much more than another: 1,000 of 20,000, expected 50 a tenth, standard deviation 7.
    @Test func everyPartIsDrawnFromAlike() {
        let drawn = Set(draw(ids, 1_000, seed: "alike"))
        for start in stride(from: 0, to: 20_000, by: 1_000) {
            let count = ids[start..<start + 1_000].count { drawn.contains($0) }
            #expect((20...80).contains(count))
        }
    }
}
