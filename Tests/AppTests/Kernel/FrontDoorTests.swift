import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// What the front door refuses before a room is asked.
struct FrontDoorTests {
    let account: SmallAccount
    let admin: Asker

    init() throws {
        account = try SmallAccount()
        admin = try account.person("Ada", .admin)
    }

    private static let body = #"{"channel":"voice","startedAt":"2026-11-12T14:02:00Z"}"#

    private func post(
        _ headers: [(String, String)], _ body: String = FrontDoorTests.body, type: String? = "application/json",
        path: String = "interactions"
    ) throws -> Reply {
        let bytes = Array(body.utf8)
        var all = headers + [("Content-Length", "\(bytes.count)")]
        if let type { all.append(("Content-Type", type)) }
        return try Reply(try admin.send(.post, path, all, bytes))
    }

    private var added: Int64 {
        get throws { try account.number("SELECT count(*) FROM interactions") }
    }

    @Test func anotherSitesPageChangesNothing() throws {
        for site in ["cross-site", "same-site"] {
            let refused = try post([("Sec-Fetch-Site", site)])
            #expect(refused.status == 403)
            #expect(refused.code == "cross_site")
        }
        let host = ("Host", "earmark.example")
        for origin in [
            "https://evil.example", "null", "http://earmark.example:81", "https://earmark.example.evil.example",
        ] {
            #expect(try post([host, ("Origin", origin)]).code == "cross_site", "\(origin)")
        }
        #expect(try added == 0)
        #expect(try post([("Sec-Fetch-Site", "same-origin"), ("Origin", "https://evil.example")]).status == 201)
        #expect(try post([host, ("Origin", "http://earmark.example")]).status == 201)
        #expect(try post([("Sec-Fetch-Site", "none")]).status == 201)
    }

    @Test func readingFromAnotherSiteIsLeftToTheBrowser() throws {
        #expect(try admin.send(.get, "interactions", [("Sec-Fetch-Site", "cross-site")]).status == 200)
    }

    @Test func aBodyIsJSONAndSaysSo() throws {
        for type in [
            "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", nil,
        ] {
            let refused = try post([], type: type)
            #expect(refused.status == 415, "\(type ?? "none")")
        }
        #expect(try post([], type: "Application/JSON; charset=utf-8").status == 201)
        #expect(try added == 1)
    }

