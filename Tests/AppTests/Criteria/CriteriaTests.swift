import Domain
import JSON
import Testing

@testable import App

/// Searches saved, changed and taken away.
struct CriteriaTests {
    let day: Workday

    init() throws { day = try Workday() }

    @Test func aSearchIsKeptAsItWasSaid() throws {
        let search = #"""
            {"q":"refund","agent":["\#(day.agent.id)"],"channel":["voice","chat"],"language":["en-US"],
             "from":"2026-11-01T00:00:00+01:00"}
            """#
        let saved = try day.admin.post("criteria", #"{"name":"Refunds","search":\#(search)}"#)
        #expect(saved.status == 201)
        let shown = try day.supervisor.get("criteria/\(saved.id)")
        #expect(shown["/search/q"]?.text == "refund")
        #expect(shown["/search/channel"]?.elements?.count == 2)
        #expect(shown["/search/from"]?.text == "2026-10-31T23:00:00.000Z")
        #expect(shown["/createdBy/name"]?.text == "Ada")
        #expect(try day.admin.get("criteria").all("/items", "name") == ["Refunds"])
    }

    @Test func namesAreUnique() throws {
        let first = try day.criteria(named: "First")
        _ = try day.criteria(named: "Second")
        let taken = try day.admin.post("criteria", #"{"name":"First","search":{}}"#)
        #expect(taken.status == 409)
        #expect(taken.code == "name_taken")
        #expect(try day.admin.put("criteria/\(first)", #"{"name":"Second","search":{}}"#).code == "name_taken")
        let changed = try day.admin.put("criteria/\(first)", #"{"name":"First","search":{"queue":["Billing"]}}"#)
        #expect(changed["/search/queue/0"]?.text == "Billing")
    }

    @Test func whatIsNoSearchIsRefused() throws {
        for body in [
            #"{"name":"X"}"#, #"{"name":"","search":{}}"#, #"{"name":"X","search":{"colour":"red"}}"#,
            #"{"name":"X","search":{"agent":"one"}}"#, #"{"name":"X","search":{"from":"yesterday"}}"#,
        ] {
            #expect(try day.admin.post("criteria", body).status == 422, "\(body)")
        }
    }

    @Test func deletingLeavesWhatWasDrawn() throws {
        let criteria = try day.criteria()
        try day.calls(2)
        let drawn = try day.drawn(1, from: criteria)
        #expect(try day.admin.delete("criteria/\(criteria)").status == 204)
        #expect(try day.admin.get("criteria/\(criteria)").status == 404)
        #expect(try day.admin.get("evaluations/\(drawn[0])").status == 200)
    }
}
