import Domain
import JSON
import SQL
import Testing

@testable import App

/// Completed sessions: who may change them, and what is kept of every change.
struct RevisionTests {
    let day: Workday
    let done: Reply
    let path: String

    init() throws {
        day = try Workday()
        let session = try day.evaluator.get(
            "evaluations/\(try day.chosen(try day.calls(1)[0], for: day.evaluator).id)")
        path = "evaluations/\(session.id)"
        done = try day.evaluator.post("\(path)/completion", day.forms(session, Workday.full), ifMatch: session.etag)
        day.account.clock.advance(byMs: 1_000)
    }

    private func save(
        _ answers: String, because reason: String? = "Heard it again.", by person: Asker? = nil, etag: String? = nil
    ) throws -> Reply {
        let person = person ?? day.evaluator
        let form = done["/forms/0/id"]?.text ?? ""
        let because = reason.map { #","reason":"\#($0)""# } ?? ""
        return try person.put(
            "\(path)/answers", #"{"forms":[{"id":"\#(form)","answers":\#(answers)}]\#(because)}"#,
            ifMatch: etag ?? (try person.get(path).etag))
    }

    private let worse = #"{"q1":{"option":"y"},"q2":{"option":"n","comment":"No name."},"q3":{"option":"y"}}"#

    @Test func everySaveIsARevisionWithWhoWhenWhatAndWhy() throws {
        let saved = try save(worse)
        #expect(saved.status == 200)
        #expect(saved["/state"]?.text == "completed")
        #expect(saved["/score"]?.integer == 75_000_000)
        #expect(saved["/completedAt"] == done["/completedAt"])
        day.account.clock.advance(byMs: 1_000)
        #expect(try save(Workday.full, because: "  Sue is right.  ", by: day.supervisor).status == 200)

        let list = try day.evaluator.get("\(path)/revisions")
        #expect(list.status == 200)
        #expect(list["/items"]?.elements?.compactMap { $0["number"]?.integer } == [3, 2, 1])
        #expect(list["/items/0/by/name"]?.text == "Sue")
        #expect(list["/items/0/reason"]?.text == "Sue is right.")
        #expect(list["/items/0/score"]?.integer == 100_000_000)
        #expect(list["/items/0/previousScore"]?.integer == 75_000_000)
        #expect(list["/items/1/by/name"]?.text == "Eva")
        #expect(list["/items/1/previousPassed"]?.truth == true)
        #expect(list["/items/1/changes"]?.elements?.count == 1)
        #expect(list["/items/1/changes/0/form"] == done["/forms/0/id"])
        #expect(list["/items/1/changes/0/question"]?.text == "q2")
        #expect(list["/items/1/changes/0/from/option"]?.text == "y")
        #expect(list["/items/1/changes/0/to/option"]?.text == "n")
        #expect(list["/items/1/changes/0/to/comment"]?.text == "No name.")
        #expect(list["/items/2/reason"] == nil)
        #expect(list["/items/2/previousScore"] == nil)
        #expect(list["/items/2/at"] == done["/completedAt"])
        #expect(list["/items/2/changes"]?.elements?.isEmpty == true)
        let shown = try day.admin.get(path)
        #expect(shown["/lastEditedBy/name"]?.text == "Sue")
        #expect(try day.account.number("SELECT count(*) FROM activity WHERE action = 'evaluation.revised'") == 2)
    }

    @Test func revisionsComeInPages() throws {
        _ = try save(worse)
        _ = try save(Workday.full)
        let first = try day.admin.get("\(path)/revisions?limit=2")
        #expect(first["/items"]?.elements?.count == 2)
        #expect(first["/items/1/changes/0/question"]?.text == "q2")
        let second = try day.admin.get("\(path)/revisions?limit=2&cursor=\(first["/next"]?.text ?? "")")
        #expect(second["/items"]?.elements?.compactMap { $0["number"]?.integer } == [1])
        #expect(second["/next"] == nil)
    }

    @Test func theScoreFollowsTheSaveNeverTheDraft() throws {
        let form = done["/forms/0/id"]?.text ?? ""
        let draft = try day.evaluator.put(
            "\(path)/draft", #"{"forms":[{"id":"\#(form)","answers":\#(worse)}]}"#, ifMatch: done.etag)
        #expect(draft["/score"]?.integer == 75_000_000)
        let open = try day.evaluator.get(path)
        #expect(open["/score"]?.integer == 100_000_000)
        #expect(open["/draft/forms/0/answers/q2/option"]?.text == "n")
        #expect(try day.admin.get("evaluations")["/items/0/score"]?.integer == 100_000_000)
        #expect(try day.admin.get("\(path)/revisions")["/items"]?.elements?.count == 1)
        let saved = try day.evaluator.put("\(path)/answers", #"{"reason":"As drafted."}"#, ifMatch: draft.etag)
        #expect(saved["/score"]?.integer == 75_000_000)
        #expect(saved["/draft"] == nil)
        #expect(try day.admin.get("evaluations")["/items/0/score"]?.integer == 75_000_000)
    }

    @Test(arguments: [
        (#"{"q2":{"option":"y"},"q3":{"option":"y"}}"#, "required_unanswered"),
        (#"{"q1":{"option":"y","confirmed":false}}"#, "answer_unconfirmed"),
        (#"{"q1":{"option":"y"},"q3":{"option":"n"}}"#, "comment_missing"),
    ])
    func whatCompletingNeedsASaveNeedsToo(answers: String, code: String) throws {
        let refused = try save(answers)
        #expect(refused.status == 422)
        #expect(refused.code == code)
        #expect(try day.admin.get(path)["/score"]?.integer == 100_000_000)
        #expect(try day.admin.get("\(path)/revisions")["/items"]?.elements?.count == 1)
    }

    @Test func aSaveWithoutAReasonOrAChangeIsRefused() throws {
        for reason in [nil, "  "] {
            let refused = try save(worse, because: reason)
            #expect(refused.status == 422)
            #expect(refused.code == "reason_missing")
        }
        #expect(try save(worse, because: String(repeating: "a", count: 1_001)).code == "reason_long")
        #expect(try save(Workday.full).code == "nothing_changed")
        #expect(try day.admin.get("\(path)/revisions")["/items"]?.elements?.count == 1)
    }

    @Test func itsEvaluatorAndSupervisorsEditNobodyElse() throws {
        #expect(try day.evaluator.get(path)["/may/save"]?.truth == true)
        #expect(try day.supervisor.get(path)["/may/save"]?.truth == true)
        #expect(try save(worse, by: day.colleague, etag: done.etag).status == 404)
        #expect(try save(worse, by: day.stranger, etag: done.etag).status == 404)
        #expect(try save(worse, by: day.agent, etag: done.etag).status == 403)
        #expect(try day.colleague.get("\(path)/revisions").status == 404)
        #expect(try day.agent.get("\(path)/revisions").status == 404)
        #expect(try save(worse, by: day.admin).status == 200)
    }

    @Test func ofManyAtOnceOneSavesAndTheRestAreShownWhatItSaid() throws {
        let (evaluator, supervisor, admin) = (day.evaluator, day.supervisor, day.admin)
        let etag = try supervisor.get(path).etag
        #expect(etag == done.etag)
        let worse = worse
        let replies = try atOnce(60) { number in
            try save(worse, by: [evaluator, supervisor, admin][number % 3], etag: etag)
        }
        #expect(replies.count { $0.status == 200 } == 1)
        let stale = replies.filter { $0.status != 200 }
        #expect(stale.allSatisfy { $0.status == 412 && $0.code == "stale" })
        #expect(stale.allSatisfy { $0["/theirs/forms/0/answers/q2/option"]?.text == "n" })
        #expect(try day.admin.get("\(path)/revisions")["/items"]?.elements?.count == 2)
    }

    @Test func aSessionOfBeforeRevisionsWereKeptBeginsWithItsCompletion() throws {
        try day.account.services.database.write { try $0.execute("DELETE FROM evaluation_revisions") }
        #expect(try save(worse, by: day.supervisor).status == 200)
        let list = try day.admin.get("\(path)/revisions")
        #expect(list["/items"]?.elements?.count == 2)
        #expect(list["/items/0/previousScore"]?.integer == 100_000_000)
        #expect(list["/items/1/by/name"]?.text == "Eva")
        #expect(list["/items/1/at"] == done["/completedAt"])
    }

    @Test func anotherWindowOfTheSamePersonIsNamedInAConflict() throws {
        let form = done["/forms/0/id"]?.text ?? ""
        let body = #"{"forms":[{"id":"\#(form)","answers":\#(worse)}]}"#
        let seen = try day.supervisor.get(path)
        #expect(try day.supervisor.put("\(path)/draft", body, ifMatch: seen.etag).status == 200)
        let stale = try day.supervisor.put("\(path)/draft", body, ifMatch: seen.etag)
        #expect(stale.code == "stale")
        #expect(stale["/by/name"]?.text == "Sue")
    }
}
