import Domain
import HTTP
import JSON
import SQL
import Synchronization
import Testing

@testable import App

/// What is answered without a worker, and what is not. That both say the same is held by `SmallAccount` for every test.
struct GlanceTests {
    let day: Workday

    init() throws {
        day = try Workday()
        for call in try day.calls(3) { _ = try day.chosen(call, for: day.evaluator) }
    }

    /// False on a file system that does not say what it has in memory.
    private var canGlance: Bool { day.account.services.database.canGlance }

    private struct Asked: Equatable {
        let status: Int
        /// Whether it was answered without a worker.
        let isGlance: Bool
    }

    private func asked(_ path: String, by person: Asker? = nil) throws -> Asked {
        let before = day.account.glances.withLock { $0 }
        let status = try (person ?? day.evaluator).get(path).status
        return Asked(status: status, isGlance: day.account.glances.withLock { $0 } > before)
    }

    @Test func listsAndSingleThingsAreAnsweredAtOnce() throws {
        let session = try day.evaluator.get("evaluations")["/items/0/id"]?.text ?? ""
        for path in [
            "evaluations", "evaluations?sort=-score&state=assigned", "evaluations/counts", "evaluations/\(session)",
            "evaluation-views", "evaluation-columns", "session",
        ] {
            #expect(try asked(path) == Asked(status: 200, isGlance: canGlance), "\(path)")
        }
        #expect(try asked("evaluations/none") == Asked(status: 404, isGlance: canGlance))
        #expect(try asked("evaluations", by: day.account.nobody) == Asked(status: 401, isGlance: canGlance))
        #expect(try asked("evaluations?sort=age") == Asked(status: 400, isGlance: canGlance))
    }

    @Test func fullTextIsSearchedOnAWorker() throws {
        #expect(try day.evaluator.get("evaluations?q=quality")["/items/0"] != nil)
        #expect(try asked("evaluations?q=quality") == Asked(status: 200, isGlance: false))
    }

    @Test func whoWasAwayIsNotedByAWorker() throws {
        let seen = "SELECT max(last_used_at) FROM sessions"
        let before = try day.account.number(seen)
        day.account.clock.advance(byMs: 120_000)
        #expect(try asked("evaluations") == Asked(status: 200, isGlance: false))
        #expect(try day.account.number(seen) == before + 120_000)
        #expect(try asked("evaluations") == Asked(status: 200, isGlance: canGlance))
    }

    @Test func whatTookLongGoesToAWorkerForAWhile() throws {
        let reads = LongReads()
        let slow = try question("evaluations?queue=a&scorecard=b")
        reads.add(slow, now: 1_000)
        #expect(reads.holds(slow, now: 1_001))
        #expect(reads.holds(try question("evaluations?queue=a&scorecard=b&cursor=c"), now: 1_001))
        #expect(!reads.holds(try question("evaluations?queue=a&scorecard=c"), now: 1_001))
        #expect(!reads.holds(try question("evaluations?queue=a"), now: 1_001))
        reads.note(slow, took: 40_000_000)
        #expect(reads.holds(slow, now: 1_001))
        #expect(!reads.holds(slow, now: 11_000))
        reads.add(slow, now: 1_000)
        reads.note(slow, took: 700_000)
        #expect(!reads.holds(slow, now: 1_001), "it took long the first time only")
        day.account.services.longReads.add(try question("evaluations?state=assigned"), now: day.account.clock.now)
        #expect(try asked("evaluations?state=assigned") == Asked(status: 200, isGlance: false))
        #expect(try asked("evaluations") == Asked(status: 200, isGlance: canGlance))
    }

    private func question(_ path: String) throws -> Int {
        try Head(method: .get, target: "/api/v1/" + path).question
    }
}
