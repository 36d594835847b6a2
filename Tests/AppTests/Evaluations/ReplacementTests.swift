import Domain
import JSON
import SQL
import Testing

@testable import App

/// Replacing the interaction of a session: from the same search and agent, every refusal, and what begins anew.
struct ReplacementTests {
    let day: Workday

    init() throws { day = try Workday() }

    private func replace(
        _ id: String, _ body: String = #"{"reason":"bad_audio"}"#, by person: Asker? = nil
    ) throws -> Reply {
        let person = person ?? day.evaluator
        return try person.post("evaluations/\(id)/replacement", body, ifMatch: try person.get("evaluations/\(id)").etag)
    }

    @Test func theSessionBeginsAnewAndTheOldInteractionStaysInTheHistory() throws {
        try day.calls(2)
        try day.calls(3, of: day.otherAgent, named: "B")
        let id = try #require(
            try day.drawn(
                1, from: try day.criteria(#"{"agent":["\#(day.agent.id)"]}"#), to: day.evaluator
            ).first)
        let before = try day.evaluator.get("evaluations/\(id)")
        let saved = try day.evaluator.put(
            "evaluations/\(id)/answers", day.forms(before, Workday.full), ifMatch: before.etag)
        _ = try day.evaluator.put("evaluations/\(id)/draft", day.forms(saved, "{}"), ifMatch: saved.etag)

        let after = try replace(id, #"{"reason":"other","note":"  A wrong number.  "}"#)
        #expect(after.status == 200)
        #expect(after["/state"]?.text == "assigned")
        #expect(after["/interaction/id"]?.text != before["/interaction/id"]?.text)
        #expect(after["/interaction/agent/name"]?.text == "Al")
        #expect(after["/name"]?.text == "Quality · \(after["/interaction/externalId"]?.text ?? "")")
        #expect(after["/forms/0/answers/q1"] == nil)
        #expect(after["/forms/0/answers/q2/touched"]?.truth == false)
        #expect(after["/draft"] == nil)
        #expect(after["/replaced/0/interaction/id"]?.text == before["/interaction/id"]?.text)
        #expect(after["/replaced/0/reason"]?.text == "other")
        #expect(after["/replaced/0/note"]?.text == "A wrong number.")
        #expect(after["/replaced/0/by/name"]?.text == "Eva")
        #expect(try day.account.number("SELECT count(*) FROM evaluation_answers") == 0)
        #expect(try day.evaluator.get("evaluations")["/items/0/score"] == nil)
    }

    @Test func noInteractionComesTwiceAndNoneOfAnotherAgent() throws {
        try day.calls(3)
        try day.calls(3, of: day.otherAgent, named: "B")
        let id = try #require(
            try day.drawn(1, from: try day.criteria(#"{"agent":["\#(day.agent.id)"]}"#), to: day.evaluator).first)
        var seen = [try day.evaluator.get("evaluations/\(id)")["/interaction/id"]?.text]
        for _ in 0..<2 { seen.append(try replace(id)["/interaction/id"]?.text) }
        #expect(Set(seen).count == 3)
        let before = try day.evaluator.get("evaluations/\(id)")
        let none = try replace(id)
        #expect(none.status == 409)
        #expect(none.code == "no_candidate")
        #expect(try day.evaluator.get("evaluations/\(id)").body == before.body)
    }

    @Test func whoDoesNotSeeTheTeamIsGivenAnotherOfIt() throws {
        try day.calls(3)
        // The stranger watches over another team, and was given this one by hand.
        let id = try #require(try day.drawn(1, to: day.stranger).first)
        let before = try day.stranger.get("evaluations/\(id)")
        let after = try replace(id, by: day.stranger)
        #expect(after.status == 200)
        #expect(after["/interaction/id"]?.text != before["/interaction/id"]?.text)
        let given = try #require(after["/interaction/id"]?.text)
        #expect(try day.stranger.get("interactions/\(given)").status == 200)
        // The one that was given up is out of sight again.
        #expect(try day.stranger.get("interactions/\(before["/interaction/id"]?.text ?? "")").status == 404)
    }

    @Test func whatWasDrawnByASupervisorIsReplacedFromWhatBothSee() throws {
        try day.calls(2)
        let criteria = try day.criteria(#"{"agent":["\#(day.agent.id)"]}"#)
        let drawn = try day.supervisor.post(
            "criteria/\(criteria)/draw",
            #"{"count":1,"scorecards":["\#(day.scorecard)"],"evaluatorIds":["\#(day.supervisor.id)"]}"#)
        let id = try #require(drawn.texts("/evaluations").first)
        // A talk of the same agent in a team that neither watches over.
        let away = try day.account.team("Away")
        try day.account.services.database.write { transaction in
            let other = try #require(
                try transaction.row(
                    "SELECT id FROM interactions WHERE id NOT IN (SELECT interaction_id FROM evaluations)"
                ) { $0.text(0) })
            try transaction.execute("UPDATE interactions SET team_id = ? WHERE id = ?", .text(away), .text(other))
        }
        #expect(try replace(id, by: day.supervisor).code == "no_candidate")
    }

    @Test func evaluatedOnesAndThoseInOpenSessionsAreNoCandidates() throws {
        let calls = try day.calls(4)
        let id = try #require(try day.drawn(1, to: day.evaluator, dueAt: nil).first)
        let current = try day.evaluator.get("evaluations/\(id)")["/interaction/id"]?.text
        var others = calls.filter { $0 != current }
        // One is evaluated, one is in an expired session: an expired one counts as open.
        let evaluated = try day.evaluator.get(
            "evaluations/\(try day.chosen(others.removeFirst(), for: day.evaluator).id)")
        _ = try day.evaluator.post(
            "evaluations/\(evaluated.id)/completion", day.forms(evaluated, Workday.full), ifMatch: evaluated.etag)
        let expired = try day.admin.post(
            "evaluations",
            #"""
            {"interactionId":"\#(others.removeFirst())","scorecards":["\#(day.scorecard)"],
             "dueAt":"2026-01-01T00:00:00Z"}
            """#)
        #expect(expired["/expired"]?.truth == true)
        #expect(try replace(id)["/interaction/id"]?.text == others[0])
        #expect(try replace(id).code == "no_candidate")
    }

    @Test func theCriteriaAreThoseItWasDrawnBy() throws {
        try day.calls(1)
        let criteria = try day.criteria(#"{"channel":["voice"],"q":"C-"}"#)
        let id = try #require(try day.drawn(1, from: criteria, to: day.evaluator).first)
        try day.calls(1, named: "D")
        #expect(try day.admin.delete("criteria/\(criteria)").status == 204)
        #expect(try replace(id).code == "no_candidate")
        try day.calls(1, named: "XC")
        #expect(try replace(id)["/interaction/externalId"]?.text == "XC-0")
    }

    @Test func sessionsThatWereNotDrawnKeepTheirInteraction() throws {
        let calls = try day.calls(3)
        let manual = try day.chosen(calls[0], for: day.evaluator)
        let adHoc = try day.evaluator.post(
            "evaluations",
            #"""
            {"interactionId":"\#(calls[1])","scorecards":["\#(day.scorecard)"],"evaluatorId":"me","adHoc":true}
            """#)
        for id in [manual.id, adHoc.id] {
            let reply = try replace(id)
            #expect(reply.status == 409)
            #expect(reply.code == "replace_not_allowed")
            #expect(try day.evaluator.get("evaluations/\(id)")["/may/replace"]?.truth == false)
        }
    }

    @Test func unassignedCompletedAndExpiredSessionsKeepTheirInteraction() throws {
        try day.calls(6)
        let sessions = try day.drawn(3, dueAt: "2026-11-18T12:00:00Z")
        #expect(try replace(sessions[0]).code == "replace_not_allowed")
        for id in sessions[1...] {
            _ = try day.evaluator.put("evaluations/\(id)/assignment", #"{"evaluatorId":"me"}"#)
        }
        let open = try day.evaluator.get("evaluations/\(sessions[1])")
        let done = try day.evaluator.post(
            "evaluations/\(sessions[1])/completion", day.forms(open, Workday.full), ifMatch: open.etag)
        #expect(done.status == 200)
        #expect(try replace(sessions[1]).code == "replace_not_allowed")
        day.account.clock.advance(byMs: 3_600_000)
        #expect(try replace(sessions[2]).code == "replace_not_allowed")
        #expect(try replace(sessions[2]).status == 409)
    }

    @Test func aReasonIsRequiredAndOtherNeedsWords() throws {
        try day.calls(2)
        let id = try #require(try day.drawn(1, to: day.evaluator).first)
        #expect(try replace(id, "{}").status == 422)
        #expect(try replace(id, #"{"reason":"boring"}"#).status == 422)
        #expect(try replace(id, #"{"reason":"other","note":"  "}"#).code == "note_missing")
        #expect(try replace(id, by: day.supervisor).code == "not_yours")
    }

    @Test func sessionsReplacedAtOnceNeverShareAnInteraction() throws {
        try day.calls(3)
        let sessions = try day.drawn(2, to: day.evaluator)
        let etags = try sessions.map { try day.evaluator.get("evaluations/\($0)").etag }
        let evaluator = day.evaluator
        let replies = try atOnce(40) { number in
            try evaluator.post(
                "evaluations/\(sessions[number % 2])/replacement", #"{"reason":"too_short"}"#,
                ifMatch: etags[number % 2])
        }
        #expect(replies.count { $0.status == 200 } == 2)
        let interactions = try day.evaluator.get("evaluations")["/items"]?.elements ?? []
        #expect(Set(interactions.compactMap { $0["interaction"]?["id"]?.text }).count == 2)
    }
}
