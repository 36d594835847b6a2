import Domain
import HTTP
import JSON
import Testing

@testable import App

/// Telling an agent about an evaluation: who may, what the agent sees of it, the thread, closing.
struct ActionItemTests {
    let day: Workday

    init() throws { day = try Workday() }

    private static let failing =
        #"{"q1":{"option":"n","comment":"Not greeted","evidence":[{"startMs":1000,"endMs":2000}]},"q2":{"option":"y"},"q3":{"na":true}}"#

    /// A session of the agent's call with saved answers, the first of which fails it.
    private func saved(_ answers: String = failing) throws -> String {
        let id = try day.chosen(try day.calls(1)[0], for: day.evaluator).id
        let session = try day.evaluator.get("evaluations/\(id)")
        let reply = try day.evaluator.put(
            "evaluations/\(id)/answers", day.forms(session, answers), ifMatch: session.etag)
        #expect(reply.status == 200)
        return id
    }

    private func notify(_ id: String, _ more: String = "", by person: Asker? = nil) throws -> Reply {
        try (person ?? day.evaluator).post(
            "evaluations/\(id)/notification", #"{"summary":"Please look at the greeting"\#(more)}"#)
    }

    /// Asks every route that could show an agent something of an evaluation, and looks for the words that would tell.
    private func expectTheAgentIsNotTold(_ words: [String], of id: String, through item: String) throws {
        let interaction = try #require(try day.admin.get("evaluations/\(id)")["/interaction/id"]?.text)
        let paths = [
            "action-items", "action-items?evaluation=\(id)", "action-items/\(item)", "action-items/\(item)/evaluation",
            "evaluations", "evaluations?archived=true", "evaluations?interaction=\(interaction)", "evaluations/\(id)",
            "evaluations/\(id)/score", "evaluations/\(id)/revisions", "evaluations/\(id)/completion", "scorecards",
            "scorecards/\(day.scorecard)", "scorecards/\(day.scorecard)/versions/1",
            "scorecards/\(day.scorecard)/export.csv", "scorecards/\(day.scorecard)/export.json",
            "interactions/\(interaction)", "interactions/\(interaction)/comments",
            "interactions/\(interaction)/moments", "activity",
        ]
        for path in paths {
            let response = try day.agent.send(.get, path)
            #expect([200, 403, 404, 409].contains(response.status), "\(path)")
            guard case .bytes(let content) = response.body else { continue }
            let text = String(decoding: content, as: UTF8.self)
            for word in words { #expect(!text.contains(word), "\(path) tells \(word)") }
        }
        #expect(try day.agent.post("evaluations/\(id)/export", #"{"format":"csv"}"#).status == 404)
    }

    @Test func theAgentIsToldAndSeesTheAnswersWithoutTheScore() throws {
        let id = try saved()
        let item = try notify(id, #","dueAt":"2026-11-30""#)
        #expect(item.status == 201)
        let mine = try day.agent.get("action-items?state=open&mine=true")
        #expect(mine.all("/items", "id") == [item.id])
        #expect(mine["/items/0/summary"]?.text == "Please look at the greeting")
        #expect(mine["/items/0/dueAt"]?.text != nil)
        let shown = try day.agent.get("action-items/\(item.id)/evaluation")
        #expect(shown.status == 200)
        #expect(shown["/final"]?.truth == false)
        #expect(shown["/forms/0/sections/0/questions/0/answer"]?.text == "No")
        #expect(shown["/forms/0/sections/0/questions/0/comment"]?.text == "Not greeted")
        #expect(shown["/forms/0/sections/0/questions/0/evidence/0/startMs"]?.integer == 1000)
        #expect(shown["/forms/0/sections/0/questions/2/na"]?.truth == true)
    }

    @Test func withoutTheBoxNoRouteTellsTheAgentAScoreAPointOrAWeight() throws {
        let id = try saved()
        let item = try notify(id)
        try expectTheAgentIsNotTold(
            [
                "\"score\"", "\"points\"", "\"weight\"", "autoFail", "\"passed\"", "passMark", "\"possible\"",
                "\"earned\"", "10000",
            ], of: id, through: item.id)
        #expect(try day.agent.get("evaluations/\(id)").status == 404)
        #expect(try day.agent.get("scorecards/\(day.scorecard)").status == 403)
    }

    @Test func nothingOfAVoidedEvaluationIsShown() throws {
        let id = try saved()
        let item = try notify(id, #","showScore":true"#)
        #expect(try day.agent.get("action-items/\(item.id)/evaluation").status == 200)
        let voided = try day.supervisor.put("evaluations/\(id)/void", #"{"reason":"The wrong call."}"#)
        #expect(voided.status == 200)
        let refused = try day.agent.get("action-items/\(item.id)/evaluation")
        #expect(refused.status == 409)
        #expect(refused.code == "voided")
        #expect(refused["/forms"] == nil)
        try expectTheAgentIsNotTold(
            [
                "Greeted?", "Not greeted", "\"forms\"", "\"evidence\"", "\"score\"", "\"points\"", "autoFail",
                "The wrong call.",
            ], of: id, through: item.id)
        // The message itself stays with the agent, and so does its thread.
        let thread = try day.agent.post("action-items/\(item.id)/messages", #"{"body":"Why was it withdrawn?"}"#)
        #expect(thread["/messages/0/body"]?.text == "Why was it withdrawn?")
        #expect(try day.agent.get("action-items?mine=true").all("/items", "id") == [item.id])
        #expect(try notify(id, by: day.supervisor).code == "archived")
    }

    @Test func withTheBoxTheScoreIsShown() throws {
        let item = try notify(try saved(), #","showScore":true"#)
        let shown = try day.agent.get("action-items/\(item.id)/evaluation")
        #expect(shown["/score"]?.integer == 0)
        #expect(shown["/passed"]?.truth == false)
        #expect(shown["/forms/0/sections/0/weight"]?.integer == 10_000)
        #expect(shown["/forms/0/sections/0/questions/0/autoFail"]?.text == "evaluation")
        #expect(shown["/forms/0/sections/0/questions/1/points"]?.integer == 10)
    }

    @Test func onlyWhatIsSavedIsShown() throws {
        let id = try day.chosen(try day.calls(1)[0], for: day.evaluator).id
        let session = try day.evaluator.get("evaluations/\(id)")
        _ = try day.evaluator.put(
            "evaluations/\(id)/draft", day.forms(session, Self.failing), ifMatch: session.etag)
        let item = try notify(id)
        let shown = try day.agent.get("action-items/\(item.id)/evaluation")
        #expect(shown["/forms/0/sections/0/questions/0/comment"]?.text == nil)
        #expect(shown["/forms/0/sections/0/questions/1/answer"]?.text == nil)
        let now = try day.evaluator.get("evaluations/\(id)")
        _ = try day.evaluator.post(
            "evaluations/\(id)/completion", day.forms(now, Workday.full), ifMatch: now.etag)
        let done = try day.agent.get("action-items/\(item.id)/evaluation")
        #expect(done["/final"]?.truth == true)
        #expect(done["/forms/0/sections/0/questions/0/answer"]?.text == "Yes")
    }

    @Test func theThreadStaysWithTheEvaluation() throws {
        let id = try saved()
        let item = try notify(id)
        let answered = try day.agent.post("action-items/\(item.id)/messages", #"{"body":" I did greet her. "}"#)
        #expect(answered.status == 200)
        #expect(answered["/messages/0/body"]?.text == "I did greet her.")
        #expect(answered["/messages/0/mine"]?.truth == true)
        _ = try day.evaluator.post("action-items/\(item.id)/messages", #"{"body":"At 0:01?"}"#)
        let thread = try day.supervisor.get("action-items?evaluation=\(id)")
        #expect(thread["/items/0/messageCount"]?.integer == 2)
        #expect(try day.supervisor.get("action-items/\(item.id)").all("/messages", "body").last == "At 0:01?")
        #expect(try day.agent.post("action-items/\(item.id)/messages", #"{"body":" "}"#).code == "message_empty")
    }

    @Test func itIsClosedAndOpenedAgain() throws {
        let item = try notify(try saved())
        let closed = try day.agent.put("action-items/\(item.id)/closure")
        #expect(closed["/state"]?.text == "closed")
        #expect(closed["/closedBy/name"]?.text == "Al")
        #expect(try day.agent.put("action-items/\(item.id)/closure")["/closedBy/name"]?.text == "Al")
        #expect(try day.agent.get("action-items?state=open").all("/items", "id").isEmpty)
        #expect(try day.evaluator.delete("action-items/\(item.id)/closure")["/state"]?.text == "open")
    }

    @Test func whoDoesNotSeeItHasNothingToDoWithIt() throws {
        let item = try notify(try saved())
        for person in [day.otherAgent, day.colleague, day.stranger] {
            #expect(try person.get("action-items/\(item.id)").status == 404)
            #expect(try person.get("action-items/\(item.id)/evaluation").status == 404)
            #expect(try person.post("action-items/\(item.id)/messages", #"{"body":"x"}"#).status == 404)
            #expect(try person.put("action-items/\(item.id)/closure").status == 404)
            #expect(try person.get("action-items").all("/items", "id").isEmpty)
        }
    }

    @Test func itIsRefusedWhereNobodyCouldBeTold() throws {
        let id = try saved()
        #expect(try notify(id, by: day.agent).status == 403)
        #expect(try notify(id, by: day.stranger).status == 404)
        #expect(try notify(id, by: day.supervisor).status == 201)
        #expect(try notify(id, #","summary":"twice""#).status == 400)
        let nobody = try day.admin.post(
            "interactions",
            #"{"externalId":"N","channel":"chat","startedAt":"2026-11-12T14:02:00Z","durationMs":1000}"#)
        let session = try day.chosen(nobody.id, for: day.evaluator)
        #expect(try notify(session.id).code == "no_agent")
        _ = try day.admin.patch("users/\(day.agent.id)", #"{"disabled":true}"#)
        #expect(try notify(id).code == "agent_inactive")
    }

    @Test func nobodyHasFailedBeforeTheEnd() throws {
        let id = try day.chosen(try day.calls(1)[0], for: day.evaluator).id
        let item = try notify(id, #","showScore":true"#)
        let untouched = try day.agent.get("action-items/\(item.id)/evaluation")
        #expect(untouched["/showScore"]?.truth == true)
        #expect(untouched["/score"] == nil && untouched["/passed"] == nil)
        #expect(untouched["/forms/0/score"] == nil)
        #expect(untouched["/forms/0/passMark"]?.integer == 70_000_000)
        // A third of it is answered: less than the mark, and no verdict yet.
        let session = try day.evaluator.get("evaluations/\(id)")
        let begun = day.forms(session, #"{"q1":{"option":"y"}}"#)
        #expect(try day.evaluator.put("evaluations/\(id)/answers", begun, ifMatch: session.etag).status == 200)
        let half = try day.agent.get("action-items/\(item.id)/evaluation")
        #expect(half["/score"]?.integer == 25_000_000)
        #expect(half["/passed"] == nil && half["/forms/0/score/passed"] == nil)
    }

    @Test func anotherConversationIsNotShownUnderTheSameMessage() throws {
        _ = try day.calls(3)
        let id = try day.drawn(1, to: day.evaluator)[0]
        let item = try notify(id)
        let session = try day.evaluator.get("evaluations/\(id)")
        let talk = try #require(session["/interaction/id"]?.text)
        let replaced = try day.evaluator.post(
            "evaluations/\(id)/replacement", #"{"reason":"irrelevant"}"#, ifMatch: session.etag)
        #expect(replaced.status == 200)
        #expect(replaced["/interaction/id"]?.text != talk)
        #expect(try day.agent.get("action-items/\(item.id)/evaluation").code == "evaluation_moved")
        #expect(try day.agent.get("action-items/\(item.id)")["/interaction/id"]?.text == talk)
        #expect(try day.agent.post("action-items/\(item.id)/messages", #"{"body":"Which call?"}"#).status == 200)
        #expect(try day.agent.put("action-items/\(item.id)/closure").status == 200)
    }

    @Test func whoWroteItSeesTheAnswerAlsoAfterTheEvaluationWentToSomebodyElse() throws {
        let id = try saved()
        let item = try notify(id)
        let given = try day.supervisor.put(
            "evaluations/\(id)/assignment", #"{"evaluatorId":"\#(day.colleague.id)"}"#,
            ifMatch: try day.supervisor.get("evaluations/\(id)").etag)
        #expect(given.status == 200)
        #expect(try day.evaluator.get("evaluations/\(id)").status == 404)
        // What it is about is read by its agent and its new evaluator, and no more by whoever had it.
        #expect(try day.evaluator.get("action-items/\(item.id)/evaluation").status == 404)
        #expect(try day.evaluator.get("action-items/\(item.id)").status == 200)
        for reader in [day.agent, day.colleague, day.supervisor] {
            #expect(try reader.get("action-items/\(item.id)/evaluation").status == 200)
        }
        _ = try day.agent.post("action-items/\(item.id)/messages", #"{"body":"I did greet her."}"#)
        let sent = try day.evaluator.get("action-items?sent=true")
        #expect(sent.all("/items", "id") == [item.id])
        #expect(sent["/items/0/messageCount"]?.integer == 1)
        #expect(sent["/items/0/lastMessageBy/name"]?.text == "Al")
        #expect(try day.colleague.get("action-items?sent=true").all("/items", "id").isEmpty)
    }
}
