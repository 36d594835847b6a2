import Domain
import JSON
import SQL
import Testing

@testable import App

/// A hundred people at one moment: one thing happens once, and all the others are told.
struct RaceTests {
    let day: Workday

    init() throws { day = try Workday() }

    private func assigned(_ prefix: String = "C") throws -> Reply {
        try day.evaluator.get(
            "evaluations/\(try day.chosen(try day.calls(1, named: prefix)[0], for: day.evaluator).id)")
    }

    private func completed() throws -> Reply {
        let session = try assigned()
        return try day.evaluator.post(
            "evaluations/\(session.id)/completion", day.forms(session, Workday.full), ifMatch: session.etag)
    }

    private func told(_ action: String) throws -> Int64 {
        try day.account.number("SELECT count(*) FROM activity WHERE action = '\(action)'")
    }

    @Test func ofAHundredSavesOneIsKeptAndTheRestAreShownIt() throws {
        let session = try assigned()
        let evaluator = day.evaluator
        let bodies = (0..<100).map { number in
            day.forms(session, #"{"q1":{"option":"y","comment":"Number \#(number)"}}"#)
        }
        let replies = try atOnce(100) { number in
            try evaluator.put("evaluations/\(session.id)/answers", bodies[number], ifMatch: session.etag)
        }
        let winner = try #require(replies.firstIndex { $0.status == 200 })
        #expect(replies.count { $0.status == 200 } == 1)
        let stale = replies.filter { $0.status != 200 }
        #expect(stale.allSatisfy { $0.status == 412 && $0.code == "stale" })
        #expect(
            stale.allSatisfy {
                $0["/conflicts/0/theirs/comment"]?.text == "Number \(winner)" && $0["/by/name"]?.text == "Eva"
            })
        let saved = try day.evaluator.get("evaluations/\(session.id)")
        #expect(saved["/forms/0/answers/q1/comment"]?.text == "Number \(winner)")
        #expect(try told("evaluation.saved") == 1)
    }

