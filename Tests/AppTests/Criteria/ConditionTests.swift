import Domain
import JSON
import Testing

@testable import App

/// Conditions of a saved search: what is in, what is not in, what was said and how long it took, all or any of it.
struct ConditionTests {
    let day: Workday
    /// Calls by their external ID.
    let calls: [String: String]

    init() throws {
        let day = try Workday()
        self.day = day
        var calls: [String: String] = [:]
        func call(_ name: String, _ more: String, by agent: Asker? = nil, said: String? = nil) throws {
            let reply = try day.admin.post(
                "interactions",
                #"""
                {"externalId":"\#(name)","startedAt":"2026-11-12T14:02:00Z","agentId":"\#((agent ?? day.agent).id)",\#(more)}
                """#)
            try #require(reply.status == 201)
            calls[name] = reply.id
            guard let said else { return }
            let body = #"{"segments":[{"startMs":0,"endMs":900,"speaker":"agent","text":"\#(said)"}]}"#
            try #require(try day.admin.put("interactions/\(reply.id)/transcript", body).status < 300)
        }
        try call(
            "bill", #""channel":"voice","queue":"Billing","durationMs":60000,"topics":["refund","fees"]"#,
            said: "Your refund is on its way")
        try call(
            "order", #""channel":"voice","queue":"Orders","durationMs":600000,"language":"en-US""#,
            said: "A refund policy is no policy")
        try call("chat", #""channel":"chat","disposition":"Solved","durationMs":1000,"topics":["fees"]"#)
        try call(
            "other", #""channel":"email","queue":"Billing","durationMs":0"#, by: day.otherAgent, said: "Hello there")
        self.calls = calls
    }

    private func criteria(_ conditions: String) throws -> Reply {
        try day.admin.post(
            "criteria",
            #"{"name":"\#(conditions.prefix(240).filter { $0 != "\"" })","search":{"conditions":\#(conditions)}}"#)
    }

    /// External IDs of what a saved search with these conditions can draw, and what the list finds by them.
    private func found(_ conditions: String) throws -> [String] {
        let saved = try criteria(conditions)
        try #require(saved.status == 201, "\(conditions): \(saved.body)")
        let counted = try day.admin.get("criteria/\(saved.id)/draw")["/matching"]?.integer
        let asked = conditions.utf8.map { escaped($0) }.joined()
        let listed = try day.admin.get("interactions?conditions=\(asked)").all("/items", "externalId").sorted()
        #expect(Int64(listed.count) == counted)
        return listed
    }

    private func escaped(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return "%" + (digits.count == 1 ? "0" : "") + digits
    }

    @Test(arguments: [
        (#"{"field":"queue","in":["Billing","Nowhere"]}"#, ["bill", "other"]),
        (#"{"field":"queue","notIn":["Billing"]}"#, ["chat", "order"]),
        (#"{"field":"channel","notIn":["voice","chat"]}"#, ["other"]),
        (#"{"field":"disposition","in":["Solved"]}"#, ["chat"]),
        (#"{"field":"language","notIn":["en-US"]}"#, ["bill", "chat", "other"]),
        (#"{"field":"topic","in":["fees"]}"#, ["bill", "chat"]),
        (#"{"field":"topic","notIn":["refund"]}"#, ["chat", "order", "other"]),
        (#"{"field":"indicator","mentioned":["refund policy","hello"]}"#, ["order", "other"]),
        (#"{"field":"indicator","absent":["refund"]}"#, ["other"]),
        (#"{"field":"duration","atLeastMs":1000,"atMostMs":60000}"#, ["bill", "chat"]),
        (#"{"all":[{"field":"channel","in":["voice"]},{"field":"duration","atLeastMs":60001}]}"#, ["order"]),
        (
            #"{"any":[{"field":"topic","in":["refund"]},{"all":[{"field":"queue","in":["Orders"]},{"any":[{"field":"duration","atMostMs":1},{"field":"indicator","mentioned":["policy"]}]}]}]}"#,
            ["bill", "order"]
        ),
    ])
    func whatHoldsIsFound(conditions: String, names: [String]) throws {
        #expect(try found(conditions) == names)
    }

    @Test func agentsAndTeamsAreMeantByTheirIDs() throws {
        #expect(try found(#"{"field":"agent","notIn":["\#(day.agent.id)"]}"#) == ["other"])
        let team = try day.admin.get("interactions/\(calls["bill"] ?? "")")["/team/id"]?.text ?? ""
        #expect(try found(#"{"field":"team","in":["\#(team)"]}"#) == ["bill", "chat", "order"])
    }

    @Test func withoutATranscriptNothingWasSaidAndNothingWasLeftOut() throws {
        #expect(
            try found(
                #"{"any":[{"field":"indicator","mentioned":["zebra"]},{"field":"indicator","absent":["zebra"]}]}"#) == [
                    "bill", "order", "other",
                ])
    }

    @Test func whatIsSavedComesBackAsItWasSaid() throws {
        let conditions =
            #"{"all":[{"field":"queue","notIn":["Billing"]},{"any":[{"field":"indicator","absent":["fee"]},{"field":"duration","atMostMs":5}]}]}"#
        let saved = try criteria(conditions)
        #expect(saved["/search/conditions"] == (try JSONReader.read(Array(conditions.utf8))))
        #expect(try day.admin.get("criteria/\(saved.id)")["/search/conditions"] == saved["/search/conditions"])
    }

    @Test func aDrawKeepsToThemAndSoDoesAReplacement() throws {
        let saved = try criteria(#"{"field":"topic","in":["fees"]}"#)
        let drawn = try day.drawn(1, from: saved.id, to: day.evaluator)
        let id = try #require(drawn.first)
        let path = "evaluations/\(id)"
        let first = try day.evaluator.get(path)
        let second = try day.evaluator.post("\(path)/replacement", #"{"reason":"irrelevant"}"#, ifMatch: first.etag)
        let names = [first, second].compactMap { $0["/interaction/externalId"]?.text }
        #expect(Set(names) == ["bill", "chat"])
        let third = try day.evaluator.post("\(path)/replacement", #"{"reason":"irrelevant"}"#, ifMatch: second.etag)
        #expect(third.code == "no_candidate")
    }

    @Test(arguments: [
        (#"{}"#, "condition_shape"), (#"{"field":"queue"}"#, "condition_shape"),
        (#"{"field":"colour","in":["red"]}"#, "condition_shape"),
        (#"{"field":"queue","in":["A"],"notIn":["B"]}"#, "condition_shape"),
        (#"{"field":"indicator","in":["A"]}"#, "condition_shape"),
        (#"{"field":"queue","in":[" "]}"#, "condition_empty"),
        (#"{"field":"indicator","mentioned":["?!"]}"#, "condition_empty"), (#"{"all":[]}"#, "condition_empty"),
        (#"{"field":"duration","atLeastMs":9,"atMostMs":8}"#, "condition_range"),
        (#"{"all":[{"any":[{"all":[{"any":[{"field":"queue","in":["A"]}]}]}]}]}"#, "conditions_deep"),
    ])
    func whatIsNoConditionIsRefused(conditions: String, code: String) throws {
        let refused = try criteria(conditions)
        #expect(refused.status == 422)
        #expect(refused.code == code)
        #expect(refused["/errors/0/pointer"]?.text?.hasPrefix("/search/conditions") == true)
    }

    @Test func thereAreNotTooMany() throws {
        let one = #"{"field":"queue","in":["A"]}"#
        func tree(_ count: Int) -> String {
            let half = Array(repeating: one, count: count / 2).joined(separator: ",")
            return #"{"all":[{"any":[\#(half)]},{"any":[\#(half)]}]}"#
        }
        #expect(try criteria(tree(50)).status == 201)
        #expect(try criteria(tree(52)).code == "conditions_many")
    }
}
