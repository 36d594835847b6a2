import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Comments: who reads them, what they hang on, who changes them.
struct CommentTests {
    let day: Workday
    let call: String

    init() throws {
        day = try Workday()
        call = try day.calls(1)[0]
    }

    private func write(_ body: String, _ more: String = "", by person: Asker) throws -> Reply {
        day.account.clock.advance(byMs: 1)
        return try person.post("interactions/\(call)/comments", #"{"body":"\#(body)"\#(more)}"#)
    }

    private func read(by person: Asker) throws -> [String] {
        try person.get("interactions/\(call)/comments").all("/items", "body")
    }

    @Test func privateOnesAreForTheirAuthorSupervisorsAndAdmins() throws {
        #expect(try write("for all", by: day.evaluator).status == 201)
        #expect(try write("mine", #","visibility":"private""#, by: day.evaluator).status == 201)
        #expect(try read(by: day.evaluator) == ["for all", "mine"])
        #expect(try read(by: day.supervisor) == ["for all", "mine"])
        #expect(try read(by: day.admin) == ["for all", "mine"])
        #expect(try read(by: day.colleague) == ["for all"])
        #expect(try read(by: day.agent) == ["for all"])
        #expect(try day.stranger.get("interactions/\(call)/comments").status == 404)
        #expect(try day.otherAgent.get("interactions/\(call)/comments").status == 404)
    }

    @Test func anAnswerIsAsPrivateAsItsThread() throws {
        let thread = try write("thread", #","visibility":"private""#, by: day.evaluator)
        let answer = try write("answer", #","parent":"\#(thread.id)""#, by: day.supervisor)
        #expect(answer["/visibility"]?.text == "private")
        #expect(try read(by: day.colleague) == [])
        let louder = try write("louder", #","parent":"\#(thread.id)","visibility":"public""#, by: day.supervisor)
        #expect(louder.code == "visibility_of_thread")
        let blind = try write("blind", #","parent":"\#(thread.id)""#, by: day.colleague)
        #expect(blind.code == "comment_unknown")
        #expect(try day.evaluator.patch("comments/\(thread.id)", #"{"visibility":"public"}"#).status == 200)
        #expect(try read(by: day.colleague) == ["thread", "answer"])
        let alone = try day.supervisor.patch("comments/\(answer.id)", #"{"visibility":"private"}"#)
        #expect(alone.code == "visibility_of_thread")
    }

    @Test func answersAreNotAnswered() throws {
        let thread = try write("thread", by: day.evaluator)
        let answer = try write("answer", #","parent":"\#(thread.id)""#, by: day.admin)
        #expect(try write("deeper", #","parent":"\#(answer.id)""#, by: day.admin).code == "comment_unknown")
    }

    @Test(arguments: [
        (#","startMs":1000"#, "none"), (#","startMs":1000,"endMs":2000"#, "none"), (#","endMs":2000"#, "range_empty"),
        (#","startMs":2000,"endMs":2000"#, "range_empty"), (#","startMs":-1"#, "range_outside"),
        (#","startMs":0,"endMs":86400001"#, "range_outside"), (#","segment":0"#, "none"),
        (#","segment":2"#, "segment_unknown"), (#","segment":-1"#, "segment_unknown"),
        (#","segment":0,"startMs":1"#, "anchor_ambiguous"), (#","segment":9223372036854775807"#, "segment_unknown"),
    ])
    func aCommentHangsOnSomethingThatIsThere(_ anchor: String, _ code: String) throws {
        _ = try day.transcribed(call, Workday.vtt("one", "two"))
        let reply = try write("here", anchor, by: day.evaluator)
        #expect((reply.code ?? "none") == code)
    }

    @Test func onlyItsAuthorChangesAComment() throws {
        let comment = try write("first", by: day.evaluator)
        #expect(comment["/mine"]?.truth == true)
        #expect(try day.admin.patch("comments/\(comment.id)", #"{"body":"second"}"#).status == 403)
        #expect(try day.admin.delete("comments/\(comment.id)").status == 403)
        day.account.clock.advance(byMs: 1000)
        let changed = try day.evaluator.patch("comments/\(comment.id)", #"{"body":" second "}"#)
        #expect(changed["/body"]?.text == "second")
        #expect(changed["/editedAt"]?.text != nil)
        #expect(try day.evaluator.delete("comments/\(comment.id)").status == 204)
        #expect(try day.evaluator.delete("comments/\(comment.id)").status == 404)
    }

    @Test func anEmptyOneIsRefused() throws {
        #expect(try write("  ", by: day.evaluator).code == "comment_empty")
        #expect(try write(String(repeating: "x", count: 4001), by: day.evaluator).code == "comment_long")
        #expect(try write("x", #","color":"red""#, by: day.evaluator).code == "invalid_input")
    }
}
