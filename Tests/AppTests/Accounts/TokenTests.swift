import Crypto
import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// API tokens: made once, shown once, good for their scopes alone.
struct TokenTests {
    let account: SmallAccount
    let admin: Asker

    init() throws {
        account = try SmallAccount()
        admin = try account.person("Ada", .admin)
    }

    private func make(_ scopes: String...) throws -> (id: String, asker: Asker) {
        let list = scopes.map { "\"\($0)\"" }.joined(separator: ",")
        let reply = try admin.post("tokens", #"{"name":"Dialler","scopes":[\#(list)]}"#)
        let secret = reply["/token"]?.text ?? ""
        return (
            reply.id,
            Asker(account: account, id: reply.id, name: "Dialler", proof: ("Authorization", "Bearer \(secret)"))
        )
    }

    @Test func aTokenOpensTheDoorsOfItsScopesAndNoOther() throws {
        let dialler = try make("interactions:read").asker
        #expect(try dialler.get("interactions").status == 200)
        #expect(try dialler.get("users").status == 403)
        #expect(try dialler.get("moments").status == 403)
        let body = #"{"channel":"voice","startedAt":"2026-11-12T14:02:00Z"}"#
        #expect(try dialler.post("interactions", body).status == 403)
        #expect(try make("interactions:write").asker.post("interactions", body).status == 201)
    }

    @Test func tokensMakeNoTokens() throws {
        let everything = try make("users:write", "settings:write", "users:read").asker
        #expect(try everything.post("tokens", #"{"name":"More","scopes":["users:read"]}"#).status == 403)
        #expect(try everything.get("tokens").status == 403)
    }

    @Test func aRevokedOneIsRefusedAtOnce() throws {
        let (id, dialler) = try make("interactions:read")
        #expect(try admin.delete("tokens/\(id)").status == 204)
        #expect(try dialler.get("interactions").status == 401)
        #expect(try admin.delete("tokens/\(id)").status == 404)
        #expect(try admin.get("tokens").all("/items", "id") == [])
    }

    @Test func aTokenThatDoesNotHoldIsNotIgnored() throws {
        let guess = Asker(account: account, id: "", name: "", proof: ("Authorization", "Bearer em_guess"))
        #expect(try guess.get("openapi.json").status == 401)
        let basic = Asker(account: account, id: "", name: "", proof: ("Authorization", "Basic YWRhOmFkYQ=="))
        #expect(try basic.get("interactions").status == 401)
    }

    @Test func itsSecretIsShownOnceAndKeptAsAHash() throws {
        let reply = try admin.post("tokens", #"{"name":"Dialler","scopes":["users:read"]}"#)
        let secret = try #require(reply["/token"]?.text)
        #expect(reply.header("Cache-Control") == "no-store")
        #expect(try admin.get("tokens").body["items"]?.elements?.first?["token"] == nil)
        let kept = try account.services.database.read { try $0.row("SELECT token_hash FROM tokens") { $0.text(0) } }
        #expect(kept == SHA256Digest.of(secret).hex)
    }

    @Test func scopesMustBeOnesThereAre() throws {
        #expect(try admin.post("tokens", #"{"name":"x","scopes":["root"]}"#).code == "scope_unknown")
        #expect(try admin.post("tokens", #"{"name":"x","scopes":[]}"#).code == "scopes_missing")
    }
}
