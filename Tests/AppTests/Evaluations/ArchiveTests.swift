import Domain
import JSON
import Testing

@testable import App

/// The archive: what goes in, who may, what it keeps others from doing, and what comes out again.
struct ArchiveTests {
    let day: Workday

    init() throws { day = try Workday() }

    private func completed() throws -> Reply {
        let session = try day.evaluator.get(
            "evaluations/\(try day.chosen(try day.calls(1)[0], for: day.evaluator).id)")
        return try day.evaluator.post(
            "evaluations/\(session.id)/completion", day.forms(session, Workday.full), ifMatch: session.etag)
    }

    /// Drawn, taken and expired.
    private func expired() throws -> Reply {
        try day.calls(1, named: "X")
        let id = try #require(
            try day.drawn(1, to: day.evaluator, dueAt: "2026-11-18T11:06:41Z").first)
        day.account.clock.advance(byMs: 5_000)
        return try day.evaluator.get("evaluations/\(id)")
    }

    private func archive(_ id: String, by person: Asker? = nil, etag: String? = nil) throws -> Reply {
        try (person ?? day.supervisor).put("evaluations/\(id)/archive", "", ifMatch: etag)
    }

    @Test func onlyCompletedAndExpiredOnesAreArchived() throws {
        let open = try day.chosen(try day.calls(1, named: "O")[0], for: day.evaluator)
        let refused = try archive(open.id)
        #expect(refused.status == 409)
        #expect(refused.code == "archive_not_allowed")
        #expect(try day.supervisor.get("evaluations/\(open.id)")["/may/archive"]?.truth == false)
        for session in [try completed(), try expired()] {
            #expect(try day.supervisor.get("evaluations/\(session.id)")["/may/archive"]?.truth == true)
            let archived = try archive(session.id)
            #expect(archived.status == 200)
            #expect(archived["/archivedAt"]?.text != nil)
            #expect(archived["/may/unarchive"]?.truth == true)
            #expect(try archive(session.id).etag == archived.etag)
        }
        #expect(try day.account.number("SELECT count(*) FROM activity WHERE action = 'evaluation.archived'") == 2)
    }

    @Test func itNeedsThePermission() throws {
        let session = try completed()
        #expect(try archive(session.id, by: day.evaluator).status == 403)
        #expect(try day.evaluator.get("evaluations/\(session.id)")["/may/archive"]?.truth == false)
        #expect(try archive(session.id, by: day.stranger).status == 404)
        #expect(try archive(session.id).status == 200)
        #expect(try day.evaluator.delete("evaluations/\(session.id)/archive").status == 403)
        #expect(try day.stranger.delete("evaluations/\(session.id)/archive").status == 404)
    }

    @Test func archivedOnesShowOnlyWhenAskedForAndAreReadOnly() throws {
        let session = try completed()
        let archived = try archive(session.id)
        #expect(try day.admin.get("evaluations").all("/items", "id").isEmpty)
        #expect(try day.admin.get("evaluations?archived=true").all("/items", "id") == [session.id])
        let path = "evaluations/\(session.id)"
        let seen = try day.evaluator.get(path)
        #expect(seen["/may/save"]?.truth == false)
        #expect(seen["/forms/0/answers/q1/option"]?.text == "y")
        #expect(try day.evaluator.get("\(path)/revisions")["/items"]?.elements?.count == 1)
        let forms = day.forms(seen, "{}")
        let body = forms.dropLast() + #","reason":"Again."}"#
        for reply in [
            try day.evaluator.put("\(path)/answers", String(body), ifMatch: seen.etag),
            try day.evaluator.put("\(path)/draft", forms, ifMatch: seen.etag),
            try day.evaluator.post("\(path)/completion", forms, ifMatch: seen.etag),
            try day.evaluator.post("\(path)/replacement", #"{"reason":"irrelevant"}"#, ifMatch: seen.etag),
            try day.supervisor.put("\(path)/assignment", #"{"evaluatorId":null}"#),
            try day.supervisor.patch(path, #"{"dueAt":null}"#, ifMatch: archived.etag),
            try day.supervisor.patch(path, #"{"name":"New"}"#, ifMatch: archived.etag),
        ] {
            #expect(reply.status == 409)
            #expect(reply.code == "archived")
        }
    }

    @Test func whatComesBackIsAsItWas() throws {
        let session = try completed()
        _ = try archive(session.id)
        let back = try day.supervisor.delete("evaluations/\(session.id)/archive")
        #expect(back.status == 200)
        #expect(back["/archivedAt"] == nil)
        #expect(back["/state"]?.text == "completed")
        #expect(back["/score"]?.integer == 100_000_000)
        #expect(try day.evaluator.get("evaluations/\(session.id)")["/may/save"]?.truth == true)
        #expect(try day.supervisor.delete("evaluations/\(session.id)/archive").etag == back.etag)
        #expect(try day.admin.get("evaluations").all("/items", "id") == [session.id])
    }

    @Test func anInteractionDrawnAgainMeanwhileStaysWithTheNewSession() throws {
        let old = try expired()
        #expect(try day.drawn(1, from: day.criteria(named: "Again"), seed: "b").isEmpty)
        _ = try archive(old.id)
        let new = try day.drawn(1, from: day.criteria(named: "Once more"), seed: "b")
        #expect(new.count == 1)
        let refused = try day.supervisor.delete("evaluations/\(old.id)/archive")
        #expect(refused.status == 409)
        #expect(refused.code == "in_use")
        #expect(try day.admin.get("evaluations?archived=true").all("/items", "id") == [old.id])
    }

    @Test func anOlderStateIsNotArchivedUnseen() throws {
        let session = try completed()
        #expect(try archive(session.id, etag: "1.0").code == "stale")
        #expect(try archive(session.id, etag: try day.supervisor.get("evaluations/\(session.id)").etag).status == 200)
    }

    @Test func completingAndArchivingAtOnceLeaveOneTruth() throws {
        for round in 0..<8 {
            let session = try day.evaluator.get(
                "evaluations/\(try day.chosen(try day.calls(1, named: "R\(round)")[0], for: day.evaluator).id)")
            let (evaluator, supervisor) = (day.evaluator, day.supervisor)
            let body = day.forms(session, Workday.full)
            let replies = try atOnce(12) { number in
                number == 0
                    ? try evaluator.post("evaluations/\(session.id)/completion", body, ifMatch: session.etag)
                    : try supervisor.put("evaluations/\(session.id)/archive", "")
            }
            #expect(replies[0].status == 200)
            for reply in replies.dropFirst() {
                #expect(reply.status == 200 || reply.code == "archive_not_allowed")
            }
            let seen = try day.admin.get("evaluations/\(session.id)")
            #expect(seen["/state"]?.text == "completed")
            #expect((seen["/archivedAt"] != nil) == replies.dropFirst().contains { $0.status == 200 })
        }
    }

    @Test func extendingAndArchivingAtOnceGiveOneTheLead() throws {
        let session = try expired()
        let etag = try day.supervisor.get("evaluations/\(session.id)").etag
        let (supervisor, admin) = (day.supervisor, day.admin)
        let replies = try atOnce(2) { number in
            number == 0
                ? try admin.patch("evaluations/\(session.id)", #"{"dueAt":"2027-01-01"}"#, ifMatch: etag)
                : try supervisor.put("evaluations/\(session.id)/archive", "", ifMatch: etag)
        }
        #expect(replies.count { $0.status == 200 } == 1)
        #expect(["stale", "archived", nil].contains(replies[0].code))
        #expect(["stale", "archive_not_allowed", nil].contains(replies[1].code))
    }
}
