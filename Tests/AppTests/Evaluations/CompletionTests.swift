import Domain
import JSON
import Testing

@testable import App

/// What stands in the way of completing, and that it happens once.
struct CompletionTests {
    let day: Workday

    init() throws { day = try Workday() }

    private func session(scorecards: [String]? = nil) throws -> Reply {
        let created = try day.chosen(try day.calls(1)[0], for: day.evaluator, scorecards: scorecards)
        return try day.evaluator.get("evaluations/\(created.id)")
    }

    private func complete(_ session: Reply, _ answers: String...) throws -> Reply {
        let forms = zip(session.all("/forms", "id"), answers).map { #"{"id":"\#($0)","answers":\#($1)}"# }
        return try day.evaluator.post(
            "evaluations/\(session.id)/completion", #"{"forms":[\#(forms.joined(separator: ","))]}"#,
            ifMatch: session.etag)
    }

    @Test func requiredQuestionsOfAllFormsMustBeAnswered() throws {
        let second = try Workday.publish(Workday.card(key: "qb", name: "Tone"), by: day.admin)
        let session = try session(scorecards: [day.scorecard, second])
        let reply = try complete(session, Workday.full, "{}")
        #expect(reply.status == 422)
        #expect(reply.code == "required_unanswered")
        #expect(reply.all("/errors", "pointer") == ["/forms/1/answers/q1"])
        let summary = try day.evaluator.get("evaluations/\(session.id)/completion")
        #expect(summary["/forms/1/missingRequired/0"]?.text == "q1")
        #expect(summary["/refusal/code"]?.text == "required_unanswered")
        #expect(try complete(session, Workday.full, Workday.full).status == 200)
    }

    @Test func aFailingOptionMayAskForAComment() throws {
        let reply = try complete(try session(), #"{"q1":{"option":"y"},"q3":{"option":"n","comment":" "}}"#)
        #expect(reply.code == "comment_missing")
    }

    @Test func anUnconfirmedAutoFailBlocks() throws {
        let reply = try complete(try session(), #"{"q1":{"option":"y","confirmed":false}}"#)
        #expect(reply.code == "answer_unconfirmed")
    }

    @Test func aFailingAnswerMayNeedEvidence() throws {
        let card = try Workday.publish(
            Workday.card(key: "ev", name: "Evidence", evidenceRequired: "true"), by: day.admin)
        let session = try session(scorecards: [card])
        let bare = try complete(session, #"{"q1":{"option":"n"}}"#)
        #expect(bare.code == "evidence_missing")
        let shown = try complete(session, #"{"q1":{"option":"n","evidence":[{"startMs":0,"endMs":500}]}}"#)
        #expect(shown.status == 200)
        #expect(shown["/score"]?.integer == 0)
    }

    @Test func afterTheDueDateSavingWorksAndCompletingDoesNot() throws {
        try day.calls(1)
        let due = try #require(try day.drawn(1, to: day.evaluator, dueAt: "2026-11-18T11:06:41Z").first)
        let path = "evaluations/\(due)"
        let before = try day.evaluator.get(path)
        #expect(before["/expired"]?.truth == false)
        day.account.clock.advance(byMs: 1_002)
        let session = try day.evaluator.get(path)
        #expect(session["/expired"]?.truth == true)
        #expect(session["/completeRefusal"]?.text == "due_date_passed")
        #expect(session["/replaceRefusal"]?.text == "replace_not_allowed")
        let refused = try complete(session, Workday.full)
        #expect(refused.status == 409)
        #expect(refused.code == "due_date_passed")
        let saved = try day.evaluator.put("\(path)/answers", day.forms(session, Workday.full), ifMatch: session.etag)
        #expect(saved.status == 200)
        #expect(try day.evaluator.patch(path, #"{"dueAt":null}"#, ifMatch: saved.etag).status == 403)
        let extended = try day.supervisor.patch(path, #"{"dueAt":"2026-11-19"}"#, ifMatch: saved.etag)
        #expect(extended["/dueAt"]?.text == "2026-11-19T23:59:59.999Z")
        #expect(try complete(try day.evaluator.get(path)).status == 200)
    }

    @Test func aDayEndsWhereTheAccountIs() throws {
        _ = try day.admin.patch("settings", #"{"timeZone":"America/New_York"}"#)
        try day.calls(1)
        let id = try #require(try day.drawn(1, dueAt: "2026-11-30").first)
        #expect(try day.admin.get("evaluations/\(id)")["/dueAt"]?.text == "2026-12-01T04:59:59.999Z")
    }

    @Test func aHundredAtOnceCompleteOnce() throws {
        let session = try session()
        let body = day.forms(session, Workday.full)
        let evaluator = day.evaluator
        let replies = try atOnce(100) { _ in
            try evaluator.post("evaluations/\(session.id)/completion", body, ifMatch: session.etag)
        }
        #expect(replies.count { $0.status == 200 } == 1)
        #expect(replies.filter { $0.status != 200 }.allSatisfy { $0.code == "already_completed" && $0.status == 409 })
        #expect(try day.account.number("SELECT count(*) FROM activity WHERE action = 'evaluation.completed'") == 1)
        #expect(try day.account.number("SELECT count(*) FROM activity WHERE action = 'interaction.evaluated'") == 1)
    }

    @Test func aCompletedSessionStaysWithItsEvaluator() throws {
        let session = try session()
        _ = try complete(session, Workday.full)
        let reply = try day.admin.put("evaluations/\(session.id)/assignment", #"{"evaluatorId":null}"#)
        #expect(reply.status == 409)
        #expect(reply.code == "already_completed")
    }

    @Test func onlyItsEvaluatorAnswers() throws {
        let session = try session()
        let path = "evaluations/\(session.id)"
        for person in [day.supervisor, day.admin] {
            let seen = try person.get(path)
            #expect(seen["/may/save"]?.truth == false)
            let reply = try person.put("\(path)/answers", day.forms(seen, Workday.full), ifMatch: seen.etag)
            #expect(reply.status == 403)
            #expect(reply.code == "not_yours")
        }
        let open = try day.admin.post(
            "evaluations",
            #"{"interactionId":"\#(session["/interaction/id"]?.text ?? "")","scorecards":["\#(day.scorecard)"]}"#)
        let reply = try day.evaluator.put(
            "evaluations/\(open.id)/answers", "{}", ifMatch: try day.evaluator.get("evaluations/\(open.id)").etag)
        #expect(reply.status == 409)
        #expect(reply.code == "not_taken")
    }
}
