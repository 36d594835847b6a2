import Domain
import JSON
import SQL
import Testing

@testable import App

/// Drawing sessions from saved searches, and choosing interactions by hand.
struct DrawTests {
    let day: Workday

    init() throws { day = try Workday() }

    @Test func theSameSeedDrawsTheSame() throws {
        let criteria = try day.criteria()
        try day.calls(24)
        let first = try Set(day.drawn(8, from: criteria, seed: "monday").map(interaction))
        // The same calls again in an account where nothing was drawn yet.
        try day.account.services.database.write { transaction in
            try transaction.execute("DELETE FROM evaluations")
        }
        #expect(try Set(day.drawn(8, from: criteria, seed: "monday").map(interaction)) == first)
        try day.account.services.database.write { transaction in
            try transaction.execute("DELETE FROM evaluations")
        }
        #expect(try Set(day.drawn(8, from: criteria, seed: "tuesday").map(interaction)) != first)
    }

    @Test func aPeriodIsThatOfTheInstantOfTheDraw() throws {
        // Fiji is twelve hours ahead; there it is 23:06 on 18 November 2026, and the calls are of the 13th.
        #expect(try day.admin.patch("settings", #"{"timeZone":"Pacific/Fiji"}"#).status == 200)
        let criteria = try day.criteria(#"{"period":"6d"}"#)
        try day.calls(12)
        func clear() throws {
            try day.account.services.database.write { _ = try $0.execute("DELETE FROM evaluations") }
        }
        let first = try Set(day.drawn(5, from: criteria, seed: "monday").map(interaction))
        try clear()
        #expect(try Set(day.drawn(5, from: criteria, seed: "monday").map(interaction)) == first)
        // What was drawn from is kept in days; a replacement comes from these.
        let kept: String? = try day.account.services.database.read { transaction in
            try transaction.row("SELECT search FROM evaluation_draws LIMIT 1") { $0.text(0) }
        }
        #expect(kept == #"{"from":"2026-11-12T12:00:00.000Z","to":"2026-11-18T12:00:00.000Z"}"#)
        let session = try #require(try day.drawn(1, from: criteria, to: day.evaluator, seed: "tuesday").first)
        day.account.clock.advance(byMs: 3_600_000)
        #expect(try day.admin.get("criteria/\(criteria)/draw")["/matching"]?.integer == 0)
        let replaced = try day.evaluator.post(
            "evaluations/\(session)/replacement", #"{"reason":"too_short"}"#,
            ifMatch: try day.evaluator.get("evaluations/\(session)").etag)
        #expect(replaced.status == 200)
    }

    @Test func aShortfallIsTold() throws {
        let criteria = try day.criteria()
        try day.calls(3)
        _ = try day.drawn(1, from: criteria)
        let preview = try day.admin.get("criteria/\(criteria)/draw")
        #expect(preview["/matching"]?.integer == 3)
        #expect(preview["/available"]?.integer == 2)
        let reply = try day.admin.post(
            "criteria/\(criteria)/draw", #"{"count":5,"scorecards":["\#(day.scorecard)"]}"#)
        #expect(reply["/drawn"]?.integer == 2)
        #expect(reply["/shortfall"]?.integer == 3)
        #expect(reply["/seed"]?.text?.isEmpty == false)
        #expect(try day.admin.get("criteria/\(criteria)/draw")["/available"]?.integer == 0)
    }

    @Test func drawsAtOnceShareNoInteraction() throws {
        let criteria = try day.criteria()
        try day.calls(10)
        let (admin, card) = (day.admin, day.scorecard)
        let replies = try atOnce(8) { number in
            try admin.post(
                "criteria/\(criteria)/draw", #"{"count":3,"scorecards":["\#(card)"],"seed":"\#(number)"}"#)
        }
        #expect(replies.reduce(0) { $0 + ($1["/drawn"]?.integer ?? 0) } == 10)
        #expect(try day.account.number("SELECT count(DISTINCT interaction_id) FROM evaluations") == 10)
    }

    @Test func aSupervisorDrawsFromTheTeamsCallsAlone() throws {
        let criteria = try day.criteria()
        try day.calls(2)
        try day.calls(3, of: day.otherAgent, named: "B")
        #expect(try day.supervisor.get("criteria/\(criteria)/draw")["/matching"]?.integer == 2)
        #expect(try day.stranger.get("criteria/\(criteria)/draw")["/matching"]?.integer == 3)
    }

    @Test func theDatabaseKeepsOneOpenDrawnSessionPerInteraction() throws {
        let criteria = try day.criteria()
        try day.calls(1)
        let id = try #require(try day.drawn(1, from: criteria).first)
        let (interaction, draw, admin) = (try interaction(id), try drawID(), day.admin.id)
        let added = try day.account.services.database.write { transaction in
            try EvaluationStore.insert(
                NewEvaluation(
                    id: "x", name: "x", isNamed: true, origin: .criteria, interactionID: interaction,
                    agentID: nil, drawID: draw, evaluatorID: nil, dueAt: nil, createdBy: admin),
                transaction)
        }
        #expect(!added)
    }

    @Test func someOfEachAgentAreDrawn() throws {
        let criteria = try day.criteria()
        try day.calls(5)
        try day.calls(1, of: day.otherAgent, named: "B")
        #expect(try day.admin.get("criteria/\(criteria)/draw")["/agents"]?.integer == 2)
        let reply = try day.admin.post(
            "criteria/\(criteria)/draw", #"{"perAgent":2,"scorecards":["\#(day.scorecard)"],"seed":"s"}"#)
        #expect(reply["/drawn"]?.integer == 3)
        #expect(reply["/shortfall"]?.integer == 1)
        let agents = try reply.texts("/evaluations").map { try agent(of: $0) }
        #expect(agents.count { $0 == day.agent.id } == 2)
        #expect(agents.count { $0 == day.otherAgent.id } == 1)
    }

    @Test func whatIsDrawnIsSharedOut() throws {
        let criteria = try day.criteria()
        try day.calls(5)
        let reply = try hand(criteria, #""count":5,"distribution":"shared""#)
        #expect(reply["/drawn"]?.integer == 5)
        let people = try reply.texts("/evaluations").map { try evaluator(of: $0) }
        #expect(people.count { $0 == day.evaluator.id } == 3)
        #expect(people.count { $0 == day.colleague.id } == 2)
    }

    @Test func eachOneGetsAll() throws {
        let criteria = try day.criteria()
        let calls = try day.calls(2)
        let reply = try hand(criteria, #""count":2,"distribution":"each""#)
        #expect(reply["/drawn"]?.integer == 2)
        #expect(reply["/evaluations"]?.elements?.count == 4)
        for call in calls {
            let sessions = try day.admin.get("evaluations?interaction=\(call)")
            #expect(sessions["/items"]?.elements?.count == 2)
        }
        #expect(try hand(criteria, #""count":1,"distribution":"each""#)["/drawn"]?.integer == 0)

        // One completing does not close the other, and what is put aside comes back beside it.
        let ids = reply.texts("/evaluations")
        let mine = try #require(try ids.first { try evaluator(of: $0) == day.evaluator.id })
        let session = try day.evaluator.get("evaluations/\(mine)")
        let done = try day.evaluator.post(
            "evaluations/\(mine)/completion", day.forms(session, Workday.full), ifMatch: session.etag)
        #expect(done.status == 200)
        let states = try day.admin.get("evaluations?interaction=\(interaction(mine))").all("/items", "state")
        #expect(states.sorted() == ["assigned", "completed"])
    }

    private func hand(_ criteria: String, _ how: String) throws -> Reply {
        let people = #""evaluatorIds":["\#(day.evaluator.id)","\#(day.colleague.id)"]"#
        return try day.admin.post(
            "criteria/\(criteria)/draw", #"{\#(how),\#(people),"scorecards":["\#(day.scorecard)"]}"#)
    }

    @Test func wrongInputIsRefusedWhole() throws {
        let criteria = try day.criteria()
        try day.calls(1)
        let card = day.scorecard
        let cases = [
            (#"{"count":0,"scorecards":["\#(card)"]}"#, "invalid_input"),
            (#"{"count":1,"scorecards":[]}"#, "scorecards_count"),
            (#"{"count":1,"scorecards":["\#(card)","\#(card)"]}"#, "scorecard_twice"),
            (#"{"count":1,"scorecards":["no"]}"#, "scorecard_unknown"),
            (#"{"count":1,"scorecards":["\#(card)"],"evaluatorIds":["\#(day.agent.id)"]}"#, "evaluator_unknown"),
            (#"{"count":1,"scorecards":["\#(card)"],"dueAt":"soon"}"#, "invalid_input"),
            (#"{"count":1,"scorecards":["\#(card)"],"more":1}"#, "invalid_input"),
            (#"{"scorecards":["\#(card)"]}"#, "invalid_input"),
            (#"{"count":1,"perAgent":1,"scorecards":["\#(card)"]}"#, "invalid_input"),
            (#"{"count":1,"scorecards":["\#(card)"],"evaluatorIds":["me","me"]}"#, "evaluator_twice"),
        ]
        for (body, code) in cases {
            let reply = try day.admin.post("criteria/\(criteria)/draw", body)
            #expect(reply.status == 422)
            #expect(reply.code == code)
        }
        #expect(try day.admin.post("criteria/none/draw", cases[0].0.replacing("0", with: "1")).status == 404)
        #expect(try day.admin.get("evaluations")["/total/count"]?.integer == 0)
    }

    @Test func anEvaluatedInteractionIsUsedAgainOnlyOnPurpose() throws {
        let call = try day.calls(1)[0]
        let session = try day.evaluator.get("evaluations/\(try day.chosen(call, for: day.evaluator).id)")
        _ = try day.evaluator.post(
            "evaluations/\(session.id)/completion", day.forms(session, Workday.full), ifMatch: session.etag)
        #expect(try day.admin.get("criteria/\(try day.criteria())/draw")["/evaluated"]?.integer == 1)

        let body = #""interactionId":"\#(call)","scorecards":["\#(day.scorecard)"]"#
        let refused = try day.evaluator.post("evaluations", "{\(body),\"reuseEvaluated\":true}")
        #expect(refused.status == 403 && refused.code == "reuse_not_allowed")
        #expect(refused["/detail"]?.text?.contains("evaluated already") == true)
        let asked = try day.supervisor.post("evaluations", "{\(body)}")
        #expect(asked.status == 409)
        #expect(asked.code == "already_evaluated")
        #expect(try day.supervisor.post("evaluations", "{\(body),\"reuseEvaluated\":true}").status == 201)
    }

    private func interaction(_ id: String) throws -> String {
        try day.account.services.database.read { transaction in
            try transaction.row("SELECT interaction_id FROM evaluations WHERE id = ?", .text(id)) { $0.text(0) }
        } ?? ""
    }

    private func agent(of id: String) throws -> String? {
        try day.admin.get("evaluations/\(id)")["/interaction/agent/id"]?.text
    }

    private func evaluator(of id: String) throws -> String? {
        try day.admin.get("evaluations/\(id)")["/evaluator/id"]?.text
    }

    private func drawID() throws -> String {
        try day.account.services.database.read { transaction in
            try transaction.row("SELECT id FROM evaluation_draws LIMIT 1") { $0.text(0) }
        } ?? ""
    }
}
