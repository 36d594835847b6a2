import Domain
import JSON
import Testing

@testable import App

/// What stands around the list: counts of the states, filters that are kept, columns that are chosen.
struct GridViewTests {
    let day: Workday
    let free: String
    let expired: String
    let done: String

    init() throws {
        let day = try Workday()
        self.day = day
        let calls = try day.calls(3) + day.calls(1, of: day.otherAgent, named: "D")
        func add(_ call: String, _ more: String) throws -> Reply {
            try day.admin.post(
                "evaluations", #"{"interactionId":"\#(call)","scorecards":["\#(day.scorecard)"]\#(more)}"#)
        }
        free = try add(calls[0], "").id
        expired = try add(calls[1], #","dueAt":"2026-01-01","evaluatorId":"\#(day.evaluator.id)""#).id
        let session = try day.evaluator.get(
            "evaluations/\(try add(calls[2], #","evaluatorId":"\#(day.evaluator.id)""#).id)")
        done = session.id
        _ = try day.evaluator.post(
            "evaluations/\(done)/completion", day.forms(session, Workday.full), ifMatch: session.etag)
        _ = try add(calls[3], #","evaluatorId":"\#(day.colleague.id)""#)
    }

    private func ids(_ query: String, by person: Asker) throws -> [String] {
        try person.get("evaluations?\(query)").all("/items", "id")
    }

    private func counts(_ query: String, by person: Asker) throws -> [Int64?] {
        let reply = try person.get("evaluations/counts?\(query)")
        return ["unassigned", "assigned", "in_progress", "completed", "expired"].map {
            reply["/\($0)/count"]?.integer
        }
    }

    @Test func eachStateIsCountedUnderTheOtherFilters() throws {
        #expect(try counts("", by: day.admin) == [1, 2, 0, 1, 1])
        #expect(try counts("state=completed", by: day.admin) == [1, 2, 0, 1, 1])
        #expect(try counts("evaluator=me", by: day.evaluator) == [0, 1, 0, 1, 1])
        #expect(try counts("q=D-0", by: day.admin) == [0, 1, 0, 0, 0])
        #expect(try counts("archived=true", by: day.admin) == [0, 0, 0, 0, 0])
        #expect(try counts("", by: day.supervisor) == [1, 1, 0, 1, 1])
        #expect(try counts("", by: day.colleague) == [1, 1, 0, 0, 0])
    }

    @Test func theListHoldsWhatItsReaderMaySeeAndNothingElse() throws {
        for person in [day.admin, day.supervisor, day.stranger, day.evaluator, day.colleague] {
            let all = try ids("", by: day.admin)
            let seen = try all.filter { try person.get("evaluations/\($0)").status == 200 }
            #expect(try ids("", by: person) == seen, "\(person.name)")
            #expect(try ids("sort=dueAt", by: person).sorted() == seen.sorted(), "\(person.name)")
        }
    }

    @Test func filtersMayHaveSeveralValues() throws {
        let all = try ids("", by: day.admin)
        #expect(try ids("agent=\(day.agent.id)&agent=\(day.otherAgent.id)", by: day.admin) == all)
        #expect(try ids("agent=\(day.agent.id)", by: day.admin).count == 3)
        #expect(try ids("evaluator=me&evaluator=none", by: day.evaluator) == [done, expired, free])
        #expect(try ids("channel=voice&scorecard=\(day.scorecard)", by: day.admin) == all)
        #expect(try ids("channel=chat", by: day.admin).isEmpty)
        #expect(try ids("queue=none", by: day.admin).isEmpty)
        #expect(try ids("q=eva&state=completed", by: day.admin) == [done])
    }

    @Test func aSessionFollowsItsChangesThroughTheLists() throws {
        #expect(try ids("evaluator=none", by: day.admin) == [free])
        #expect(
            try day.admin.put("evaluations/\(free)/assignment", #"{"evaluatorId":"\#(day.colleague.id)"}"#).status
                == 200)
        #expect(try ids("evaluator=none", by: day.admin).isEmpty)
        #expect(try ids("evaluator=\(day.colleague.id)", by: day.admin).contains(free))
        let call = try day.admin.get("evaluations/\(free)")["/interaction/id"]?.text ?? ""
        let changed = try day.admin.patch(
            "interactions/\(call)",
            #"""
            {"externalId":"New-77","channel":"chat","queue":"vip","agentId":"\#(day.otherAgent.id)",
             "startedAt":"2026-11-12T14:02:00Z","durationMs":60000}
            """#)
        #expect(changed.status == 200)
        #expect(try ids("queue=vip&channel=chat&agent=\(day.otherAgent.id)", by: day.admin) == [free])
        #expect(try ids("q=new-7", by: day.admin) == [free])
        #expect(try !ids("agent=\(day.agent.id)", by: day.admin).contains(free))
    }

    @Test func whatIsSearchedByWordsComesInTheOrderOfItsMaking() throws {
        #expect(try day.admin.get("evaluations?q=c&sort=createdAt").status == 200)
        #expect(try day.admin.get("evaluations?q=c&sort=score").code == "query_invalid")
        #expect(try day.admin.get("evaluations?expired=true&sort=-dueAt").status == 200)
        #expect(try day.admin.get("evaluations?expired=true&sort=score").code == "query_invalid")
    }

    @Test func aFilterIsKeptRenamedAndTakenAwayByItsOwnerAlone() throws {
        let body =
            #"{"name":"Mine, late","query":{"evaluator":["me"],"state":["assigned"],"expired":true,"sort":"dueAt"}}"#
        let kept = try day.supervisor.post("evaluation-views", body)
        #expect(kept.status == 201)
        #expect(try day.supervisor.post("evaluation-views", body).code == "name_taken")
        #expect(try day.admin.post("evaluation-views", body).status == 201, "a name is taken for its owner alone")
        #expect(try day.supervisor.get("evaluation-views")["/items/0/query/evaluator/0"]?.text == "me")
        let renamed = #"{"name":"Late","query":{"expired":true}}"#
        #expect(try day.admin.put("evaluation-views/\(kept.id)", renamed).status == 404)
        #expect(try day.supervisor.put("evaluation-views/\(kept.id)", renamed)["/name"]?.text == "Late")
        #expect(try day.admin.delete("evaluation-views/\(kept.id)").status == 404)
        #expect(try day.supervisor.delete("evaluation-views/\(kept.id)").status == 204)
        #expect(try day.supervisor.get("evaluation-views").all("/items", "id").isEmpty)
        for wrong in [#"{"state":["done"]}"#, #"{"sort":"name"}"#, #"{"colour":"red"}"#] {
            #expect(try day.supervisor.post("evaluation-views", #"{"name":"W","query":\#(wrong)}"#).status == 422)
        }
    }

    @Test func chosenColumnsAreRememberedForEachPerson() throws {
        #expect(try day.admin.get("evaluation-columns")["/columns"]?.elements?.count == GridColumn.usual.count)
        let chosen = try day.admin.put("evaluation-columns", #"{"columns":["score","state"]}"#)
        #expect(chosen["/columns"]?.elements?.compactMap(\.text) == ["state", "score"])
        #expect(try day.admin.get("evaluation-columns")["/columns"]?.elements?.count == 2)
        #expect(try day.evaluator.get("evaluation-columns")["/columns"]?.elements?.count == GridColumn.usual.count)
        #expect(try day.admin.put("evaluation-columns", #"{"columns":["colour"]}"#).status == 422)
    }
}
