import Domain
import JSON
import SQL
import Testing

@testable import App

/// The list narrowed to dates and scores: whole days of the account, whichever date is meant, and the orders there are.
struct GridDateTests {
    let day: Workday

    /// The clock stands at 23:06 in Fiji, twelve hours ahead, on 18 November 2026.
    init() throws {
        day = try Workday()
        #expect(try day.admin.patch("settings", #"{"timeZone":"Pacific/Fiji"}"#).status == 200)
    }

    private func add(_ name: String, dueAt: String? = nil) throws -> String {
        let call = try day.calls(1, named: name)[0]
        let due = dueAt.map { #","dueAt":"\#($0)""# } ?? ""
        let reply = try day.admin.post(
            "evaluations",
            #"""
            {"interactionId":"\#(call)","scorecards":["\#(day.scorecard)"],"name":"\#(name)",
             "evaluatorId":"\#(day.evaluator.id)"\#(due)}
            """#)
        #expect(reply.status == 201)
        return reply.id
    }

    private func complete(_ id: String, _ answers: String = Workday.full) throws {
        let session = try day.evaluator.get("evaluations/\(id)")
        let done = try day.evaluator.post(
            "evaluations/\(id)/completion", day.forms(session, answers), ifMatch: session.etag)
        #expect(done.status == 200)
    }

    private func names(_ query: String) throws -> [String] {
        let reply = try day.admin.get("evaluations?\(query)")
        let names = reply.all("/items", "name")
        #expect(reply["/total/count"]?.integer == Int64(names.count), "\(query)")
        // What is walked page by page is the same.
        var walked: [String] = []
        var cursor: String? = ""
        while let at = cursor {
            let page = try day.admin.get("evaluations?limit=1&\(query)\(at.isEmpty ? "" : "&cursor=\(at)")")
            walked += page.all("/items", "name")
            cursor = page["/next"]?.text
        }
        #expect(walked == names, "\(query)")
        return names
    }

    private let hour: Int64 = 3_600_000

    @Test func eachDateHasDaysOfItsOwn() throws {
        let early = try add("early", dueAt: "2026-11-30")
        day.account.clock.advance(byMs: 53 * 60_000)
        // 23:59:40 on the 18th, and 0:05 on the 19th.
        let late = try add("late", dueAt: "2026-12-01")
        try complete(early)
        day.account.clock.advance(byMs: 6 * 60_000)
        let last = try add("last")
        try complete(late)
        #expect(try names("date=created&period=today") == ["last"])
        #expect(try names("date=created&period=yesterday") == ["late", "early"])
        #expect(try names("date=created&from=2026-11-18&to=2026-11-18&sort=createdAt") == ["early", "late"])
        #expect(try names("date=created&from=2026-11-18T12:00:00Z").first == "last")
        #expect(try names("date=completed&period=7d") == ["late", "early"])
        #expect(try names("date=completed&period=7d&sort=completedAt") == ["early", "late"])
        #expect(try names("date=completed&to=2026-11-18") == ["early"])
        #expect(try names("date=edited&from=2026-11-19") == ["late"])
        #expect(try names("date=due&from=2026-11-30&to=2026-11-30") == ["early"])
        #expect(try names("date=due&from=2026-11-30&sort=-dueAt") == ["late", "early"])
        #expect(try names("date=created&period=7d&state=completed&agent=\(day.agent.id)") == ["late", "early"])
        #expect(try names("date=created&period=yesterday&q=la") == ["late"])
        #expect(try names("date=due&period=30d").isEmpty)
        #expect(try day.admin.get("evaluations/counts?date=created&period=yesterday")["/completed/count"]?.integer == 2)
        // A number that was deleted moves no border.
        try day.account.services.database.write { transaction in
            try EvaluationStore.delete(last, transaction)
        }
        #expect(try names("date=created&period=today").isEmpty)
    }

    @Test func scoresLieBetweenWithBothEnds() throws {
        // Of 40 points: all, and the half.
        let whole = try add("whole")
        let half = try add("half")
        _ = try add("open")
        try complete(whole)
        try complete(half, #"{"q1":{"option":"y"},"q2":{"option":"y"},"q3":{"option":"n","comment":"No."}}"#)
        #expect(try names("scoreFrom=50000000") == ["half", "whole"])
        #expect(try names("scoreFrom=50000000&sort=-score") == ["whole", "half"])
        #expect(try names("scoreTo=50000000") == ["half"])
        #expect(try names("scoreFrom=50000001&scoreTo=100000000") == ["whole"])
        #expect(try names("scoreTo=49999999").isEmpty)
        #expect(try names("scoreTo=50000000&date=completed&period=today") == ["half"])
        #expect(try names("scoreFrom=50000001&q=w") == ["whole"])
    }

    @Test func whatIsLateIsNarrowedByDaysToo() throws {
        _ = try add("older", dueAt: "2026-01-01")
        _ = try add("newer", dueAt: "2026-11-01")
        _ = try add("open", dueAt: "2026-12-01")
        #expect(try names("expired=true&date=due&from=2026-10-01") == ["newer"])
        #expect(try names("expired=true&date=created&period=today&sort=-dueAt") == ["newer", "older"])
        #expect(try names("expired=false&date=due&from=2026-01-01") == ["open"])
    }

    @Test func whatCannotBeHadIsRefused() throws {
        for query in [
            "date=made&period=7d", "period=7d", "from=2026-11-01", "date=due", "date=due&period=week",
            "date=due&period=7d&from=2026-11-01", "date=due&from=soon", "scoreFrom=101000000", "scoreTo=-1",
            "scoreTo=x",
            "date=completed&period=7d&sort=score", "scoreTo=5&sort=dueAt",
        ] {
            let reply = try day.admin.get("evaluations?\(query)")
            #expect(reply.status == 400, "\(query)")
            #expect(reply.code == "query_invalid")
        }
    }

    @Test func aKeptFilterKeepsThePeriod() throws {
        let query = #"{"date":"completed","period":"7d","scoreTo":60000000,"sort":"-completedAt"}"#
        let kept = try day.admin.post("evaluation-views", #"{"name":"Weak","query":\#(query)}"#)
        #expect(kept.status == 201)
        #expect(kept["/query/period"]?.text == "7d")
        #expect(kept["/query/from"] == nil)
        let days = #"{"name":"Days","query":{"date":"due","from":"2026-11-01","to":"2026-11-30"}}"#
        #expect(try day.admin.post("evaluation-views", days)["/query/to"]?.text == "2026-11-30")
        let wrong = try day.admin.post("evaluation-views", #"{"name":"Wrong","query":{"period":"7d"}}"#)
        #expect(wrong.status == 422)
    }

    @Test func aListIsExportedByTheDaysOfTheMoment() throws {
        let settings = try day.account.services.database.read { try SettingsStore.load($0) }
        var query = EvaluationQuery()
        query.dates = try GridDates(which: "created", period: "today", from: nil, to: nil) { Refusal($0, $2) }
        query.scoreFrom = 5
        let kept = try ExportQueryJSON.read(ExportQueryJSON.text(query, settings, now: day.account.clock.now))
        #expect(kept.scoreFrom == 5)
        #expect(kept.scoreTo == nil)
        let span = try #require(kept.dates).instants(settings, now: 0)
        let midnight: Int64 = 1_794_916_800_000
        #expect(span.from == midnight)
        #expect(span.to == midnight + 24 * hour)
    }
}
