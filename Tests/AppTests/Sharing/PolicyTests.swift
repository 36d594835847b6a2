import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Who may share what, and who sees and revokes the links.
@Suite struct PolicyTests {
    @Test func agentsShareNothing() throws {
        let gallery = try Gallery()
        #expect(try gallery.agent.get("shares/policy")["/mayShare"] == .bool(false))
        #expect(throws: Gallery.Refused(code: "forbidden")) { try gallery.share(by: gallery.agent, password: "secret") }
        #expect(try gallery.agent.get("shares").status == 403)
    }

    @Test func evaluatorsShareWhereTheAccountLetsThem() throws {
        let gallery = try Gallery()
        #expect(throws: Gallery.Refused(code: "sharing_forbidden")) {
            try gallery.share(by: gallery.evaluator, password: "secret")
        }
        try gallery.settings(#""evaluatorsMayShare":true"#)
        let policy = try gallery.evaluator.get("shares/policy")
        #expect(policy["/mayShare"] == .bool(true))
        #expect(policy["/longestExpiryHours"]?.integer == 336)
        #expect(policy["/mayAllowDownload"] == .bool(false))
        #expect(throws: Gallery.Refused(code: "password_required")) { try gallery.share(by: gallery.evaluator) }
        #expect(throws: Gallery.Refused(code: "expiry_too_long")) {
            try gallery.share(by: gallery.evaluator, lastsMs: 14 * 86_400_000 + 1, password: "secret")
        }
        #expect(throws: Gallery.Refused(code: "download_forbidden")) {
            try gallery.share(by: gallery.evaluator, password: "secret", #","allowDownload":true"#)
        }
        _ = try gallery.share(by: gallery.evaluator, lastsMs: 14 * 86_400_000, password: "secret")
    }

    @Test func aLinkNeedsAnExpiryInTheFutureAndSoundNumbers() throws {
        let gallery = try Gallery()
        #expect(throws: Gallery.Refused(code: "expiry_past")) { try gallery.share(lastsMs: 0, password: "secret") }
        #expect(throws: Gallery.Refused(code: "views_outside")) {
            try gallery.share(password: "secret", #","maxViews":0"#)
        }
        #expect(throws: Gallery.Refused(code: "invalid_input")) { try gallery.share(password: "abc") }
        #expect(throws: Gallery.Refused(code: "invalid_input")) {
            try gallery.share(password: "secret", #","views":3"#)
        }
        let reply = try gallery.admin.post("moments/\(gallery.moment)/shares", #"{"password":"secret"}"#)
        #expect(reply.status == 422)
        #expect(reply["/errors/0/pointer"]?.text == "/expiresAt")
        #expect(try gallery.account.number("SELECT count(*) FROM shares") == 0)
    }

    @Test func linksAreSeenAndRevokedByWhoMadeThemAndByWhoWatchesOver() throws {
        let gallery = try Gallery()
        try gallery.settings(#""evaluatorsMayShare":true"#)
        let elsewhere = try gallery.account.person("Sam", .supervisor, teams: [try gallery.account.team("Other")])
        let own = try gallery.share(by: gallery.evaluator, password: "secret")
        gallery.account.clock.advance(byMs: 1)
        let other = try gallery.share(by: gallery.admin, password: "secret")
        for (asker, seen) in [
            (gallery.admin, [other.id, own.id]), (gallery.supervisor, [other.id, own.id]),
            (gallery.evaluator, [own.id]), (elsewhere, []),
        ] {
            #expect(try asker.get("shares").all("/items", "id") == seen, "\(asker.name)")
            for link in [own, other] {
                #expect(try asker.get("shares/\(link.id)").status == (seen.contains(link.id) ? 200 : 404))
            }
        }
        #expect(try gallery.evaluator.get("moments/\(gallery.moment)/shares").all("/items", "id") == [own.id])
        #expect(try elsewhere.get("moments/\(gallery.moment)/shares").status == 404)
        #expect(try elsewhere.delete("shares/\(own.id)").status == 404)
        #expect(try gallery.evaluator.delete("shares/\(other.id)").status == 404)
        #expect(try gallery.supervisor.delete("shares/\(own.id)").status == 204)
        #expect(try gallery.evaluator.get("shares/\(own.id)")["/state"]?.text == "revoked")
        #expect(try gallery.admin.get("shares/\(other.id)")["/state"]?.text == "active")
    }

    @Test func aListOfLinksPagesWithoutLosingOne() throws {
        let gallery = try Gallery()
        var made: [String] = []
        for _ in 0..<5 { made.insert(try gallery.share(password: "secret").id, at: 0) }
        var (found, path): ([String], String) = ([], "shares?limit=2")
        for _ in 0..<3 {
            let page = try gallery.admin.get(path)
            found += page.all("/items", "id")
            #expect(page["/total/count"]?.integer == 5)
            path = "shares?limit=2&cursor=" + (page["/next"]?.text ?? "")
        }
        #expect(found.sorted() == made.sorted())
        #expect(path.hasSuffix("cursor="))
    }

    @Test func theAddressIsTheOneTheSharerCameBy() throws {
        let gallery = try Gallery()
        func url(given: Bool, peer: String, host: String) throws -> String {
            let services = gallery.account.services
            return Call.publicURL(
                services.publicURL, isGiven: given,
                try Head(method: .post, target: "/", headers: [("Host", host)], peer: .network(address: peer)))
        }
        #expect(try url(given: false, peer: "127.0.0.1", host: "localhost:45123") == "http://localhost:45123")
        #expect(try url(given: false, peer: "::1", host: "[::1]:45123") == "http://[::1]:45123")
        #expect(try url(given: true, peer: "127.0.0.1", host: "localhost:45123") == "http://127.0.0.1")
        #expect(try url(given: false, peer: "192.0.2.1", host: "evil.example") == "http://127.0.0.1")
        #expect(try url(given: false, peer: "127.0.0.1", host: "a/b") == "http://127.0.0.1")
    }
}
