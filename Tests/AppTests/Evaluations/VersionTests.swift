import Domain
import JSON
import Testing

@testable import App

/// A new version of a scorecard and the evaluations there are: what it would have made of them, which move to it.
struct VersionTests {
    let day: Workday

    init() throws { day = try Workday() }

    /// The published scorecard's draft with one change.
    private func draft(_ change: (inout Scorecard) -> Void) throws {
        let shown = try day.admin.get("scorecards/\(day.scorecard)")
        var card = try ScorecardJSON.read(try JSONReader.read(Array(Workday.card().utf8)))
        change(&card)
        let body = String(decoding: ScorecardJSON.bytes(card), as: UTF8.self)
        let reply = try day.admin.put("scorecards/\(day.scorecard)/draft", body, ifMatch: shown.etag)
        #expect(reply.status == 200)
    }

    private func publish() throws {
        let shown = try day.admin.get("scorecards/\(day.scorecard)")
        #expect(try day.admin.post("scorecards/\(day.scorecard)/publication", ifMatch: shown.etag).status == 200)
    }

    private func complete(_ id: String, _ answers: String) throws {
        let session = try day.evaluator.get("evaluations/\(id)")
        let reply = try day.evaluator.post(
            "evaluations/\(id)/completion", day.forms(session, answers), ifMatch: session.etag)
        #expect(reply.status == 200)
    }

    private static let half =
        #"{"q1":{"option":"y"},"q2":{"option":"y"},"q3":{"option":"n","comment":"No help"}}"#

    @Test func aDraftIsTriedOnWhatIsCompleted() throws {
        for (call, answers) in zip(try day.calls(2), [Workday.full, Self.half]) {
            try complete(try day.chosen(call, for: day.evaluator).id, answers)
        }
        try draft { $0.sections[0].questions[2].options[0].points = 60 }
        let impact = try day.admin.get("scorecards/\(day.scorecard)/impact")
        #expect(impact.status == 200)
        #expect(impact["/version"]?.integer == 2)
        #expect(impact["/cosmetic"]?.truth == false)
        #expect(impact["/forms"]?.integer == 2)
        // 100 and 50 become 100 and 20/80.
        #expect(impact["/before/average"]?.integer == 75_000_000)
        #expect(impact["/after/average"]?.integer == 62_500_000)
        #expect(impact["/lower"]?.integer == 1)
        #expect(impact["/higher"]?.integer == 0)
        #expect(impact["/sections/0/before"]?.integer == 75_000_000)
        #expect(impact["/sections/0/after"]?.integer == 62_500_000)
        #expect(impact["/changes/0/before"]?.integer == 50_000_000)
        #expect(impact["/changes/0/after"]?.integer == 25_000_000)
        #expect(impact.all("/changes", "before").count <= 1)
    }

    @Test func onlyWhatTheCallerSeesIsCounted() throws {
        let call = try day.calls(1)[0]
        try complete(try day.chosen(call, for: day.evaluator).id, Workday.full)
        try draft { $0.passMark = 10_000_000 }
        #expect(try day.supervisor.get("scorecards/\(day.scorecard)/impact")["/forms"]?.integer == 1)
        #expect(try day.stranger.get("scorecards/\(day.scorecard)/impact")["/forms"]?.integer == 0)
        #expect(try day.evaluator.get("scorecards/\(day.scorecard)/impact").status == 403)
    }

    @Test func withoutADraftOrWithABrokenOneThereIsNothingToTry() throws {
        let none = try day.admin.get("scorecards/\(day.scorecard)/impact")
        #expect(none.status == 409)
        #expect(none.code == "nothing_to_publish")
        try draft { $0.sections[0].weight = 1 }
        #expect(try day.admin.get("scorecards/\(day.scorecard)/impact").code == "scorecard_unpublishable")
    }

    @Test func wordingAloneMakesNoVersion() throws {
        try draft { $0.description = "Other words" }
        let impact = try day.admin.get("scorecards/\(day.scorecard)/impact")
        #expect(impact["/cosmetic"]?.truth == true)
        #expect(impact["/version"]?.integer == 1)
    }

    @Test func untouchedEvaluationsMoveAndBegunOnesStay() throws {
        let calls = try day.calls(4)
        let ids = try calls.map { try day.chosen($0, for: day.evaluator).id }
        // One is saved, one is only drafted, one is completed, one nobody has begun.
        let saved = try day.evaluator.get("evaluations/\(ids[0])")
        #expect(
            try day.evaluator.put(
                "evaluations/\(ids[0])/answers", day.forms(saved, Self.half), ifMatch: saved.etag
            ).status == 200)
        let drafted = try day.evaluator.get("evaluations/\(ids[1])")
        #expect(
            try day.evaluator.put(
                "evaluations/\(ids[1])/draft", day.forms(drafted, Self.half), ifMatch: drafted.etag
            ).status == 200)
        try complete(ids[2], Workday.full)
        let open = try day.evaluator.get("evaluations/\(ids[3])")
        try draft { $0.sections[0].questions[0].text = "Greeted by name?" }
        try publish()

        let adoption = try day.supervisor.get("scorecards/\(day.scorecard)/adoption")
        #expect(adoption["/untouched"]?.integer == 1)
        #expect(adoption["/begun"]?.integer == 2)
        #expect(try day.evaluator.get("scorecards/\(day.scorecard)/adoption").status == 403)
        #expect(try day.stranger.post("scorecards/\(day.scorecard)/adoption")["/moved"]?.integer == 0)
        let moved = try day.supervisor.post("scorecards/\(day.scorecard)/adoption")
        #expect(moved.status == 200)
        #expect(moved["/moved"]?.integer == 1)
        #expect(moved["/untouched"]?.integer == 0)
        for (id, version) in zip(ids, [1, 1, 1, 2]) {
            #expect(try day.evaluator.get("evaluations/\(id)")["/scorecards/0/version"]?.integer == Int64(version))
        }
        // Who had it open writes onto another form, and is told.
        let late = try day.evaluator.put(
            "evaluations/\(ids[3])/draft", day.forms(open, Self.half), ifMatch: open.etag)
        #expect(late.status == 412)
    }

    @Test func aRetiredScorecardIsMovedToNoMore() throws {
        let shown = try day.admin.get("scorecards/\(day.scorecard)")
        #expect(try day.admin.put("scorecards/\(day.scorecard)/retirement", ifMatch: shown.etag).status == 200)
        #expect(try day.admin.post("scorecards/\(day.scorecard)/adoption").code == "scorecard_retired")
    }
}
