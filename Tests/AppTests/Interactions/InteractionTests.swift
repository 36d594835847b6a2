import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Interactions: added, found by those who may see them, changed.
struct InteractionTests {
    let day: Workday

    init() throws { day = try Workday() }

    private func add(_ more: String = "", by person: Asker? = nil) throws -> Reply {
        try (person ?? day.admin).post(
            "interactions", #"{"channel":"voice","startedAt":"2026-11-12T14:02:00+01:00"\#(more)}"#)
    }

    @Test func whatIsSaidComesBack() throws {
        let reply = try add(
            #","externalId":" X-1 ","agentId":"\#(day.agent.id)","queue":"Billing","topics":["refund","refund","vip"]"#)
        #expect(reply.status == 201)
        #expect(reply.header("Location") == "/api/v1/interactions/\(reply.id)")
        #expect(reply["/externalId"]?.text == "X-1")
        #expect(reply["/startedAt"]?.text == "2026-11-12T13:02:00.000Z")
        #expect(reply["/team/name"]?.text == "Sales")
        #expect(reply["/topics"]?.elements?.count == 2)
        #expect(reply["/offline"]?.truth == false)
        #expect(try day.admin.get("interactions/\(reply.id)").body == reply.body)
    }

    @Test func anExternalIDBelongsToOne() throws {
        let first = try add(#","externalId":"X-1""#)
        let second = try add(#","externalId":"X-1""#)
        #expect(second.status == 409)
        #expect(second.code == "external_id_taken")
        #expect(second["/errors/0/pointer"]?.text == "/externalId")
        let other = try add()
        #expect(try day.admin.patch("interactions/\(other.id)", #"{"externalId":"X-1"}"#).status == 409)
        #expect(try day.admin.patch("interactions/\(first.id)", #"{"externalId":"X-1"}"#).status == 200)
    }

    @Test(arguments: [
        (#","durationMs":-1"#, "duration_outside"), (#","durationMs":86400001"#, "duration_outside"),
        (#","language":"english please""#, "language_invalid"), (#","agentId":"nobody""#, "agent_unknown"),
        (#","queue":"a\nb""#, "text_control"), (#","color":"red""#, "invalid_input"),
        (#","topics":"x""#, "invalid_input"),
    ])
    func whatMakesNoSenseIsRefused(_ more: String, _ code: String) throws {
        let reply = try add(more)
        #expect(reply.status == 422)
        #expect(reply.code == code)
        #expect(try day.account.number("SELECT count(*) FROM interactions") == 0)
    }

    @Test func agentsSeeTheirOwnAndSupervisorsTheirTeams() throws {
        let own = try day.calls(2)
        let others = try day.calls(3, of: day.otherAgent, named: "O")
        func seen(_ person: Asker) throws -> Set<String> { Set(try person.get("interactions").all("/items", "id")) }
        #expect(try seen(day.agent) == Set(own))
        #expect(try seen(day.otherAgent) == Set(others))
        #expect(try seen(day.supervisor) == Set(own))
        #expect(try seen(day.stranger) == Set(others))
        #expect(try seen(day.evaluator) == Set(own + others))
        #expect(try day.agent.get("interactions")["/total/count"]?.integer == 2)
        #expect(try day.agent.get("interactions/\(others[0])").status == 404)
        #expect(try day.supervisor.get("interactions/\(others[0])").status == 404)
        #expect(try day.agent.get("interactions?agent=\(day.otherAgent.id)").all("/items", "id") == [])
    }

    @Test func historyDoesNotMoveWithThePeople() throws {
        let call = try day.calls(1)[0]
        let service = try #require(try day.stranger.get("session")["/teams/0/id"]?.text)
        #expect(try day.admin.patch("users/\(day.agent.id)", #"{"teams":["\#(service)"]}"#).status == 200)
        #expect(try day.supervisor.get("interactions/\(call)").status == 200)
        #expect(try day.stranger.get("interactions/\(call)").status == 404)
    }

    @Test func facetsNameOnlyWhatIsSeen() throws {
        _ = try add(#","agentId":"\#(day.agent.id)","queue":"Billing","language":"en""#)
        _ = try add(#","agentId":"\#(day.otherAgent.id)","queue":"Secret","disposition":"Hidden""#)
        let mine = try day.agent.get("interactions/facets")
        #expect(mine.all("/agents", "name") == ["Al"])
        #expect(mine.all("/teams", "name") == ["Sales"])
        #expect(mine["/queues"]?.elements?.compactMap(\.text) == ["Billing"])
        #expect(mine["/dispositions"]?.elements?.isEmpty == true)
        #expect(try day.evaluator.get("interactions/facets")["/queues"]?.elements?.count == 2)
    }

    @Test func theListIsSearchedByWhatIsKnown() throws {
        let call = try add(
            #","externalId":"Zebra-9","agentId":"\#(day.agent.id)","queue":"Billing","customer":"Ms Ruiz""#
        ).id
        _ = try add(#","agentId":"\#(day.otherAgent.id)","queue":"Sales","customer":"Mr Other""#)
        for query in [
            "q=zebra", "q=RUIZ", "queue=Billing", "queue=Billing&queue=Nothing", "agent=\(day.agent.id)", "q=al",
        ] {
            #expect(try day.admin.get("interactions?\(query)").all("/items", "id") == [call], "\(query)")
        }
        for query in ["q=%25", "q=_ebra", "queue=billing", "from=2026-11-13", "to=2026-11-11", "evaluated=true"] {
            #expect(try day.admin.get("interactions?\(query)").all("/items", "id") == [], "\(query)")
        }
        #expect(try day.admin.get("interactions?from=2026-11-12&to=2026-11-12").all("/items", "id").count == 2)
        for query in [
            "from=yesterday", "evaluated=perhaps", "limit=0", "limit=101", "limit=x", "sort=name", "cursor=x",
        ] {
            #expect(try day.admin.get("interactions?\(query)").status == 400, "\(query)")
        }
    }

    @Test func changesKeepWhatIsLeftOutAndNullTakesAway() throws {
        let call = try add(#","queue":"Billing","customer":"Ms Ruiz","agentId":"\#(day.agent.id)""#)
        let changed = try day.admin.patch("interactions/\(call.id)", #"{"queue":null,"disposition":"Solved"}"#)
        #expect(changed["/queue"] == nil)
        #expect(changed["/disposition"]?.text == "Solved")
        #expect(changed["/customer"]?.text == "Ms Ruiz")
        #expect(changed["/agent/name"]?.text == "Al")
        let alone = try day.admin.patch("interactions/\(call.id)", #"{"agentId":null}"#)
        #expect(alone["/agent"] == nil)
        #expect(alone["/team"] == nil)
    }

    @Test func addingByHandIsAPermissionOfItsOwn() throws {
        #expect(try add(#","offline":true"#, by: day.supervisor).status == 201)
        #expect(try add(#","offline":true"#, by: day.evaluator).status == 403)
    }
}
