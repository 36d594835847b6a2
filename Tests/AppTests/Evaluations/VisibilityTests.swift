import Domain
import JSON
import Testing

@testable import App

/// Who sees which sessions, one by one and in the list.
struct VisibilityTests {
    let day: Workday
    let mine: String
    let colleagues: String
    let open: String

    init() throws {
        day = try Workday()
        let calls = try day.calls(3)
        mine = try day.chosen(calls[0], for: day.evaluator).id
        colleagues = try day.chosen(calls[1], for: day.colleague).id
        open = try day.admin.post(
            "evaluations", #"{"interactionId":"\#(calls[2])","scorecards":["\#(day.scorecard)"]}"#
        ).id
    }

    @Test func everybodySeesTheirPart() throws {
        let seen: [(Asker, Set<String>)] = [
            (day.admin, [mine, colleagues, open]), (day.supervisor, [mine, colleagues, open]), (day.stranger, []),
            (day.evaluator, [mine, open]), (day.colleague, [colleagues, open]), (day.agent, []), (day.otherAgent, []),
        ]
        for (person, sessions) in seen {
            let list = try person.get("evaluations")
            #expect(Set(list.all("/items", "id")) == sessions, "\(person.name)")
            #expect(list["/total/count"]?.integer == Int64(sessions.count))
            for id in [mine, colleagues, open] {
                for path in ["", "/score", "/completion"] {
                    let status = try person.get("evaluations/\(id)\(path)").status
                    #expect(status == (sessions.contains(id) ? 200 : 404), "\(person.name) \(path)")
                }
            }
        }
    }

    @Test func outOfSightNothingCanBeDone() throws {
        let body = #"{"forms":[]}"#
        #expect(try day.evaluator.put("evaluations/\(colleagues)/draft", body, ifMatch: "1.0").status == 404)
        #expect(try day.evaluator.put("evaluations/\(colleagues)/answers", body, ifMatch: "1.0").status == 404)
        #expect(try day.evaluator.post("evaluations/\(colleagues)/completion", body, ifMatch: "1.0").status == 404)
        #expect(try day.evaluator.delete("evaluations/\(colleagues)/draft").status == 404)
        let reason = #"{"reason":"irrelevant"}"#
        #expect(try day.evaluator.post("evaluations/\(colleagues)/replacement", reason, ifMatch: "1.0").status == 404)
        #expect(try day.stranger.patch("evaluations/\(mine)", #"{"dueAt":null}"#, ifMatch: "1.0").status == 404)
    }

    @Test func withoutThePermissionTheDoorIsShut() throws {
        let body = #"{"forms":[]}"#
        #expect(try day.agent.put("evaluations/\(mine)/draft", body, ifMatch: "1.0").status == 403)
        #expect(try day.agent.post("evaluations", body).status == 403)
        #expect(try day.agent.post("evaluations/\(mine)/completion", body, ifMatch: "1.0").status == 403)
        #expect(try day.evaluator.get("criteria").status == 403)
        #expect(try day.evaluator.post("criteria/x/draw", "{}").status == 403)
        #expect(try day.agent.get("scorecards").status == 403)
        #expect(try day.evaluator.post("scorecards", "{}").status == 403)
    }

    @Test func anEvaluatorChoosesForThemselvesAlone() throws {
        let call = try day.calls(1, named: "A")[0]
        let card = day.scorecard
        let forMe = try day.evaluator.post(
            "evaluations",
            #"{"interactionId":"\#(call)","scorecards":["\#(card)"],"evaluatorId":"me","adHoc":true}"#)
        #expect(forMe.status == 201)
        #expect(forMe["/origin"]?.text == "ad_hoc")
        let forOther = try day.evaluator.post(
            "evaluations",
            #"{"interactionId":"\#(call)","scorecards":["\#(card)"],"evaluatorId":"\#(day.colleague.id)"}"#)
        #expect(forOther.status == 403)
        let outOfSight = try day.stranger.post(
            "evaluations", #"{"interactionId":"\#(call)","scorecards":["\#(card)"]}"#)
        #expect(outOfSight.status == 404)
    }

    @Test func whoIsGivenAnEvaluationHearsItsConversationWhateverItsTeam() throws {
        let call = try day.calls(1, named: "H")[0]
        let recording = try day.recorded(call)
        _ = try day.transcribed(call, "WEBVTT\n\n00:01.000 --> 00:02.000\nHello")
        let id = try day.chosen(call, for: day.evaluator).id
        let paths = [
            "interactions/\(call)", "interactions/\(call)/recordings", "recordings/\(recording)",
            "interactions/\(call)/transcript",
        ]
        for path in paths { #expect(try day.stranger.get(path).status == 404, "\(path)") }
        #expect(
            try day.admin.put("evaluations/\(id)/assignment", #"{"evaluatorId":"\#(day.stranger.id)"}"#).status == 200)
        for path in paths { #expect(try day.stranger.get(path).status == 200, "\(path)") }
        // Evaluations of others on it, and the lists, stay as they were.
        let others = try day.admin.post(
            "evaluations",
            #"""
            {"interactionId":"\#(call)","scorecards":["\#(day.scorecard)"],"evaluatorId":"\#(day.colleague.id)",
             "reuseEvaluated":true}
            """#
        ).id
        #expect(try day.stranger.get("evaluations/\(others)").status == 404)
        #expect(try day.stranger.get("evaluations?interaction=\(call)").all("/items", "id") == [id])
        #expect(try day.stranger.get("interactions").all("/items", "id").isEmpty)
        #expect(
            try day.admin.put("evaluations/\(id)/assignment", #"{"evaluatorId":"\#(day.evaluator.id)"}"#).status == 200)
        for path in paths { #expect(try day.stranger.get(path).status == 404, "\(path)") }
    }
}
