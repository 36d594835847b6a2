import Domain
import JSON
import SQL
import Testing

@testable import App

/// What a page of the list says: every session as its own address says it, and how many there are.
struct GridPageTests {
    let day: Workday
    let second: String

    /// Sessions of every state, with one scorecard and two, taken, answered, withdrawn, archived, with names that JSON
    /// has to escape.
    init() throws {
        day = try Workday()
        second = try Workday.publish(Workday.card(key: "qb", name: #"Q\"2\\"#), by: day.admin)
        let calls = try day.calls(6) + day.calls(3, of: day.otherAgent, named: #"é\"\\/"#)
        _ = try day.drawn(2)
        for call in calls.prefix(2) { try complete(call, by: day.evaluator, [day.scorecard]) }
        let both = try complete(calls[2], by: day.colleague, [second, day.scorecard])
        #expect(try day.supervisor.put("evaluations/\(both)/void", #"{"reason":"A \"test\"."}"#).status == 200)
        let third = try complete(calls[3], by: day.colleague, [second])
        #expect(try day.supervisor.put("evaluations/\(third)/archive", "").status == 200)
        for call in calls.suffix(3) {
            _ = try day.chosen(call, for: day.evaluator, scorecards: [second, day.scorecard])
        }
        let late = try day.admin.post(
            "evaluations",
            #"{"interactionId":"\#(calls[4])","scorecards":["\#(day.scorecard)"],"dueAt":"2026-01-01","name":"L\u00e4te \"\\"}"#
        )
        #expect(late.status == 201)
    }

    @discardableResult
    private func complete(_ call: String, by person: Asker, _ scorecards: [String]) throws -> String {
        let session = try person.get("evaluations/\(try day.chosen(call, for: person, scorecards: scorecards).id)")
        let forms = session.all("/forms", "id").map { #"{"id":"\#($0)","answers":\#(Workday.full)}"# }
        let done = try person.post(
            "evaluations/\(session.id)/completion", #"{"forms":[\#(forms.joined(separator: ","))]}"#,
            ifMatch: session.etag)
        #expect(done.status == 200)
        return session.id
    }

    @Test func everyItemSaysWhatItsOwnAddressSays() throws {
        var seen = 0
        for archived in ["false", "true"] {
            for item in try day.admin.get("evaluations?archived=\(archived)")["/items"]?.elements ?? [] {
                let single = try day.admin.get("evaluations/\(item["id"]?.text ?? "")")
                guard case .object(let members) = item else { throw Workday.Unexpected(reply: single) }
                #expect(members.count == 19)
                for member in members {
                    // Before anything is saved the address shows what the defaults come to, the list nothing.
                    let isSaved = item["completedAt"] != .null || !["score", "passed"].contains(member.name)
                    let same = isSaved ? single.body[member.name] : .null
                    #expect(member.value == same, "\(member.name)")
                }
                seen += 1
            }
        }
        #expect(seen == 10)
    }

    /// The one scorecard passes with 70 %; two have none together.
    @Test func thePassMarkIsThatOfTheOnlyScorecard() throws {
        for item in try day.admin.get("evaluations")["/items"]?.elements ?? [] {
            let count = item["scorecards"]?.elements?.count
            #expect(item["passMark"]?.integer == (count == 1 ? 70_000_000 : nil))
        }
        // Moved to a version with another mark it has that one.
        let open = try #require(try day.admin.get("evaluations?state=unassigned").all("/items", "id").first)
        let draft = try day.admin.get("scorecards/\(day.scorecard)")
        let card = Workday.card().replacing("70000000", with: "79990000")
        let changed = try day.admin.put("scorecards/\(day.scorecard)/draft", card, ifMatch: draft.etag)
        let published = try day.admin.post("scorecards/\(day.scorecard)/publication", ifMatch: changed.etag)
        #expect(published.status == 200)
        #expect(try day.admin.get("evaluations/\(open)")["/passMark"]?.integer == 70_000_000)
        #expect(try day.admin.post("scorecards/\(day.scorecard)/adoption").status == 200)
        #expect(try day.admin.get("evaluations/\(open)")["/passMark"]?.integer == 79_990_000)
    }

    @Test func theTotalIsWhatThePagesHold() throws {
        let filters = [
            "state=completed", "state=assigned&state=unassigned", "evaluator=me", "evaluator=none",
            "evaluator=none&evaluator=\(day.evaluator.id)", "scorecard=\(second)",
            "scorecard=\(second)&scorecard=\(day.scorecard)", "agent=\(day.agent.id)", "channel=voice", "expired=true",
            "expired=false", "archived=true", "q=quality", "team=none", "",
            "date=created&period=today", "date=due&period=3660d", "date=completed&period=1d", "date=edited&period=7d",
            "scoreFrom=50000000", "scoreFrom=0&scoreTo=0",
        ]
        for person in [day.admin, day.supervisor, day.stranger, day.evaluator] {
            for first in filters {
                for other in filters {
                    let reply = try person.get("evaluations?limit=100&\(first)&\(other)")
                    let held = try #require(reply["/items"]?.elements, "\(first) \(other)").count
                    #expect(reply["/total/count"]?.integer == Int64(held), "\(person.name): \(first) \(other)")
                    #expect(reply["/total/capped"]?.truth == false)
                }
            }
        }
    }

    @Test func theSizesOfTheListsFollowEveryChange() throws {
        func strays() throws -> Int64 {
            try day.account.number(
                """
                SELECT count(*) FROM (
                    SELECT list, place, count(*) AS held FROM evaluation_places GROUP BY list, place
                    EXCEPT SELECT list, place, held FROM evaluation_counts)
                """)
                + day.account.number(
                    """
                    SELECT count(*) FROM (
                        SELECT list, place, held FROM evaluation_counts WHERE held > 0
                        EXCEPT SELECT list, place, count(*) FROM evaluation_places GROUP BY list, place)
                    """)
        }
        #expect(try strays() == 0)
        #expect(try day.account.number("SELECT sum(held) FROM evaluation_counts WHERE list = 1") == 10)
        try day.account.services.database.write { try $0.execute("UPDATE interactions SET queue = 'sales'") }
        #expect(try strays() == 0)
        #expect(try day.admin.get("evaluations?queue=sales")["/total/count"]?.integer == 8)
        let open = try #require(try day.admin.get("evaluations?state=unassigned").all("/items", "id").first)
        try day.account.services.database.write {
            try $0.execute("DELETE FROM evaluations WHERE id = ?", .text(open))
        }
        #expect(try strays() == 0)
        #expect(try day.account.number("SELECT sum(held) FROM evaluation_counts WHERE list = 1") == 9)
    }

    @Test func aCountLooksNoFurtherThanItIsTold() throws {
        var query = EvaluationQuery()
        query.channels = ["voice"]
        query.scorecards = [day.scorecard]
        try day.account.services.database.read { transaction in
            let caller = Caller(try #require(try FindPerson.run(day.admin.id, transaction)))
            let selection = try GridSelection(query, for: caller, transaction)
            #expect(selection.knownTotal == nil)
            let some = try GridStore.count(selection, ofFirst: 3, transaction)
            #expect(some.read == 3)
            #expect(some.left == 3)
            let all = try GridStore.count(selection, ofFirst: 100, transaction)
            #expect(all.read == 8)
            #expect(all.left == 8)
        }
    }

    @Test func theFilterThatLeavesLeastLeads() throws {
        try day.account.services.database.read { transaction in
            let caller = Caller(try #require(try FindPerson.run(day.admin.id, transaction)))
            var query = EvaluationQuery()
            query.channels = ["voice"]
            query.evaluators = [day.colleague.id]
            let ofColleague = try GridLists.find("evaluator", [day.colleague.id], transaction)
            #expect(
                try GridSelection(query, for: caller, transaction).stretches
                    == (0...3).map { .list(ofColleague.ids[0], place: $0) })
        }
    }
}
