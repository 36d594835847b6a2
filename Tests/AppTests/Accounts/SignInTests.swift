import Crypto
import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Signing in and out, and how long a sign-in holds.
struct SignInTests {
    static let password = "correct horse battery"

    let account: SmallAccount

    init() throws { account = try SmallAccount() }

    /// Somebody with a password; nobody is signed in yet.
    private func add(_ login: String, in account: SmallAccount? = nil) throws -> String {
        let account = account ?? self.account
        let id = account.services.outside.id()
        let hash = try PasswordHash.make(SignInTests.password)
        try account.services.database.write {
            _ = try UserStore.insert(
                id: id, kind: "person", login: login, name: login, role: .admin, passwordHash: hash, $0)
        }
        return id
    }

    private func signIn(_ login: String, _ password: String, in account: SmallAccount? = nil) throws -> Reply {
        try (account ?? self.account).nobody.post("session", #"{"login":"\#(login)","password":"\#(password)"}"#)
    }

    /// The one who holds the cookie of an answer.
    private func holder(of reply: Reply, in account: SmallAccount? = nil) throws -> Asker {
        let cookie = try #require(reply.header("Set-Cookie")?.split(separator: ";").first)
        return Asker(account: account ?? self.account, id: "", name: "", proof: ("Cookie", String(cookie)))
    }

    @Test func aRightPasswordOpensASession() throws {
        _ = try add("ada")
        let reply = try signIn("Ada", SignInTests.password)
        #expect(reply.status == 200)
        #expect(reply["/user/login"]?.text == "ada")
        let ada = try holder(of: reply)
        #expect(try ada.get("session")["/user/role"]?.text == "admin")
        #expect(try account.nobody.get("session").status == 401)
    }

    @Test func theWrongPasswordAndTheUnknownLoginAreToldTheSame() throws {
        _ = try add("ada")
        let wrong = try signIn("ada", "wrong password")
        account.clock.advance(byMs: 60_000)
        let unknown = try signIn("nobody", "wrong password")
        #expect(wrong.status == 401)
        #expect(wrong.code == "wrong_login")
        #expect(wrong.body == unknown.body)
        #expect(wrong.header("Set-Cookie") == nil)
    }

    @Test func guessesAreSlowedDownAndNobodyIsLockedOut() throws {
        _ = try add("ada")
        var refusals: [Int] = []
        for _ in 0..<3 {
            #expect(try signIn("ada", "wrong password").status == 401)
            let early = try signIn("ada", SignInTests.password)
            #expect(early.status == 429)
            refusals.append(Int(early.header("Retry-After") ?? "") ?? 0)
            account.clock.advance(byMs: 25_000)
        }
        #expect(refusals == [1, 1, 1])
        #expect(try signIn("ada", SignInTests.password).status == 200)
        #expect(try signIn("ada", SignInTests.password).status == 200)
    }

    @Test func theWaitDoublesUpToItsLongest() throws {
        var waits: [Int] = []
        for _ in 0..<10 {
            _ = try signIn("eve", "wrong password")
            waits.append(Int(try signIn("eve", "wrong password").header("Retry-After") ?? "") ?? 0)
            account.clock.advance(byMs: 25_000)
        }
        #expect(waits == [1, 1, 1, 2, 4, 7, 13, 25, 25, 25])
    }

    @Test func somebodyShutOutDoesNotComeInAndIsOutAtOnce() throws {
        _ = try add("ada")
        let id = try add("eve")
        let eve = try holder(of: try signIn("eve", SignInTests.password))
        let ada = try holder(of: try signIn("ada", SignInTests.password))
        #expect(try ada.patch("users/\(id)", #"{"disabled":true}"#).status == 200)
        #expect(try eve.get("session").status == 401)
        #expect(try signIn("eve", SignInTests.password).code == "wrong_login")
        #expect(try ada.patch("users/\(id)", #"{"disabled":false}"#).status == 200)
        #expect(try eve.get("session").status == 401)
        account.clock.advance(byMs: 60_000)
        #expect(try signIn("eve", SignInTests.password).status == 200)
    }

    @Test func aNewPasswordEndsEverySignIn() throws {
        let id = try add("ada")
        let first = try holder(of: try signIn("ada", SignInTests.password))
        let second = try holder(of: try signIn("ada", SignInTests.password))
        #expect(try first.patch("users/\(id)", #"{"password":"another password"}"#).status == 200)
        #expect(try first.get("session").status == 401)
        #expect(try second.get("session").status == 401)
        #expect(try signIn("ada", "another password").status == 200)
    }

    @Test func signingOutEndsThisSignInAlone() throws {
        _ = try add("ada")
        let first = try holder(of: try signIn("ada", SignInTests.password))
        let second = try holder(of: try signIn("ada", SignInTests.password))
        let out = try first.delete("session")
        #expect(out.status == 204)
        #expect(out.header("Set-Cookie")?.contains("Max-Age=0") == true)
        #expect(try first.get("session").status == 401)
        #expect(try first.delete("session").status == 204)
        #expect(try second.get("session").status == 200)
    }

    @Test func aSignInNobodyUsesEndsAfterEightHours() throws {
        _ = try add("ada")
        let ada = try holder(of: try signIn("ada", SignInTests.password))
        for _ in 0..<2 {
            account.clock.advance(byMs: 8 * 3_600_000 - 1)
            #expect(try ada.get("session").status == 200)
        }
        account.clock.advance(byMs: 8 * 3_600_000)
        #expect(try ada.get("session").status == 401)
    }

    @Test func aSignInEndsAfterADayHoweverMuchItIsUsed() throws {
        _ = try add("ada")
        let ada = try holder(of: try signIn("ada", SignInTests.password))
        for _ in 0..<23 {
            account.clock.advance(byMs: 3_600_000)
            #expect(try ada.get("session").status == 200)
        }
        account.clock.advance(byMs: 3_600_000)
        #expect(try ada.get("session").status == 401)
    }

    @Test func theCookieIsForHttpOnTheLoopback() throws {
        _ = try add("ada")
        let cookie = try #require(try signIn("ada", SignInTests.password).header("Set-Cookie"))
        #expect(cookie.hasPrefix("session="))
        #expect(cookie.hasSuffix("; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax"))
    }

    @Test func theCookieIsBoundToItsHostOverHttps() throws {
        let secure = try SmallAccount(publicURL: "https://earmark.example")
        _ = try add("ada", in: secure)
        let reply = try signIn("ada", SignInTests.password, in: secure)
        let cookie = try #require(reply.header("Set-Cookie"))
        #expect(cookie.hasPrefix("__Host-session="))
        #expect(cookie.hasSuffix("; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax"))
        #expect(try holder(of: reply, in: secure).get("session").status == 200)
        // What the plain name carries is nobody's sign-in there.
        let plain = cookie.split(separator: ";")[0].dropFirst("__Host-".count)
        let other = Asker(account: secure, id: "", name: "", proof: ("Cookie", String(plain)))
        #expect(try other.get("session").status == 401)
    }

    @Test func onlyHashesOfSessionsAreKept() throws {
        _ = try add("ada")
        let cookie = try #require(try signIn("ada", SignInTests.password).header("Set-Cookie"))
        let token = String(cookie.dropFirst("session=".count).prefix { $0 != ";" })
        let kept = try account.services.database.read {
            try $0.row("SELECT token_hash FROM sessions") { $0.text(0) }
        }
        #expect(kept != token)
        #expect(kept == SHA256Digest.of(token).hex)
    }
}
