import Domain
import JSON
import Testing

@testable import App

/// An evaluation from the draw to its completion, through the routes.
struct LifecycleTests {
    let day: Workday

    init() throws { day = try Workday() }

    @Test func aSessionGoesFromDrawnToCompleted() throws {
        try day.calls(1)
        let id = try #require(try day.drawn(1).first)
        let open = try day.evaluator.get("evaluations/\(id)")
        #expect(open["/state"]?.text == "unassigned")
        #expect(open["/may/take"]?.truth == true)
        #expect(open["/name"]?.text == "Quality · C-0")

        let taken = try day.evaluator.put("evaluations/\(id)/assignment", #"{"evaluatorId":"me"}"#)
        #expect(taken.status == 200)
        #expect(taken["/state"]?.text == "assigned")
        #expect(taken["/evaluator/name"]?.text == "Eva")

        let saved = try day.evaluator.put(
            "evaluations/\(id)/answers", day.forms(taken, #"{"q1":{"option":"y"}}"#), ifMatch: taken.etag)
        #expect(saved["/state"]?.text == "in_progress")
        #expect(saved["/score"]?.integer == 25_000_000)
        #expect(saved["/lastEditedBy/name"]?.text == "Eva")

        let completed = try day.evaluator.post(
            "evaluations/\(id)/completion", day.forms(saved, Workday.full), ifMatch: saved.etag)
        #expect(completed.status == 200)
        #expect(completed["/state"]?.text == "completed")
        #expect(completed["/score"]?.integer == 100_000_000)
        #expect(completed["/passed"]?.truth == true)
        #expect(completed["/completedAt"]?.text != nil)
        let call = try day.admin.get("interactions/\(completed["/interaction/id"]?.text ?? "")")
        #expect(call["/evaluated"]?.truth == true)
        #expect(try day.admin.get("evaluations?state=completed")["/items/0/score"]?.integer == 100_000_000)
    }

    @Test func defaultsStandUntouchedUntilAnswersAreSaved() throws {
        let session = try day.chosen(try day.calls(1)[0], for: day.evaluator)
        let open = try day.evaluator.get("evaluations/\(session.id)")
        #expect(open["/forms/0/answers/q2/option"]?.text == "y")
        #expect(open["/forms/0/answers/q2/touched"]?.truth == false)
        #expect(open["/forms/0/answers/q1"] == nil)
        let saved = try day.evaluator.put(
            "evaluations/\(session.id)/answers", day.forms(open, #"{"q1":{"option":"y"}}"#), ifMatch: open.etag)
        #expect(saved["/forms/0/answers/q2"] == nil)
    }

    @Test func everyPartOfAnAnswerIsKept() throws {
        let session = try day.evaluator.get(
            "evaluations/\(try day.chosen(try day.calls(1)[0], for: day.evaluator).id)")
        let answers = #"""
            {"q1":{"option":"n","comment":"No “hello”.","evidence":[{"startMs":10,"endMs":2000}]},
             "q2":{"option":"y","touched":false},"q3":{"na":true,"confirmed":false}}
            """#
        let saved = try day.evaluator.put(
            "evaluations/\(session.id)/answers", day.forms(session, answers), ifMatch: session.etag)
        let expected = try JSONReader.read(Array(answers.utf8))
        #expect(saved["/forms/0/answers"] == expected)
        #expect(saved["/forms/0/score/autoFailed"]?.truth == true)
        #expect(saved["/score"]?.integer == 0)
        #expect(saved["/passed"]?.truth == false)
    }

    @Test func severalFormsShareTheMean() throws {
        let second = try Workday.publish(Workday.card(key: "qb", name: "Tone"), by: day.admin)
        let created = try day.chosen(try day.calls(1)[0], for: day.evaluator, scorecards: [day.scorecard, second])
        #expect(created["/name"]?.text == "Quality +1 · C-0")
        let session = try day.evaluator.get("evaluations/\(created.id)")
        let half = #"{"q1":{"option":"y"},"q2":{"option":"y"},"q3":{"option":"n","comment":"Not."}}"#
        let done = try day.evaluator.post(
            "evaluations/\(created.id)/completion", day.forms(session, Workday.full, half), ifMatch: session.etag)
        #expect(done["/score"]?.integer == 75_000_000)
        #expect(done["/passed"]?.truth == false)
        let receipt = try day.evaluator.get("evaluations/\(created.id)/score")
        #expect(receipt["/forms/1/result/score"]?.integer == 50_000_000)
        #expect(receipt["/forms/1/receipt/sections/0/questions/2/earned"]?.integer == 0)
    }

    @Test func aDraftChangesNoStateAndIsCompletedAsItStands() throws {
        let created = try day.chosen(try day.calls(1)[0], for: day.evaluator)
        let session = try day.evaluator.get("evaluations/\(created.id)")
        let path = "evaluations/\(created.id)"
        let draft = try day.evaluator.put(
            "\(path)/draft", day.forms(session, Workday.full), ifMatch: session.etag)
        #expect(draft.status == 200)
        #expect(draft["/score"]?.integer == 100_000_000)
        let open = try day.evaluator.get(path)
        #expect(open["/state"]?.text == "assigned")
        #expect(open["/draft/forms/0/answers/q1/option"]?.text == "y")
        #expect(open.etag == draft.etag)
        #expect(try day.admin.get(path)["/draft"] == nil)
        let done = try day.evaluator.post("\(path)/completion", "{}", ifMatch: draft.etag)
        #expect(done["/state"]?.text == "completed")
        #expect(done["/score"]?.integer == 100_000_000)
        #expect(done["/draft"] == nil)
    }

    @Test func aSessionKeepsTheVersionItWasMadeWith() throws {
        let created = try day.chosen(try day.calls(1)[0], for: day.evaluator)
        let card = try day.admin.get("scorecards/\(day.scorecard)")
        let changed = Workday.card(required: "false")
        let draft = try day.admin.put("scorecards/\(day.scorecard)/draft", changed, ifMatch: card.etag)
        let published = try day.admin.post("scorecards/\(day.scorecard)/publication", ifMatch: draft.etag)
        #expect(published["/version"]?.integer == 2)
        let session = try day.evaluator.get("evaluations/\(created.id)")
        #expect(session["/forms/0/scorecard/version"]?.integer == 1)
        #expect(
            session["/forms/0/scorecard/content/sections/0/questions/0/required"]?.truth == true)
        let later = try day.chosen(try day.calls(1, named: "D")[0], for: day.evaluator)
        #expect(later["/scorecards/0/version"]?.integer == 2)
    }

    @Test func closingDropsTheDraftAlone() throws {
        let created = try day.chosen(try day.calls(1)[0], for: day.evaluator)
        let path = "evaluations/\(created.id)"
        let session = try day.evaluator.get(path)
        let saved = try day.evaluator.put(
            "\(path)/answers", day.forms(session, #"{"q1":{"option":"y"}}"#), ifMatch: session.etag)
        let draft = try day.evaluator.put("\(path)/draft", day.forms(saved, Workday.full), ifMatch: saved.etag)
        #expect(try day.evaluator.delete("\(path)/draft", ifMatch: draft.etag).status == 204)
        let open = try day.evaluator.get(path)
        #expect(open["/draft"] == nil)
        #expect(open["/forms/0/answers/q3"] == nil)
        #expect(open["/forms/0/answers/q1/option"]?.text == "y")
        // The dropped draft's revision does not come back: an old window cannot pass for a new one.
        let again = try day.evaluator.put("\(path)/draft", day.forms(open, "{}"), ifMatch: open.etag)
        #expect(again.status == 200)
        #expect(again.etag != draft.etag)
    }
}
