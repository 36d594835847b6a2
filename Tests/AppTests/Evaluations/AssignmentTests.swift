import Domain
import JSON
import Testing

@testable import App

/// Who gets a session, and that two people never both do.
struct AssignmentTests {
    let day: Workday
    let id: String

    init() throws {
        day = try Workday()
        try day.calls(2)
        id = try #require(try day.drawn(1).first)
    }

    private var path: String { "evaluations/\(id)/assignment" }

    @Test func ofAHundredAtOnceOneWinsAndTheRestAreToldWho() throws {
        let people = try (0..<20).map { try day.account.person("E\($0)", .evaluator) }
        let path = path
        let replies = try atOnce(100) { number in
            (number % 20, try people[number % 20].put(path, #"{"evaluatorId":"me"}"#))
        }
        let winners = Set(replies.filter { $0.1.status == 200 }.map(\.0))
        #expect(winners.count == 1)
        let winner = people[try #require(winners.first)]
        for (number, reply) in replies where !winners.contains(number) {
            #expect(reply.status == 409)
            #expect(reply.code == "already_taken")
            #expect(reply["/holder/id"]?.text == winner.id)
        }
        #expect(try day.account.number("SELECT count(*) FROM activity WHERE action = 'evaluation.taken'") == 1)
    }

    @Test func takingTwiceIsNoError() throws {
        #expect(try day.evaluator.put(path, #"{"evaluatorId":"me"}"#).status == 200)
        let again = try day.evaluator.put(path, #"{"evaluatorId":"me"}"#)
        #expect(again.status == 200)
        #expect(again["/revision"]?.integer == 2)
    }

    @Test func aSupervisorGivesItAwayAndTakesItBack() throws {
        let given = try day.supervisor.put(path, #"{"evaluatorId":"\#(day.colleague.id)"}"#)
        #expect(given["/evaluator/name"]?.text == "Eve")
        #expect(given["/state"]?.text == "assigned")
        let open = try day.colleague.get("evaluations/\(id)")
        let saved = try day.colleague.put(
            "evaluations/\(id)/answers", day.forms(open, #"{"q1":{"option":"y"}}"#), ifMatch: open.etag)
        #expect(saved.status == 200)
        let back = try day.supervisor.put(path, #"{"evaluatorId":null}"#)
        #expect(back["/state"]?.text == "unassigned")
        let taken = try day.evaluator.put(path, #"{"evaluatorId":"me"}"#)
        #expect(taken["/forms/0/answers/q1/option"]?.text == "y")
        #expect(try day.colleague.get("evaluations/\(id)").status == 404)
    }

    @Test func whoMayNotAssignIsRefused() throws {
        let other = #"{"evaluatorId":"\#(day.colleague.id)"}"#
        #expect(try day.evaluator.put(path, other).status == 403)
        #expect(try day.agent.put(path, #"{"evaluatorId":"me"}"#).status == 403)
        #expect(try day.stranger.put(path, other).status == 404)
        #expect(try day.admin.put(path, #"{"evaluatorId":"\#(day.agent.id)"}"#).code == "evaluator_unknown")
        #expect(try day.admin.put(path, #"{"evaluatorId":"nobody"}"#).status == 422)
        #expect(try day.admin.put(path, "{}").status == 422)
    }

    @Test func aSessionThatWasNeverOpenIsNotThereForOthers() throws {
        let private1 = try day.chosen(try day.calls(1, named: "P")[0], for: day.colleague)
        #expect(try day.evaluator.put("evaluations/\(private1.id)/assignment", #"{"evaluatorId":"me"}"#).status == 404)
    }

    @Test func assigningFromAnOldListIsTold() throws {
        let listed = try day.supervisor.get("evaluations/\(id)")
        #expect(try day.evaluator.put(path, #"{"evaluatorId":"me"}"#).status == 200)
        let late = try day.supervisor.put(path, #"{"evaluatorId":"\#(day.colleague.id)"}"#, ifMatch: listed.etag)
        #expect(late.status == 412)
        #expect(try day.admin.get("evaluations/\(id)")["/evaluator/name"]?.text == "Eva")
    }
}