    @Test func ofAHundredReplacementsOneTakesPlace() throws {
        try day.calls(120)
        let id = try #require(try day.drawn(1, to: day.evaluator).first)
        let session = try day.evaluator.get("evaluations/\(id)")
        let evaluator = day.evaluator
        let replies = try atOnce(100) { _ in
            try evaluator.post("evaluations/\(id)/replacement", #"{"reason":"irrelevant"}"#, ifMatch: session.etag)
        }
        #expect(replies.count { $0.status == 200 } == 1)
        #expect(replies.filter { $0.status != 200 }.allSatisfy { $0.status == 412 && $0.code == "stale" })
        let after = try day.evaluator.get("evaluations/\(id)")
        #expect(after["/replaced"]?.elements?.count == 1)
        #expect(after["/interaction/id"]?.text != session["/interaction/id"]?.text)
        #expect(try told("evaluation.replaced") == 1)
    }

    @Test func aHundredArchiveOnceAndTakeBackOnce() throws {
        let session = try completed()
        let supervisor = day.supervisor
        let put = try atOnce(100) { _ in try supervisor.put("evaluations/\(session.id)/archive", "") }
        #expect(put.allSatisfy { $0.status == 200 && $0["/archivedAt"] != nil })
        #expect(try told("evaluation.archived") == 1)
        let taken = try atOnce(100) { _ in try supervisor.delete("evaluations/\(session.id)/archive") }
        #expect(taken.allSatisfy { $0.status == 200 })
        #expect(try told("evaluation.unarchived") == 1)
        #expect(try supervisor.get("evaluations/\(session.id)")["/archivedAt"] == nil)
    }

    @Test func ofAHundredWhoArchiveWhatTheySawOneDoes() throws {
        let session = try completed()
        let supervisor = day.supervisor
        let etag = try supervisor.get("evaluations/\(session.id)").etag
        let replies = try atOnce(100) { _ in
            try supervisor.put("evaluations/\(session.id)/archive", "", ifMatch: etag)
        }
        #expect(replies.count { $0.status == 200 } == 1)
        #expect(replies.filter { $0.status != 200 }.allSatisfy { $0.status == 412 && $0.code == "stale" })
    }

    @Test func ofAHundredWhoAssignFromTheSameListOneDecides() throws {
        let session = try assigned()
        let people = try (0..<10).map { try day.account.person("E\($0)", .evaluator) }
        let supervisor = day.supervisor
        let etag = try supervisor.get("evaluations/\(session.id)").etag
        let replies = try atOnce(100) { number in
            try supervisor.put(
                "evaluations/\(session.id)/assignment", #"{"evaluatorId":"\#(people[number % 10].id)"}"#, ifMatch: etag)
        }
        let winner = try #require(replies.firstIndex { $0.status == 200 })
        #expect(replies.count { $0.status == 200 } == 1)
        #expect(replies.filter { $0.status != 200 }.allSatisfy { $0.status == 412 && $0.code == "stale" })
        let holder = try day.admin.get("evaluations/\(session.id)")["/evaluator/id"]?.text
        #expect(holder == people[winner % 10].id)
        #expect(try told("evaluation.assigned") == 1)
    }

    @Test func takingAndGivingAtOnceLeaveOneHolderWhoIsNamed() throws {
        try day.calls(1)
        let id = try #require(try day.drawn(1).first)
        let (supervisor, evaluator, colleague) = (day.supervisor, day.evaluator, day.colleague)
        let etag = try supervisor.get("evaluations/\(id)").etag
        let replies = try atOnce(100) { number in
            let path = "evaluations/\(id)/assignment"
            return number % 2 == 0
                ? try evaluator.put(path, #"{"evaluatorId":"me"}"#)
                : try supervisor.put(path, #"{"evaluatorId":"\#(colleague.id)"}"#, ifMatch: etag)
        }
        let holder = try day.admin.get("evaluations/\(id)")["/evaluator/id"]?.text
        let took = replies.enumerated().contains { $0.offset % 2 == 0 && $0.element.status == 200 }
        let gave = replies.enumerated().filter { $0.offset % 2 == 1 && $0.element.status == 200 }.count
        #expect(took ? holder == evaluator.id && gave == 0 : holder == colleague.id && gave == 1)
        for (number, reply) in replies.enumerated() where reply.status != 200 {
            #expect(reply.code == (number % 2 == 0 ? "already_taken" : "stale"))
            if number % 2 == 0 { #expect(reply["/holder/id"]?.text == holder) }
        }
    }

    @Test func completingSavingReplacingAndGivingAwayAtOnceLeaveOneEffect() throws {
        try day.calls(40)
        let sessions = try day.drawn(6, to: day.evaluator)
        let (evaluator, supervisor, colleague) = (day.evaluator, day.supervisor, day.colleague)
        for id in sessions {
            let session = try evaluator.get("evaluations/\(id)")
            let full = day.forms(session, Workday.full)
            let replies = try atOnce(100) { number in
                let path = "evaluations/\(id)"
                switch number % 4 {
                case 0: return try evaluator.post("\(path)/completion", full, ifMatch: session.etag)
                case 1: return try evaluator.put("\(path)/answers", full, ifMatch: session.etag)
                case 2:
                    return try evaluator.post(
                        "\(path)/replacement", #"{"reason":"too_short"}"#, ifMatch: session.etag)
                default:
                    return try supervisor.put(
                        "\(path)/assignment", #"{"evaluatorId":"\#(colleague.id)"}"#, ifMatch: session.etag)
                }
            }
            let winner = try #require(replies.firstIndex { $0.status == 200 })
            #expect(replies.count { $0.status == 200 } == 1)
            let reasons: Set<String> = [
                "stale", "already_completed", "replace_not_allowed", "reason_missing", "not_found",
            ]
            #expect(replies.filter { $0.status != 200 }.allSatisfy { $0.code.map(reasons.contains) ?? false })
            let after = try day.admin.get("evaluations/\(id)")
            let state = ["completed", "in_progress", "assigned", "assigned"][winner % 4]
            #expect(after["/state"]?.text == state)
            #expect((after["/replaced"]?.elements?.count == 1) == (winner % 4 == 2))
            #expect((after["/evaluator/id"]?.text == colleague.id) == (winner % 4 == 3))
            #expect(after["/revision"]?.integer == (session["/revision"]?.integer ?? 0) + 1)
        }
    }

    @Test func ofAHundredDueDatesFromTheSamePageOneHolds() throws {
        let session = try assigned()
        let supervisor = day.supervisor
        let etag = try supervisor.get("evaluations/\(session.id)").etag
        let replies = try atOnce(100) { number in
            try supervisor.patch(
                "evaluations/\(session.id)", #"{"dueAt":"2027-01-\#(10 + number % 20)"}"#, ifMatch: etag)
        }
        #expect(replies.count { $0.status == 200 } == 1)
        #expect(replies.filter { $0.status != 200 }.allSatisfy { $0.status == 412 && $0.code == "stale" })
    }

    @Test func aHundredDeleteAnAutomatedOneOnce() throws {
        let session = try completed()
        try day.account.services.database.write {
            try $0.execute("UPDATE evaluations SET origin = 'automation' WHERE id = ?", .text(session.id))
        }
        let supervisor = day.supervisor
        let replies = try atOnce(100) { _ in try supervisor.delete("evaluations/\(session.id)") }
        #expect(replies.count { $0.status == 204 } == 1)
        #expect(replies.filter { $0.status != 204 }.allSatisfy { $0.status == 404 && $0.code == "not_found" })
        #expect(try told("evaluation.deleted") == 1)
    }

    @Test func aHundredBatchesArchiveEachOnce() throws {
        let sessions = try (0..<5).map { number in
            let session = try assigned("B\(number)")
            return try day.evaluator.post(
                "evaluations/\(session.id)/completion", day.forms(session, Workday.full), ifMatch: session.etag
            ).id
        }
        let list = sessions.map { "\"\($0)\"" }.joined(separator: ",")
        let supervisor = day.supervisor
        let replies = try atOnce(100) { _ in
            try supervisor.post("evaluations/batch", #"{"action":"archive","evaluations":[\#(list)]}"#)
        }
        #expect(replies.allSatisfy { $0.status == 200 && $0["/refused"]?.integer == 0 })
        #expect(try told("evaluation.archived") == 5)
    }
}
