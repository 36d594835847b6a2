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

    @Test func aPeriodIsKeptAndMovesWithTheDay() throws {
        // The clock stands at 23:06 in Fiji, twelve hours ahead, on 18 November 2026.
        #expect(try day.admin.patch("settings", #"{"timeZone":"Pacific/Fiji"}"#).status == 200)
        for (name, startedAt) in [
            ("before", "2026-11-11T11:59:59Z"), ("first", "2026-11-11T12:00:00Z"), ("last", "2026-11-18T11:59:59Z"),
            ("after", "2026-11-18T12:00:00Z"),
        ] {
            let call = #"{"externalId":"\#(name)","channel":"chat","startedAt":"\#(startedAt)"}"#
            #expect(try day.admin.post("interactions", call).status == 201)
        }
        let saved = try day.admin.post("criteria", #"{"name":"Week","search":{"channel":["chat"],"period":"7d"}}"#)
        #expect(saved["/search/period"]?.text == "7d")
        #expect(saved["/search/from"] == nil)
        #expect(try found("period=7d") == ["first", "last"])
        #expect(try found("period=today") == ["last"])
        #expect(try found("period=yesterday").isEmpty)
        #expect(try day.admin.get("criteria/\(saved.id)/draw")["/matching"]?.integer == 2)
        // To the last millisecond before midnight, and one more.
        let midnight: Int64 = 1_795_003_200_000
        day.account.clock.advance(byMs: midnight - 1 - day.account.clock.now)
        #expect(try found("period=7d") == ["first", "last"])
        day.account.clock.advance(byMs: 1)
        #expect(try found("period=7d") == ["after", "last"])
        #expect(try found("period=yesterday") == ["last"])
        #expect(try day.admin.get("criteria/\(saved.id)/draw")["/matching"]?.integer == 2)
        #expect(try day.admin.get("criteria/\(saved.id)")["/search/period"]?.text == "7d")
    }

    private func found(_ query: String) throws -> [String] {
        try day.admin.get("interactions?channel=chat&\(query)").all("/items", "externalId").sorted()
    }

    @Test func aPeriodIsNoneBesideDaysAndOfKnownKinds() throws {
        for period in ["week", "0d", "d", "-7d", "3661d", "7 d"] {
            let body = #"{"name":"X","search":{"period":"\#(period)"}}"#
            #expect(try day.admin.post("criteria", body).status == 422, "\(period)")
            #expect(try day.admin.get("interactions?period=\(period.replacing(" ", with: "%20"))").status == 400)
        }
        let both = #"{"name":"X","search":{"period":"7d","from":"2026-11-01T00:00:00Z"}}"#
        let refused = try day.admin.post("criteria", both)
        #expect(refused.status == 422)
        #expect(refused["/errors/0/code"]?.text == "period_mixed" || refused.code == "period_mixed")
        #expect(try day.admin.get("interactions?period=7d&to=2026-11-01").status == 400)
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
