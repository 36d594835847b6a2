import Domain
import JSON
import SQL
import Testing

@testable import App

/// What people evaluated is withdrawn with a reason, and never deleted.
struct VoidTests {
    let day: Workday

    init() throws { day = try Workday() }

    private func completed(_ call: String, by person: Asker) throws -> Reply {
        let session = try person.get("evaluations/\(try day.chosen(call, for: person).id)")
        return try person.post(
            "evaluations/\(session.id)/completion", day.forms(session, Workday.full), ifMatch: session.etag)
    }

    private func void(_ id: String, _ reason: String = "A test call.", by person: Asker? = nil) throws -> Reply {
        try (person ?? day.supervisor).put("evaluations/\(id)/void", #"{"reason":"\#(reason)"}"#)
    }

    @Test func aVoidedOneKeepsItsAnswersAndCanOnlyBeRead() throws {
        let session = try completed(try day.calls(1)[0], by: day.evaluator)
        #expect(try day.supervisor.get("evaluations/\(session.id)")["/may/void"]?.truth == true)
        #expect(try day.evaluator.get("evaluations/\(session.id)")["/may/void"]?.truth == false)
        let voided = try void(session.id, " Scored for training. ")
        #expect(voided.status == 200)
        #expect(voided["/voided/reason"]?.text == "Scored for training.")
        #expect(voided["/voided/by/id"]?.text == day.supervisor.id)
        #expect(voided["/score"] == session["/score"])
        #expect(voided["/forms/0/answers"] == session["/forms/0/answers"])
        for door in ["save", "complete", "replace", "assign", "extend", "archive", "unarchive", "void", "notify"] {
            #expect(voided["/may/\(door)"]?.truth == false, "\(door)")
        }
        #expect(try void(session.id, "Another reason.")["/voided/reason"]?.text == "Scored for training.")
        #expect(try day.supervisor.delete("evaluations/\(session.id)/archive").code == "voided")
        #expect(try day.admin.get("evaluations").all("/items", "id").isEmpty)
        let kept = try day.admin.get("evaluations?archived=true")
        #expect(kept.all("/items", "id") == [session.id])
        #expect(kept["/items/0/voided/reason"]?.text == "Scored for training.")
        #expect(try day.account.number("SELECT count(*) FROM activity WHERE action = 'evaluation.voided'") == 1)
    }

    @Test func itsInteractionIsNotEvaluatedUnlessAnotherSaysSo() throws {
        let call = try day.calls(1)[0]
        let open = try day.chosen(call, for: day.colleague)
        let first = try completed(call, by: day.evaluator)
        let seen = try day.colleague.get("evaluations/\(open.id)")
        let second = try day.colleague.post(
            "evaluations/\(open.id)/completion", day.forms(seen, Workday.full), ifMatch: seen.etag)
        #expect(second.status == 200)
        #expect(try void(first.id).status == 200)
        #expect(try day.admin.get("interactions/\(call)")["/evaluated"]?.truth == true)
        #expect(try void(second.id).status == 200)
        #expect(try day.admin.get("interactions/\(call)")["/evaluated"]?.truth == false)
        #expect(try completed(call, by: day.evaluator).status == 200)
    }

    @Test func whatIsNotYetCompletedCanBeWithdrawnToo() throws {
        let session = try day.chosen(try day.calls(1)[0], for: day.evaluator)
        #expect(try void(session.id)["/state"]?.text == "assigned")
        let seen = try day.evaluator.get("evaluations/\(session.id)")
        let refused = try day.evaluator.put(
            "evaluations/\(session.id)/answers", day.forms(seen, Workday.full), ifMatch: seen.etag)
        #expect(refused.code == "archived")
    }

    @Test func aReasonAndARightAreNeededAndAPersonWhoEvaluated() throws {
        let session = try completed(try day.calls(1)[0], by: day.evaluator)
        #expect(try void(session.id, "  ").code == "reason_missing")
        #expect(try void(session.id, String(repeating: "a", count: 1001)).code == "reason_long")
        #expect(try void(session.id, by: day.evaluator).status == 403)
        #expect(try void(session.id, by: day.stranger).status == 404)
        let stale = try day.supervisor.put(
            "evaluations/\(session.id)/void", #"{"reason":"Why."}"#, ifMatch: "1.old")
        #expect(stale.status == 412)
        let id = session.id
        try day.account.services.database.write {
            try $0.execute("UPDATE evaluations SET origin = 'automation' WHERE id = ?", .text(id))
        }
        #expect(try void(session.id).code == "automated")
    }
}
