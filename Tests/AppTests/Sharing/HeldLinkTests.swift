import JSON
import SQL
import Testing

@testable import App

/// A moment with keypad tones nobody decided about stays inside, and a redacted one never gives out its old clip.
@Suite struct HeldLinkTests {
    let gallery: Gallery

    init() throws {
        gallery = try Gallery()
        try gallery.settings(#""requirePassword":false"#)
    }

    private func redactions() throws -> Reply { try gallery.admin.get("moments/\(gallery.moment)/redactions") }

    private func redact(_ members: String) throws -> Reply {
        try gallery.admin.put(
            "moments/\(gallery.moment)/redactions", "{\(members)}", ifMatch: try redactions().etag)
    }

    private static func decision(_ word: String) -> String {
        #"[{"channel":"both","startMs":10900,"endMs":12600,"decision":"\#(word)"}]"#
    }

    @Test func itIsNotSharedBeforeSomebodyDecides() throws {
        try gallery.ring(11_000..<12_500)
        #expect(throws: Gallery.Refused(code: "proposals_undecided")) { try gallery.share() }
        #expect(try gallery.account.number("SELECT count(*) FROM shares") == 0)
        #expect(try redact(#""redactions":[],"decisions":"# + Self.decision("dismissed")).status == 200)
        #expect(try gallery.stranger().get(gallery.share().path).status == 200)
    }

    @Test func tonesOutsideTheMomentHoldNothingBack() throws {
        try gallery.ring(1_000..<10_000, 15_000..<16_000)
        #expect(try gallery.stranger().get(gallery.share().path).status == 200)
    }

    @Test func aLinkIsHeldUntilSomebodyDecidesAndLivesOn() throws {
        let link = try gallery.share()
        let stranger = gallery.stranger()
        #expect(try stranger.get(link.path + "/clip").body == gallery.clip)
        try gallery.ring(11_000..<12_500)
        #expect(try stranger.get(link.path + "/clip").status == 404)
        #expect(try stranger.get(link.path).status == 404)
        #expect(try gallery.admin.get("shares/\(link.id)")["/state"]?.text == "held")
        #expect(try gallery.admin.get("shares").all("/items", "state") == ["held"])
        #expect(try gallery.admin.get("moments/\(gallery.moment)/shares").all("/items", "state") == ["held"])
        // Kept as it is, it is the clip there was.
        #expect(try redact(#""redactions":[],"decisions":"# + Self.decision("dismissed")).status == 200)
        #expect(try gallery.admin.get("shares/\(link.id)")["/state"]?.text == "active")
        #expect(try stranger.get(link.path + "/clip").body == gallery.clip)
    }

    @Test func theOldClipIsNotGivenOutOnceSomethingIsRedacted() throws {
        let link = try gallery.share()
        let stranger = gallery.stranger()
        #expect(try stranger.get(link.path + "/clip").body == gallery.clip)
        try gallery.ring(11_000..<12_500)
        #expect(try redact(#""redactions":[],"decisions":"# + Self.decision("accepted")).status == 200)
        // Nobody waits for a visitor: it is rendered anew at once.
        #expect(try gallery.account.number("SELECT count(*) FROM jobs WHERE kind = 'clip' AND state = 'queued'") == 1)
        let shown = try stranger.get(link.path)
        #expect(shown.status == 200 && shown.text.contains(#""clip":{"state":"rendering","poster":null}"#))
        for part in ["/clip", "/clip?download=1", "/poster"] {
            #expect(try [409, 403].contains(stranger.get(link.path + part).status))
        }
        #expect(try stranger.get(link.path + "/clip", "Range: bytes=0-9").status == 409)
        #expect(try gallery.admin.get("moments/\(gallery.moment)/clip").status == 202)
        // The words of the line that is spoken meanwhile are gone as well.
        let captions = try stranger.get(link.path + "/captions").text
        #expect(captions.contains("[redacted]") && !captions.contains("Inside"))
        // Without the redaction the moment is what it was, and undecided.
        #expect(try redact(#""redactions":[]"#).status == 200)
        #expect(try stranger.get(link.path).status == 404)
    }

    @Test func aJobForWhatAMomentWasIsNoJobForWhatItIs() throws {
        let first = try redact(#""redactions":[{"kind":"mute","startMs":10000,"endMs":11000}]"#)
        #expect(first.status == 200)
        let before = try gallery.admin.post("moments/\(gallery.moment)/clip")
        #expect(before.status == 202)
        #expect(try redact(#""redactions":[{"kind":"mute","startMs":10000,"endMs":12000}]"#).status == 200)
        let after = try gallery.admin.post("moments/\(gallery.moment)/clip")
        #expect(after.status == 202 && after.id != before.id)
        #expect(try gallery.admin.get("moments/\(gallery.moment)")["/clip/job/id"]?.text == after.id)
    }
}
