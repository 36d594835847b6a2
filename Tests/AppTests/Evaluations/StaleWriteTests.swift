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
