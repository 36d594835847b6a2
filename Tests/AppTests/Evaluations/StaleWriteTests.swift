import Domain
import JSON
import Testing

@testable import App

/// Two windows, two people: nothing is overwritten unseen.
struct StaleWriteTests {
    let day: Workday
    let session: Reply

    init() throws {
        day = try Workday()
        session = try day.evaluator.get("evaluations/\(try day.chosen(try day.calls(1)[0], for: day.evaluator).id)")
    }

    private var path: String { "evaluations/\(session.id)" }

    @Test func aSecondWindowIsToldBothVersionsQuestionByQuestion() throws {
        let first = try day.evaluator.put(
            "\(path)/draft", day.forms(session, #"{"q1":{"option":"y"},"q2":{"option":"y","comment":"Mine."}}"#),
            ifMatch: session.etag)
        let second = try day.evaluator.put(
            "\(path)/draft", day.forms(session, #"{"q1":{"option":"n"},"q2":{"option":"y","comment":"Mine."}}"#),
            ifMatch: session.etag)
        #expect(second.status == 412)
        #expect(second.code == "stale")
        #expect(second.etag == first.etag)
        #expect(second["/conflicts"]?.elements?.count == 1)
        #expect(second["/conflicts/0/question"]?.text == "q1")
        #expect(second["/conflicts/0/yours/option"]?.text == "n")
        #expect(second["/conflicts/0/theirs/option"]?.text == "y")
        #expect(second["/theirs/forms/0/answers/q2/comment"]?.text == "Mine.")
        #expect(second["/by/name"]?.text == "Eva")
        #expect(try day.evaluator.get(path)["/draft/forms/0/answers/q1/option"]?.text == "y")
    }

    @Test func aSaveMakesEveryEarlierRevisionStale() throws {
        let saved = try day.evaluator.put("\(path)/answers", day.forms(session, Workday.full), ifMatch: session.etag)
        for reply in [
            try day.evaluator.put("\(path)/draft", day.forms(session, "{}"), ifMatch: session.etag),
            try day.evaluator.put("\(path)/answers", day.forms(session, "{}"), ifMatch: session.etag),
            try day.evaluator.post("\(path)/completion", day.forms(session, "{}"), ifMatch: session.etag),
            try day.evaluator.delete("\(path)/draft", ifMatch: session.etag),
        ] {
            #expect(reply.status == 412)
            #expect(reply.etag == saved.etag)
        }
        #expect(try day.evaluator.get(path)["/forms/0/answers/q3/option"]?.text == "y")
    }

    /// What a save answers is made of what it wrote and not read again.
    @Test func whatASaveAnswersIsWhatIsThereAfterwards() throws {
        func check(_ person: Asker, _ reply: Reply) throws {
            #expect(reply.status == 200)
            let found = try person.get(path)
            #expect(reply.body == found.body)
            #expect(reply.header("ETag") == found.header("ETag"))
        }
        let part = #"{"q1":{"option":"n","comment":""},"q3":{"na":true,"evidence":[{"startMs":5,"endMs":90}]},"q2":{}}"#
        var reply = try day.evaluator.put("\(path)/answers", day.forms(session, part), ifMatch: session.etag)
        try check(day.evaluator, reply)
        let draft = try day.evaluator.put("\(path)/draft", day.forms(session, Workday.full), ifMatch: reply.etag)
        #expect(try day.evaluator.get(path).etag == draft.etag)
        #expect(try day.evaluator.get(path)["/draft/savedAt"] == draft["/savedAt"])
        day.account.clock.advance(byMs: 1_000)
        // Without answers of its own the save takes the draft's, which ends.
        reply = try day.evaluator.put("\(path)/answers", "{}", ifMatch: draft.etag)
        try check(day.evaluator, reply)
        reply = try day.evaluator.post("\(path)/completion", day.forms(session, Workday.full), ifMatch: reply.etag)
        try check(day.evaluator, reply)
        day.account.clock.advance(byMs: 1_000)
        let form = session.all("/forms", "id")[0]
        let revised =
            #"{"reason":"Heard again.","forms":[{"id":"\#(form)","answers":{"q1":{"option":"y"},"q2":{"option":"n"},"q3":{"option":"y"}},"defaultScores":true}]}"#
        reply = try day.supervisor.put("\(path)/answers", revised, ifMatch: try day.supervisor.get(path).etag)
        try check(day.supervisor, reply)
        #expect(try day.evaluator.get("evaluations")["/items/0/score"] == reply["/score"], "the lists know it too")
    }

    /// A completed session, its evaluator's save, and what the supervisor drafted before that.
    private func overtaken() throws -> (drafted: Reply, saved: Reply) {
        let first = try day.evaluator.post(
            "\(path)/completion", day.forms(session, Workday.full), ifMatch: session.etag)
        #expect(first.status == 200)
        let seen = try day.supervisor.get(path)
        let drafted = try day.supervisor.put(
            "\(path)/draft",
            day.forms(session, #"{"q1":{"option":"y"},"q2":{"option":"n"},"q3":{"option":"y"}}"#), ifMatch: seen.etag)
        #expect(drafted.status == 200)
        let answers = #"{"q1":{"option":"y","comment":"Heard again."},"q2":{"option":"y"},"q3":{"option":"y"}}"#
        let form = session.all("/forms", "id")[0]
        let saved = try day.evaluator.put(
            "\(path)/answers", #"{"reason":"Heard again.","forms":[{"id":"\#(form)","answers":\#(answers)}]}"#,
            ifMatch: first.etag)
        #expect(saved.status == 200)
        return (drafted, saved)
    }

    @Test func aSaveLeavesWhatOthersDraftedAndTellsThemAtTheNextOpening() throws {
        let (drafted, _) = try overtaken()
        let own = try day.evaluator.get(path)
        #expect(own["/draft"] == nil)
        let seen = try day.supervisor.get(path)
        #expect(seen["/draft/forms/0/answers/q2/option"]?.text == "n")
        #expect(seen["/forms/0/answers/q1/comment"]?.text == "Heard again.")
        #expect(seen["/draft/overtaken/by/name"]?.text == "Eva")
        #expect(seen["/draft/overtaken/base/0/answers/q1/option"]?.text == "y")
        #expect(seen["/draft/overtaken/base/0/answers/q1/comment"] == nil)
        // The window that was open is told what was saved, not its own draft.
        let stale = try day.supervisor.put(
            "\(path)/draft", day.forms(session, #"{"q1":{"option":"y"},"q2":{"option":"n"}}"#), ifMatch: drafted.etag)
        #expect(stale.status == 412)
        #expect(stale["/theirs/forms/0/answers/q2/option"]?.text == "y")
        #expect(stale["/by/name"]?.text == "Eva")
        #expect((stale["/conflicts"]?.elements ?? []).compactMap { $0["question"]?.text } == ["q1", "q2", "q3"])
    }

    @Test func anOvertakenDraftIsNeverSavedUnseen() throws {
        _ = try overtaken()
        let seen = try day.supervisor.get(path)
        for reply in [
            try day.supervisor.put("\(path)/answers", #"{"reason":"Mine."}"#, ifMatch: seen.etag),
            try day.supervisor.put("\(path)/draft", #"{"forms":[]}"#, ifMatch: seen.etag),
        ] {
            #expect(reply.status == 412)
            #expect(reply["/conflicts/0/question"]?.text == "q1")
            #expect(reply["/conflicts/1/yours/option"]?.text == "n")
        }
        #expect(try day.supervisor.get(path).etag == seen.etag)
        let chosen = #"{"q1":{"option":"y","comment":"Heard again."},"q2":{"option":"n"},"q3":{"option":"y"}}"#
        let decided = try day.supervisor.put("\(path)/draft", day.forms(session, chosen), ifMatch: seen.etag)
        #expect(decided.status == 200)
        #expect(try day.supervisor.get(path)["/draft/overtaken"] == nil)
        let saved = try day.supervisor.put("\(path)/answers", #"{"reason":"Mine."}"#, ifMatch: decided.etag)
        #expect(saved.status == 200)
        #expect(saved["/forms/0/answers/q1/comment"]?.text == "Heard again.")
        #expect(saved["/forms/0/answers/q2/option"]?.text == "n")
    }

    @Test func anOvertakenDraftCanBeDropped() throws {
        _ = try overtaken()
        let seen = try day.supervisor.get(path)
        #expect(try day.supervisor.delete("\(path)/draft", ifMatch: seen.etag).status == 204)
        #expect(try day.supervisor.get(path)["/draft"] == nil)
    }

    @Test func aDraftThatSaysWhatWasSavedIsNoConflict() throws {
        _ = try overtaken()
        let answers = #"{"q1":{"option":"y"},"q2":{"option":"n"},"q3":{"option":"y"}}"#
        let form = session.all("/forms", "id")[0]
        let saved = try day.evaluator.put(
            "\(path)/answers", #"{"reason":"The same.","forms":[{"id":"\#(form)","answers":\#(answers)}]}"#,
            ifMatch: try day.evaluator.get(path).etag)
        #expect(saved.status == 200)
        #expect(try day.supervisor.get(path)["/draft/overtaken"] == nil)
    }

    @Test func whetherDefaultScoresAreOnIsKeptWithDraftAndSave() throws {
        let form = session.all("/forms", "id")[0]
        func body(_ more: String) -> String {
            #"{"forms":[{"id":"\#(form)","answers":{"q1":{"option":"y"}}\#(more)}]}"#
        }
        #expect(session["/forms/0/defaultScores"]?.truth == false)
        let drafted = try day.evaluator.put("\(path)/draft", body(#","defaultScores":true"#), ifMatch: session.etag)
        let seen = try day.evaluator.get(path)
        #expect(seen["/draft/forms/0/defaultScores"]?.truth == true)
        #expect(seen["/forms/0/defaultScores"]?.truth == false)
        let saved = try day.evaluator.put("\(path)/answers", "{}", ifMatch: drafted.etag)
        #expect(saved["/forms/0/defaultScores"]?.truth == true)
        let off = try day.evaluator.put("\(path)/answers", body(""), ifMatch: saved.etag)
        #expect(off["/forms/0/defaultScores"]?.truth == false)
    }

    @Test func aWriteWithoutARevisionIsRefused() throws {
        for reply in [
            try day.evaluator.put("\(path)/draft", day.forms(session, "{}")),
            try day.evaluator.put("\(path)/answers", day.forms(session, "{}")),
            try day.evaluator.post("\(path)/completion", "{}"),
            try day.evaluator.post("\(path)/replacement", #"{"reason":"irrelevant"}"#),
        ] {
            #expect(reply.status == 428)
            #expect(reply.code == "precondition_required")
        }
    }

    @Test func ofManyWritesAtOnceOneIsKept() throws {
        let body = day.forms(session, Workday.full)
        let (evaluator, path, etag) = (day.evaluator, path, session.etag)
        let replies = try atOnce(24) { number in
            try evaluator.put(number.isMultiple(of: 2) ? "\(path)/draft" : "\(path)/answers", body, ifMatch: etag)
        }
        #expect(replies.count { $0.status == 200 } == 1)
        #expect(replies.count { $0.status == 412 } == 23)
    }

    @Test func answersOfAnotherFormAreRefusedWhole() throws {
        let cases = [
            (#"{"forms":[{"id":"no","answers":{}}]}"#, "form_unknown"),
            (day.forms(session, #"{"q9":{"comment":"x"}}"#), "unknown_question"),
            (day.forms(session, #"{"q1":{"option":"z"}}"#), "unknown_option"),
            (day.forms(session, #"{"q1":{"na":true}}"#), "na_not_allowed"),
        ]
        for (body, code) in cases {
            let reply = try day.evaluator.put("\(path)/answers", body, ifMatch: session.etag)
            #expect(reply.status == 422)
            #expect(reply.code == code)
        }
        #expect(try day.evaluator.get(path).etag == session.etag)
    }
}
