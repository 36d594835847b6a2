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

    @Test func wrongInputIsRefusedWhole() throws {
        let criteria = try day.criteria()
        try day.calls(1)
        let card = day.scorecard
        let cases = [
            (#"{"count":0,"scorecards":["\#(card)"]}"#, "invalid_input"),
            (#"{"count":1,"scorecards":[]}"#, "scorecards_count"),
            (#"{"count":1,"scorecards":["\#(card)","\#(card)"]}"#, "scorecard_twice"),
            (#"{"count":1,"scorecards":["no"]}"#, "scorecard_unknown"),
            (#"{"count":1,"scorecards":["\#(card)"],"evaluatorId":"\#(day.agent.id)"}"#, "evaluator_unknown"),
            (#"{"count":1,"scorecards":["\#(card)"],"dueAt":"soon"}"#, "invalid_input"),
            (#"{"count":1,"scorecards":["\#(card)"],"more":1}"#, "invalid_input"),
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
        #expect(try day.evaluator.post("evaluations", "{\(body),\"reuseEvaluated\":true}").status == 403)
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

    private func drawID() throws -> String {
        try day.account.services.database.read { transaction in
            try transaction.row("SELECT id FROM evaluation_draws LIMIT 1") { $0.text(0) }
        } ?? ""
    }
}
