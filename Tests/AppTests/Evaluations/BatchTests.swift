import Domain
import JSON
import SQL
import Testing

@testable import App

/// One thing done to many sessions, with a result for each; and deleting.
struct BatchTests {
    let day: Workday

    init() throws { day = try Workday() }

    private func batch(_ action: String, _ ids: [String], _ more: String = "", by person: Asker? = nil) throws -> Reply
    {
        let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
        return try (person ?? day.supervisor).post(
            "evaluations/batch", #"{"action":"\#(action)","evaluations":[\#(list)]\#(more)}"#)
    }

    private func completed(_ call: String) throws -> Reply {
        let session = try day.evaluator.get("evaluations/\(try day.chosen(call, for: day.evaluator).id)")
        return try day.evaluator.post(
            "evaluations/\(session.id)/completion", day.forms(session, Workday.full), ifMatch: session.etag)
    }

    /// Codes in the order of the results; "done" where it was.
    private func codes(_ reply: Reply) -> [String] {
        (reply["/results"]?.elements ?? []).map { $0["code"]?.text ?? "done" }
    }

    @Test func eachIsArchivedOrToldWhyNot() throws {
        let calls = try day.calls(3)
        let (done, open) = (try completed(calls[0]), try day.chosen(calls[1], for: day.evaluator))
        let other = try day.chosen(try day.calls(1, of: day.otherAgent, named: "B")[0], for: day.colleague)
        let reply = try batch("archive", [open.id, done.id, other.id, "none", done.id])
        #expect(reply.status == 200)
        #expect(reply.all("/results", "id") == [open.id, done.id, other.id, "none"])
        #expect(codes(reply) == ["archive_not_allowed", "done", "not_found", "not_found"])
        #expect(reply["/done"]?.integer == 1)
        #expect(reply["/refused"]?.integer == 3)
        #expect(reply["/results/0/detail"]?.text?.hasSuffix(".") == true)
        #expect(try day.admin.get("evaluations?archived=true").all("/items", "id") == [done.id])
        #expect(codes(try batch("unarchive", [done.id])) == ["done"])
        #expect(try day.admin.get("evaluations?archived=true").all("/items", "id").isEmpty)
    }

    @Test func eachIsAssignedOrToldWhyNot() throws {
        let calls = try day.calls(3)
        let (done, mine) = (try completed(calls[0]), try day.chosen(calls[1], for: day.evaluator))
        let free = try day.admin.post(
            "evaluations", #"{"interactionId":"\#(calls[2])","scorecards":["\#(day.scorecard)"]}"#)
        let to = #","evaluatorId":"\#(day.colleague.id)""#
        #expect(codes(try batch("assign", [done.id, mine.id, free.id], to)) == ["already_completed", "done", "done"])
        for id in [mine.id, free.id] {
            #expect(try day.admin.get("evaluations/\(id)")["/evaluator/name"]?.text == "Eve")
        }
        #expect(codes(try batch("assign", [free.id], #","evaluatorId":null"#)) == ["done"])
        #expect(try day.admin.get("evaluations/\(free.id)")["/state"]?.text == "unassigned")
        let unknown = try batch("assign", [free.id], #","evaluatorId":"\#(day.agent.id)""#)
        #expect(unknown.status == 422)
        #expect(unknown.code == "evaluator_unknown")
    }

    @Test func eachIsExtendedOrToldWhyNot() throws {
        let calls = try day.calls(2)
        let (done, late) = (try completed(calls[0]), try day.chosen(calls[1], for: day.evaluator))
        let etag = try day.evaluator.get("evaluations/\(late.id)").etag
        let reply = try batch("extend", [late.id, done.id], #","dueAt":"2027-01-01""#)
        #expect(codes(reply) == ["done", "already_completed"])
        let seen = try day.evaluator.get("evaluations/\(late.id)")
        #expect(seen["/dueAt"]?.text == "2027-01-01T23:59:59.999Z")
        #expect(seen.etag != etag)
        #expect(codes(try batch("extend", [late.id], #","dueAt":null"#)) == ["done"])
        #expect(try day.evaluator.get("evaluations/\(late.id)")["/dueAt"] == nil)
    }

    @Test func eachIsVoidedWithTheOneReasonOrToldWhyNot() throws {
        let calls = try day.calls(4)
        let (done, open) = (try completed(calls[0]), try day.chosen(calls[1], for: day.evaluator))
        let (machine, earlier) = (try completed(calls[2]), try completed(calls[3]))
        let other = try day.chosen(try day.calls(1, of: day.otherAgent, named: "B")[0], for: day.colleague)
        let id = machine.id
        try day.account.services.database.write {
            try $0.execute("UPDATE evaluations SET origin = 'automation' WHERE id = ?", .text(id))
        }
        let first = #"{"reason":"Earlier."}"#
        #expect(try day.supervisor.put("evaluations/\(earlier.id)/void", first).status == 200)
        let ids = [done.id, machine.id, open.id, other.id, earlier.id, "none"]
        let reply = try batch("void", ids, #","reason":" The line was tapped. ""#)
        #expect(reply.status == 200)
        #expect(reply.all("/results", "id") == ids)
        #expect(codes(reply) == ["done", "automated", "done", "not_found", "done", "not_found"])
        let voided = [done.id, open.id, earlier.id]
        let kept = try voided.map { try day.admin.get("evaluations/\($0)")["/voided/reason"]?.text }
        #expect(kept == ["The line was tapped.", "The line was tapped.", "Earlier."])
        #expect(try day.admin.get("evaluations/\(machine.id)")["/voided/reason"] == nil)
        #expect(try day.admin.get("interactions/\(calls[0])")["/evaluated"]?.truth == false)
        #expect(try day.account.number("SELECT count(*) FROM activity WHERE action = 'evaluation.voided'") == 3)
        #expect(codes(try batch("unarchive", [done.id])) == ["voided"])
    }

    @Test func manyAreVoidedOnlyWithAReasonAndTheRight() throws {
        let id = try completed(try day.calls(1)[0]).id
        #expect(try batch("void", [id]).code == "reason_missing")
        #expect(try batch("void", [id], #","reason":"  ""#).code == "reason_missing")
        #expect(try batch("void", [id], #","reason":"\#(String(repeating: "a", count: 1001))""#).code == "reason_long")
        #expect(try batch("archive", [id], #","reason":"Why.""#).status == 422)
        #expect(try batch("void", [id], #","reason":"Why.""#, by: day.evaluator).status == 403)
        #expect(try day.admin.get("evaluations/\(id)")["/voided/reason"] == nil)
    }

    @Test func whatSaysNothingIsRefused() throws {
        let id = try day.chosen(try day.calls(1)[0], for: day.evaluator).id
        #expect(try batch("archive", []).code == "evaluations_count")
        #expect(try batch("assign", [id]).status == 422)
        #expect(try batch("extend", [id]).status == 422)
        #expect(try batch("release", [id]).status == 422)
        #expect(try batch("archive", [id], #","dueAt":null"#).status == 422)
        #expect(try batch("archive", Array(repeating: id, count: 501)).status == 422)
        for action in ["archive", "unarchive"] {
            #expect(try batch(action, [id], by: day.evaluator).status == 403)
        }
        #expect(try batch("assign", [id], #","evaluatorId":null"#, by: day.evaluator).status == 403)
        #expect(try batch("extend", [id], #","dueAt":null"#, by: day.evaluator).status == 403)
    }

    @Test func anAutomatedEvaluationIsDeletedForGood() throws {
        let human = try completed(try day.calls(1)[0])
        let path = "evaluations/\(human.id)"
        let refused = try day.supervisor.delete(path)
        #expect(refused.status == 409)
        #expect(refused.code == "not_automated")
        #expect(try day.evaluator.delete(path).status == 403)
        let id = human.id
        try day.account.services.database.write {
            try $0.execute("UPDATE evaluations SET origin = 'automation' WHERE id = ?", .text(id))
        }
        #expect(try day.stranger.delete(path).status == 404)
        #expect(try day.supervisor.get(path)["/may/delete"]?.truth == true)
        #expect(try day.supervisor.delete(path).status == 204)
        #expect(try day.supervisor.get(path).status == 404)
        #expect(try day.admin.get("evaluations").all("/items", "id").isEmpty)
        for table in ["evaluation_forms", "evaluation_answers", "evaluation_revisions", "evaluation_drafts"] {
            #expect(try day.account.number("SELECT count(*) FROM \(table)") == 0)
        }
        #expect(try day.account.number("SELECT count(*) FROM activity WHERE action = 'evaluation.deleted'") == 1)
    }
}
