import Testing

@testable import HTTP

/// Headers that are built or taken apart by rules of their own.
@Suite struct HeaderTests {
    @Test func cookiesAreReadByName() throws {
        let head = try Head(
            method: .get, target: "/",
            headers: [("Cookie", "session=abc; other=\"q v\"; session=second; bare; =x"), ("Cookie", "late=1")])
        #expect(head.cookies == ["session": "abc", "other": "q v", "late": "1"])
    }

    @Test func aCookieIsSetWithItsAttributes() {
        let session = SetCookie(name: "__Host-session", value: "a.b-c", maxAge: 60, secure: true)
        #expect(session.value == "__Host-session=a.b-c; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax")
        let plain = SetCookie(name: "v", value: "", path: "/s/x", httpOnly: false, secure: false, sameSite: .strict)
        #expect(plain.value == "v=; Path=/s/x; SameSite=Strict")
    }

    @Test(arguments: [
        ("a b", "v", "/"), ("a", "v; Path=/x", "/"), ("a", "v\r\nX: y", "/"), ("a", "v", "/;Domain=x"),
        ("a", "v,w", "/"),
    ])
    func aCookieThatReachesIntoAnotherAttributeIsNoHeader(_ name: String, _ value: String, _ path: String) {
        let cookie = SetCookie(name: name, value: value, path: path, secure: true)
        #expect(!Outbox.isSound(Response.empty().cookie(cookie)))
    }

    @Test func aFileNameIsGivenPlainAndExactly() {
        #expect(
            ContentDisposition.attachment("Anruf Müller \"1\"/100%.ogg")
                == "attachment; filename=\"Anruf M_ller _1__100_.ogg\"; "
                + "filename*=UTF-8''Anruf%20M%C3%BCller%20%221%22_100%25.ogg")
        let hostile = ContentDisposition.inline("a\r\nSet-Cookie: x=y")
        #expect(isHeaderValue(hostile))
    }

    @Test func aQueryIsDecodedInOrder() throws {
        let head = try Head(method: .get, target: "/a%2Fb/c+d/?x=1&y=a+b%2B&x=%C3%A4&flag&=e")
        #expect(head.segments == ["a/b", "c+d", ""])
        #expect(head.rawPath == "/a%2Fb/c+d/")
        #expect(head.query.all("x") == ["1", "ä"])
        #expect(head.query.first("y") == "a b+")
        #expect(head.query.first("flag") == "")
        #expect(head.query.first("z") == nil)
    }

    @Test func aProblemIsJSONWhateverItsWords() {
        let problem = Problem(status: 404, code: "a", detail: "\"quoted\" \\ \n ä")
        #expect(
            String(decoding: problem.bytes, as: UTF8.self)
                == #"{"type":"about:blank","title":"Not Found","status":404,"code":"a","detail":"\"quoted\" \\ \u000A ä"}"#
        )
    }
}
