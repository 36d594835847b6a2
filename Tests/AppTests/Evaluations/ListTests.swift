import Domain
import JSON
import Testing

@testable import App

/// The list of evaluations: filters, orders, pages.
struct ListTests {
    let day: Workday
    let evaluated: String
    let expired: String
    let open: [String]

    init() throws {
        let day = try Workday()
        self.day = day
        let calls = try day.calls(6)
        let session = try day.evaluator.get("evaluations/\(try day.chosen(calls[0], for: day.evaluator).id)")
        evaluated = session.id
        _ = try day.evaluator.post(
            "evaluations/\(session.id)/completion", day.forms(session, Workday.full), ifMatch: session.etag)
        func add(_ call: String, _ more: String) throws -> String {
            day.account.clock.advance(byMs: 1_000)
            let reply = try day.admin.post(
                "evaluations", #"{"interactionId":"\#(call)","scorecards":["\#(day.scorecard)"]\#(more)}"#)
            return reply.id
        }
        expired = try add(calls[1], #","dueAt":"2026-01-01","evaluatorId":"\#(day.evaluator.id)""#)
        open = [
            try add(calls[2], #","dueAt":"2027-01-02","name":"Second look""#), try add(calls[3], ""),
            try add(calls[4], #","dueAt":"2027-01-01""#), try add(calls[5], ""),
        ]
    }

    private func ids(_ query: String) throws -> [String] {
        try day.admin.get("evaluations?\(query)").all("/items", "id")
    }

    @Test func filtersNarrowTheList() throws {
        #expect(try ids("state=completed") == [evaluated])
        #expect(try ids("state=completed&state=assigned") == [expired, evaluated])
        #expect(try ids("expired=true") == [expired])
        #expect(try ids("expired=false").count == 5)
        #expect(try ids("evaluator=none").count == 4)
        #expect(try ids("evaluator=\(day.evaluator.id)") == [expired, evaluated])
        #expect(try day.evaluator.get("evaluations?evaluator=me").all("/items", "id") == [expired, evaluated])
        #expect(try ids("q=second%20LOOK") == [open[0]])
        #expect(try ids("q=c-4") == [open[2]])
        #expect(try ids("q=eva") == [expired, evaluated])
        #expect(try ids("scorecard=\(day.scorecard)").count == 6)
        #expect(try ids("scorecard=none").isEmpty)
        #expect(try ids("archived=true").isEmpty)
        let call = try day.admin.get("evaluations/\(open[1])")["/interaction/id"]?.text ?? ""
        #expect(try ids("interaction=\(call)") == [open[1]])
    }

    @Test(arguments: GridSort.all.map(\.name))
    func pagesOfOneGiveTheWholeListInItsOrder(sort: String) throws {
        let whole = try ids("sort=\(sort)")
        #expect(whole.count == 6)
        var paged: [String] = []
        var cursor: String?
        repeat {
            let page = try day.admin.get("evaluations?sort=\(sort)&limit=1" + (cursor.map { "&cursor=\($0)" } ?? ""))
            paged += page.all("/items", "id")
            cursor = page["/next"]?.text
        } while cursor != nil
        #expect(paged == whole)
    }

    @Test func whatHasNoDateComesLast() throws {
        #expect(try Array(ids("sort=dueAt").prefix(3)) == [expired, open[2], open[0]])
        #expect(try ids("sort=-completedAt").first == evaluated)
        #expect(try ids("sort=createdAt") == ids("sort=-createdAt").reversed())
    }

    @Test func queriesThatSayNothingAreRefused() throws {
        for query in ["state=done", "expired=maybe", "sort=name", "limit=0", "cursor=x", "archived=1"] {
            #expect(try day.admin.get("evaluations?\(query)").status == 400)
        }
        let cursor = try day.admin.get("evaluations?limit=1")["/next"]?.text ?? ""
        #expect(try day.admin.get("evaluations?sort=dueAt&cursor=\(cursor)").code == "cursor_invalid")
    }
}