    @Test(arguments: [
        ("", "json_syntax"), ("{", "json_syntax"), ("[]", "invalid_input"), ("{}{}", "json_trailing"),
        (#"{"channel":"voice","channel":"chat"}"#, "json_duplicate_key"),
        (String(repeating: "[", count: 2000), "json_depth"), (#"{"a":1e999}"#, "json_number"),
        (#"{"channel":"voice\u0000"}"#, "invalid_input"),
    ])
    func whatIsNoProperJSONIsToldSo(_ body: String, _ code: String) throws {
        let reply = try post([], body)
        #expect(reply.code == code)
        #expect(reply.status == (code == "invalid_input" ? 422 : 400))
    }

    @Test func anAddressThatIsNotThereAndAMethodItDoesNotAnswer() throws {
        #expect(try admin.get("nothing").code == "no_such_path")
        let refused = try Reply(try admin.send(.put, "interactions"))
        #expect(refused.status == 405)
        #expect(
            Set(refused.header("Allow")?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []) == [
                "GET", "POST",
            ])
    }

    @Test func answersOfTheApiAreNobodysToKeep() throws {
        #expect(try admin.get("interactions").header("Cache-Control") == "no-store")
        #expect(try account.nobody.get("interactions").header("Cache-Control") == "no-store")
        #expect(try account.nobody.get("interactions").header("WWW-Authenticate") == "Bearer")
    }

    @Test func aRepeatUnderTheSameKeyCreatesOne() throws {
        let first = try post([("Idempotency-Key", "call-1")])
        let again = try post([("Idempotency-Key", "call-1")])
        #expect(first.status == 201)
        #expect(again.status == 201)
        #expect(again.body == first.body)
        #expect(again.header("Location") == first.header("Location"))
        #expect(try added == 1)
        let other = try post([("Idempotency-Key", "call-1")], #"{"channel":"chat","startedAt":"2026-11-12T14:02:00Z"}"#)
        #expect(other.status == 409)
        #expect(other.code == "idempotency_key_reused")
        #expect(try post([("Idempotency-Key", "call-2")]).id != first.id)
        #expect(try added == 2)
    }

    @Test func aKeyIsItsCallersAndHoldsForADay() throws {
        let first = try post([("Idempotency-Key", "k")])
        let bea = try account.person("Bea", .admin)
        let bytes = Array(FrontDoorTests.body.utf8)
        let hers = try Reply(
            try bea.send(
                .post, "interactions",
                [
                    ("Idempotency-Key", "k"), ("Content-Type", "application/json"),
                    ("Content-Length", "\(bytes.count)"),
                ], bytes))
        #expect(hers.id != first.id)
        account.clock.advance(byMs: 7 * 3_600_000)
        #expect(try post([("Idempotency-Key", "k")]).id == first.id)
    }

    @Test func whatWasRefusedMayBeTriedAgainUnderItsKey() throws {
        #expect(try post([("Idempotency-Key", "k")], #"{"channel":"voice"}"#).status == 422)
        #expect(try post([("Idempotency-Key", "k")]).status == 201)
    }

    @Test func manyAtOnceUnderOneKeyCreateOne() throws {
        let admin = admin
        let bytes = Array(FrontDoorTests.body.utf8)
        let ids = try atOnce(8) { _ in
            try Reply(
                try admin.send(
                    .post, "interactions",
                    [
                        ("Idempotency-Key", "k"), ("Content-Type", "application/json"),
                        ("Content-Length", "\(bytes.count)"),
                    ], bytes)
            ).id
        }
        #expect(Set(ids).count == 1)
        #expect(try added == 1)
    }

    @Test func aWriteOnWhatMayHaveChangedNamesWhatItIsBasedOn() throws {
        let draft = try admin.post("scorecards", Workday.card())
        let without = try admin.put("scorecards/\(draft.id)/draft", Workday.card())
        #expect(without.status == 428)
        #expect(try admin.put("scorecards/\(draft.id)/draft", Workday.card(), ifMatch: "99").status == 412)
        let bare = try Reply(try admin.send(.delete, "scorecards/\(draft.id)/draft", [("If-Match", "1")]))
        #expect(bare.code == "if_match_invalid")
        #expect(try admin.put("scorecards/\(draft.id)/draft", Workday.card(), ifMatch: draft.etag).status == 200)
    }

    @Test func theClientIsTheOneBehindABelievedProxy() throws {
        func client(_ forwarded: String, from peer: String, trusting ranges: [String]) throws -> String {
            let head = try Head(
                method: .get, target: "/", headers: [("X-Forwarded-For", forwarded)], peer: .network(address: peer))
            return try TrustedProxies(ranges).client(of: head).text
        }
        #expect(try client("203.0.113.9", from: "10.0.0.1", trusting: ["10.0.0.0/8"]) == "203.0.113.9")
        #expect(try client("1.1.1.1, 203.0.113.9", from: "10.0.0.1", trusting: ["10.0.0.0/8"]) == "203.0.113.9")
        #expect(try client("203.0.113.9, 10.9.9.9", from: "10.0.0.1", trusting: ["10.0.0.0/8"]) == "203.0.113.9")
        #expect(try client("203.0.113.9", from: "192.0.2.1", trusting: ["10.0.0.0/8"]) == "192.0.2.1")
        #expect(try client("nonsense", from: "10.0.0.1", trusting: ["10.0.0.0/8"]) == "10.0.0.1")
        #expect(throws: (any Error).self) { try TrustedProxies(["10.0.0.0/33"]) }
    }
}
