import Domain
import JSON
import SQL
import Testing

@testable import App

/// How an agent's scores went over time: what counts, in which period, for whom.
struct TrendTests {
    let day: Workday

    init() throws {
        day = try Workday()
        let patched = try day.admin.patch("settings", #"{"timeZone":"Europe/Berlin"}"#)
        guard patched.status == 200 else { throw Workday.Unexpected(reply: patched) }
    }

    /// A completed evaluation of the agent, with its scores and the time of its completion put in place.
    @discardableResult
    private func completed(
        _ name: String, at time: String, score: Int64?, by evaluator: Asker? = nil, of agent: Asker? = nil,
        autoFailed: Bool = false, cards: [String]? = nil
    ) throws -> String {
        let person = evaluator ?? day.evaluator
        let call = try day.calls(1, of: agent, named: name)[0]
        let session = try person.get("evaluations/\(try day.chosen(call, for: person, scorecards: cards).id)")
        let forms = day.forms(session, Workday.full, Workday.full)
        let done = try person.post("evaluations/\(session.id)/completion", forms, ifMatch: session.etag)
        guard done.status == 200 else { throw Workday.Unexpected(reply: done) }
        let instant = try #require(Instant(text: time)).milliseconds
        let passed = score.map { $0 >= 70_000_000 }
        try day.account.services.database.write { transaction in
            try transaction.execute(
                "UPDATE evaluations SET completed_at = ?, score = ?, passed = ? WHERE id = ?", .integer(instant),
                .optional(score), .optional(passed), .text(session.id))
            try transaction.execute(
                "UPDATE evaluation_forms SET score = ?, passed = ?, auto_failed = ? WHERE evaluation_id = ?",
                .optional(score), .optional(passed), SQLValue(autoFailed), .text(session.id))
        }
        return session.id
    }

    private func trend(_ query: String = "", of agent: Asker? = nil, by person: Asker? = nil) throws -> Reply {
        try (person ?? day.admin).get("evaluations/trend?agent=\((agent ?? day.agent).id)\(query)")
    }

    private func counts(_ reply: Reply) -> [Int64] {
        (reply["/periods"]?.elements ?? []).compactMap { $0["completed"]?.integer }
    }

    @Test func eachPeriodHasItsMeanWithNAndInterval() throws {
        for (number, score) in [80_000_000, 90_000_000, 70_000_000, 85_000_000].enumerated() {
            try completed("S\(number)", at: "2026-09-1\(number)T10:00:00Z", score: Int64(score))
        }
        try completed("O", at: "2026-10-05T10:00:00Z", score: 40_000_000, autoFailed: true)
        try completed("N", at: "2026-10-06T10:00:00Z", score: nil)
        let found = try trend("&from=2026-08-20&to=2026-10-31")
        #expect(found.status == 200)
        #expect(found["/agent/name"]?.text == "Al")
        #expect(found["/timeZone"]?.text == "Europe/Berlin")
        #expect(found.all("/periods", "from") == ["2026-08-01", "2026-09-01", "2026-10-01"])
        #expect(found.all("/periods", "to") == ["2026-08-31", "2026-09-30", "2026-10-31"])
        #expect(counts(found) == [0, 4, 2])
        #expect(found["/periods/0/mean"] == nil)
        #expect(found["/periods/1/mean"]?.integer == 81_250_000)
        let low = try #require(found["/periods/1/interval/low"]?.integer)
        let high = try #require(found["/periods/1/interval/high"]?.integer)
        #expect(abs(low - 67_662_347) < 10 && abs(high - 94_837_653) < 10)
        #expect(found["/periods/1/lowest"]?.integer == 70_000_000)
        #expect(found["/periods/1/highest"]?.integer == 90_000_000)
        #expect(found["/periods/1/passed"]?.integer == 4)
        #expect(found["/periods/2/scored"]?.integer == 1)
        #expect(found["/periods/2/mean"]?.integer == 40_000_000)
        #expect(found["/periods/2/interval"] == nil)
        #expect(found["/periods/2/failed"]?.integer == 1)
        #expect(found["/periods/2/autoFailed"]?.integer == 1)
        #expect(found["/total/completed"]?.integer == 6)
        #expect(found["/total/mean"]?.integer == 73_000_000)
    }

    @Test func itStandsOnWhatWasSaved() throws {
        let call = try day.calls(1)[0]
        let session = try day.evaluator.get("evaluations/\(try day.chosen(call, for: day.evaluator).id)")
        let saved = try day.evaluator.put(
            "evaluations/\(session.id)/answers", day.forms(session, Workday.full), ifMatch: session.etag)
        #expect(try trend()["/total/completed"]?.integer == 0)
        let done = try day.evaluator.post("evaluations/\(session.id)/completion", ifMatch: saved.etag)
        #expect(done.status == 200)
        #expect(counts(try trend()) == Array(repeating: 0, count: 11) + [1])
        #expect(try trend()["/total/mean"]?.integer == 100_000_000)
        let half = #"{"q1":{"option":"y"},"q2":{"option":"y"},"q3":{"option":"n","comment":"No."}}"#
        let drafted = try day.evaluator.put(
            "evaluations/\(session.id)/draft", day.forms(session, half), ifMatch: done.etag)
        #expect(drafted.status == 200)
        #expect(try trend()["/total/mean"]?.integer == 100_000_000)
        let seen = try day.evaluator.get("evaluations/\(session.id)")
        let revised = try day.evaluator.put(
            "evaluations/\(session.id)/answers", #"{"reason":"Heard again."}"#, ifMatch: seen.etag)
        #expect(revised.status == 200)
        #expect(try trend()["/total/mean"]?.integer == 50_000_000)
        #expect(try trend()["/total/completed"]?.integer == 1)
    }

    @Test func archivedOnesCountAndVoidedDeletedAndCalibrationsDoNot() throws {
        let ids = try (0..<5).map {
            try completed("A\($0)", at: "2026-10-0\($0 + 1)T10:00:00Z", score: 60_000_000 + Int64($0) * 1_000_000)
        }
        #expect(try day.supervisor.put("evaluations/\(ids[0])/archive").status == 200)
        #expect(try day.supervisor.put("evaluations/\(ids[1])/void", #"{"reason":"A test."}"#).status == 200)
        try day.account.services.database.write {
            try $0.execute("UPDATE evaluations SET origin = 'calibration' WHERE id = ?", .text(ids[2]))
            try $0.execute("UPDATE evaluations SET origin = 'automation' WHERE id = ?", .text(ids[3]))
        }
        let before = try trend("&from=2026-10-01&to=2026-10-31")
        #expect(before["/total/completed"]?.integer == 3)
        #expect(before["/total/mean"]?.integer == 62_333_333)
        #expect(try day.admin.delete("evaluations/\(ids[3])").status == 204)
        let after = try trend("&from=2026-10-01&to=2026-10-31")
        #expect(after["/total/mean"]?.integer == 62_000_000)
        #expect(after["/scorecards/0/completed"]?.integer == 2)
    }

    @Test func periodsBeginAtMidnightInTheAccountsTimeZone() throws {
        // Summer time until 25 October 2026, an hour from UTC after it.
        try completed("A", at: "2026-09-30T21:59:59.999Z", score: 10_000_000)
        try completed("B", at: "2026-09-30T22:00:00.000Z", score: 20_000_000)
        try completed("C", at: "2026-10-31T22:59:59.999Z", score: 30_000_000)
        try completed("D", at: "2026-10-31T23:00:00.000Z", score: 40_000_000)
        let months = try trend("&from=2026-09-01&to=2026-11-15")
        #expect(counts(months) == [1, 2, 1])
        #expect(months["/periods/1/mean"]?.integer == 25_000_000)
        // October alone: neither what came before nor what came after.
        #expect(counts(try trend("&from=2026-10-10&to=2026-10-10")) == [2])
        // The week of the change of clocks, 19 to 25 October, is an hour longer.
        try completed("E", at: "2026-10-25T22:59:59.999Z", score: 50_000_000)
        try completed("F", at: "2026-10-25T23:00:00.000Z", score: 60_000_000)
        let weeks = try trend("&by=week&from=2026-10-19&to=2026-10-26")
        #expect(weeks.all("/periods", "from") == ["2026-10-19", "2026-10-26"])
        // C and D lie in the week after it, too.
        #expect(counts(weeks) == [1, 3])
    }

    @Test func itIsOfOneScorecardOrSaysHowManyItMixes() throws {
        let other = try Workday.publish(Workday.card(key: "mail", name: "Mails"), by: day.admin)
        let both = try completed("A", at: "2026-10-01T10:00:00Z", score: 50_000_000, cards: [day.scorecard, other])
        try completed("B", at: "2026-10-02T10:00:00Z", score: 90_000_000)
        try day.account.services.database.write {
            try $0.execute(
                "UPDATE evaluation_forms SET score = 30000000, auto_failed = 1 WHERE evaluation_id = ? AND position = 1",
                .text(both))
        }
        let range = "&from=2026-10-01&to=2026-10-31"
        let all = try trend(range)
        #expect(all["/scorecard"] == nil)
        #expect(all["/total/completed"]?.integer == 2)
        #expect(all["/total/mean"]?.integer == 70_000_000)
        #expect(all["/total/autoFailed"]?.integer == 1)
        #expect(all["/periods/0/scorecards"]?.integer == 2)
        #expect(all.all("/scorecards", "name") == ["Mails", "Quality"])
        #expect(all["/scorecards/1/completed"]?.integer == 2)
        let mails = try trend("\(range)&scorecard=\(other)")
        #expect(mails["/scorecard/name"]?.text == "Mails")
        #expect(mails["/total/completed"]?.integer == 1)
        #expect(mails["/total/mean"]?.integer == 30_000_000)
        #expect(mails["/periods/0/scorecards"]?.integer == 1)
        #expect(mails.all("/scorecards", "name") == ["Mails", "Quality"])
        #expect(try trend("&scorecard=\(day.scorecard)")["/total/mean"]?.integer == 70_000_000)
        #expect(try trend("&scorecard=nothing").status == 404)
    }

    @Test func everybodyHasTheMeanOfWhatTheySee() throws {
        try completed("A", at: "2026-10-01T10:00:00Z", score: 50_000_000)
        try completed("B", at: "2026-10-02T10:00:00Z", score: 90_000_000, by: day.colleague)
        let seen: [(Asker, Int64?)] = [
            (day.admin, 70_000_000), (day.supervisor, 70_000_000), (day.evaluator, 50_000_000),
            (day.colleague, 90_000_000),
        ]
        for (person, mean) in seen { #expect(try trend(by: person)["/total/mean"]?.integer == mean, "\(person.name)") }
        for person in [day.stranger, day.agent, day.otherAgent] {
            let refused = try trend(by: person)
            #expect((refused.status, refused.code) == (404, "not_found"), "\(person.name)")
        }
        // What a supervisor evaluated is in sight, whosever team it is; of an own team's agent there may be nothing.
        try completed("C", at: "2026-10-03T10:00:00Z", score: 30_000_000, by: day.stranger)
        #expect(try trend(by: day.stranger)["/total/mean"]?.integer == 30_000_000)
        let nothing = try trend(of: day.otherAgent, by: day.stranger)
        #expect((nothing.status, nothing["/total/completed"]?.integer) == (200, 0))
        #expect(try day.admin.get("evaluations/trend?agent=nobody").status == 404)
        #expect(try day.account.nobody.get("evaluations/trend?agent=\(day.agent.id)").status == 401)
    }

    @Test func whatCannotBeShownIsRefused() throws {
        for (query, code) in [
            ("&by=day", "query_invalid"), ("&from=yesterday", "query_invalid"), ("&to=2026-02-30", "query_invalid"),
            ("&format=pdf", "query_invalid"), ("&from=2026-11-01&to=2026-10-31", "range_invalid"),
            ("&from=2021-10-31", "periods_many"), ("&by=week&from=2025-01-01", "periods_many"),
        ] {
            #expect(try trend(query).code == code, "\(query)")
        }
        #expect(try day.admin.get("evaluations/trend").code == "query_invalid")
        #expect(counts(try trend("&from=2021-12-01")).count == 60)
    }

    @Test func itComesAsCSV() throws {
        try completed("A", at: "2026-10-01T10:00:00Z", score: 50_000_000)
        try completed("B", at: "2026-10-02T10:00:00Z", score: 90_000_000)
        let path = "evaluations/trend?agent=\(day.agent.id)&from=2026-09-01&to=2026-10-31&format=csv"
        let reply = try day.admin.get(path)
        #expect(reply.header("Content-Type") == "text/csv; charset=utf-8")
        #expect(reply.header("Content-Disposition")?.contains("trend_Al_20260901_20261031.csv") == true)
        let lines = String(decoding: try #require(try day.admin.file(path)), as: UTF8.self)
            .split(whereSeparator: \.isNewline)
        #expect(lines.count == 3)
        #expect(lines[1] == "2026-09-01,2026-09-30,Al,,0,0,,,,,,0,0,0,0")
        #expect(lines[2] == "2026-10-01,2026-10-31,Al,,2,2,70.00,0.00,100.00,50.00,90.00,1,1,0,1")
    }

    /// Only the agent's own stretch of the index is read, and every row of it once.
    @Test func itIsReadFromTheAgentsList() throws {
        try completed("A", at: "2026-10-01T10:00:00Z", score: 50_000_000)
        let id = day.agent.id
        for person in [day.admin, day.supervisor, day.evaluator] {
            try day.account.services.database.read { transaction in
                let caller = Caller(try #require(try FindPerson.run(person.id, transaction)))
                let source = try #require(try TrendStore.Source(agent: id, for: caller, transaction))
                let (sql, arguments) = TrendStore.statement(source, completed: 0..<2_000_000_000_000)
                let plan = try transaction.rows("EXPLAIN QUERY PLAN " + sql, arguments) { $0.text(3) }
                let first = try #require(plan.first)
                let stretch = "(list=? AND place=? AND completed_at>? AND completed_at<?)"
                #expect(first.contains("evaluation_places_completed " + stretch), "\(plan)")
                #expect(!plan.contains { $0.hasPrefix("SCAN ") || $0.contains("TEMP B-TREE") }, "\(plan)")
            }
        }
    }
}
