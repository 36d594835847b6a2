import Crypto
import Domain
import Foundation
import HTTP
import JSON
import Logging
import SQL
import Testing

@testable import App

/// What a link gives to whom it lets in, and how views are counted.
@Suite struct VisitTests {
    @Test func aLinkServesTheClipInRangesWithHeadersOfItsOwn() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame")
        let guest = gallery.stranger()
        #expect(try guest.unlock(link.token, "open sesame").status == 204)
        let whole = try guest.get(link.path + "/clip")
        #expect(whole.status == 200)
        #expect(whole.body == gallery.clip)
        #expect(whole.header("content-type") == "audio/mp4")
        #expect(whole.header("cache-control") == "private, no-store")
        #expect(whole.header("x-robots-tag") == "noindex, nofollow")
        #expect(whole.header("content-security-policy") == "default-src 'none'; sandbox")
        let part = try guest.get(link.path + "/clip", "Range: bytes=-10")
        #expect(part.status == 206)
        #expect(part.body == Array(gallery.clip.suffix(10)))
        #expect(part.header("content-range") == "bytes 2990-2999/3000")
        let looked = try guest.head(link.path + "/clip")
        #expect(looked.header("content-length") == "3000")
        #expect(looked.body.isEmpty)
        #expect(try guest.get(link.path + "/clip?download=1").status == 403)
    }

    @Test func itsPictureIsKeptAsTheClipIs() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame")
        let guest = gallery.stranger()
        #expect(try guest.get(link.path + "/poster").status == 401)
        #expect(try guest.unlock(link.token, "open sesame").status == 204)
        let poster = try guest.get(link.path + "/poster")
        #expect(poster.body == Gallery.poster)
        #expect(poster.header("content-type") == "image/jpeg")
        #expect(poster.header("cache-control") == "private, no-store")
        #expect(poster.header("x-robots-tag") == "noindex, nofollow")
        #expect(poster.header("content-security-policy") == "default-src 'none'; sandbox")
        #expect(try gallery.admin.get("moments/\(gallery.moment)")["/clip/poster/height"]?.integer == 360)
    }

    @Test func captionsHoldTheWordsOfTheMomentAndNoOthers() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame")
        let guest = gallery.stranger()
        #expect(try guest.unlock(link.token, "open sesame").status == 204)
        let captions = try guest.get(link.path + "/captions")
        #expect(captions.header("content-type") == "text/vtt; charset=utf-8")
        #expect(captions.text.contains("00:00:01.000 --> 00:00:02.000"))
        #expect(captions.text.contains("Inside the moment."))
        #expect(!captions.text.contains("Outside"))
    }

    @Test func captionsOfALineAcrossAnEdgeKeepWhatIsSaidOutside() throws {
        let gallery = try Gallery()
        try gallery.settings(#""requirePassword":false"#)
        try gallery.speak([
            (4_000, 10_100, "The first secret is four nine two nine, thank you"),
            (11_000, 12_000, "Inside the moment."),
            (14_900, 21_000, "And the second secret is seven seven one, goodbye"),
        ])
        let captions = try gallery.stranger().get(gallery.share().path + "/captions")
        #expect(captions.text.contains("Inside the moment."))
        for word in ["secret", "four", "thank", "seven", "goodbye"] { #expect(!captions.text.contains(word)) }
    }

    @Test func aStrangerLearnsTheMomentAndNothingElseOfTheCall() throws {
        let gallery = try Gallery()
        try gallery.settings(#""requirePassword":false"#)
        let link = try gallery.share()
        var fields = try JSONFields(try JSONReader.read(try gallery.stranger().get(link.path).body))
        #expect(try fields.string("title") == "The refund")
        #expect(try fields.int64("durationMs") == 5000)
        #expect(try fields.string("kind") == "audio")
        #expect(try fields.string("sharedBy") == "Ada")
        #expect(try fields.string("expiresAt") == gallery.isoTime(afterMs: 3_600_000))
        #expect(try fields.bool("allowDownload") == false)
        #expect(try fields.bool("hasCaptions") == true)
        #expect(try fields.string("language") == "en")
        var clip = try fields.object("clip")
        #expect(try clip.string("state") == "ready")
        var poster = try clip.object("poster")
        #expect(try (poster.int64("width"), poster.int64("height")) == (640, 360))
        try poster.finish()
        try clip.finish()
        try fields.finish()
    }

    @Test func theCookieIsTheLinksOwnAndNobodysToRead() throws {
        let gallery = try Gallery()
        let (link, other) = (
            try gallery.share(password: "open sesame"), try gallery.share(password: "open sesame")
        )
        let guest = gallery.stranger()
        #expect(try guest.unlock(link.token, "open sesame").status == 204)
        #expect(guest.cookies.map(\.path).sorted() == [link.path, link.page])
        #expect(guest.cookies.allSatisfy { $0.attributes.contains("HttpOnly") })
        #expect(guest.cookies.allSatisfy { $0.attributes.contains("SameSite=Lax") })
        let pair = try #require(guest.cookies.first).pair
        #expect(try gallery.stranger().get(link.path + "/clip", "Cookie: \(pair)").status == 200)
        #expect(try gallery.stranger().get(other.path + "/clip", "Cookie: \(pair)").status == 401)
    }

    @Test func anUnlockedBrowserIsLockedAgainAfterTwelveHours() throws {
        let gallery = try Gallery()
        let link = try gallery.share(lastsMs: 48 * 3_600_000, password: "open sesame")
        let guest = gallery.stranger()
        #expect(try guest.unlock(link.token, "open sesame").status == 204)
        gallery.account.clock.advance(byMs: 12 * 3_600_000 - 1)
        #expect(try guest.get(link.path + "/clip").status == 200)
        #expect(try guest.get(link.page).status == 200)
        gallery.account.clock.advance(byMs: 1)
        #expect(try guest.get(link.path + "/clip").status == 401)
        #expect(try guest.get(link.page).status == 401)
    }

    @Test func aViewIsABrowserNotARequest() throws {
        let gallery = try Gallery()
        try gallery.settings(#""requirePassword":false"#)
        let link = try gallery.share(lastsMs: 48 * 3_600_000, #","maxViews":2"#)
        let guest = gallery.stranger()
        #expect(try guest.get(link.page).status == 200)
        #expect(try guest.head(link.path).status == 200)
        #expect(try guest.get(link.path + "/clip").status == 404, "nobody was counted yet")
        for _ in 0..<3 { #expect(try guest.get(link.path).status == 200) }
        for _ in 0..<3 { #expect(try guest.get(link.path + "/clip", "Range: bytes=0-9").status == 206) }
        #expect(try gallery.admin.get("shares/\(link.id)")["/views"]?.integer == 1)
        #expect(try gallery.stranger().get(link.path).status == 200)
        #expect(try gallery.stranger().get(link.path).status == 404)
        #expect(try guest.get(link.path).status == 200)
        gallery.account.clock.advance(byMs: 12 * 3_600_000)
        #expect(try guest.get(link.path).status == 404, "a view lasts twelve hours")
    }

    @Test func theLastViewsGoToAsManyAsThereAre() throws {
        let gallery = try Gallery()
        try gallery.settings(#""requirePassword":false"#)
        let link = try gallery.share(#","maxViews":3"#)
        let services = gallery.account.services
        let visitor = ShareVisitor(token: link.token, cookie: nil, address: ClientAddress(text: "192.0.2.1"))
        let opened = try atOnce(12) { _ in
            do {
                return try OpenShare.run(visitor, services).visit != nil
            } catch let refusal as Refusal where refusal == .notFound {
                return false
            }
        }
        #expect(opened.filter { $0 }.count == 3)
        #expect(try gallery.account.number("SELECT count(*) FROM share_views WHERE outcome = 'opened'") == 3)
    }

    @Test func noSecretOfALinkIsInTheDatabase() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame")
        let guest = gallery.stranger()
        #expect(try guest.unlock(link.token, "open sesame").status == 204)
        #expect(try guest.get(link.path).status == 200)
        let cookie = try #require(guest.cookies.first).pair.split(separator: "=").last.map(String.init) ?? ""
        let copy = NSTemporaryDirectory() + "earmark-copy-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: copy) }
        try gallery.account.services.database.backup(to: copy)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        #expect(bytes.range(of: Data(SHA256Digest.of(link.token).hex.utf8)) != nil)
        for secret in [link.token, cookie, "open sesame"] {
            #expect(bytes.range(of: Data(secret.utf8)) == nil)
        }
    }

    @Test func theLogTellsTheOwnerWhoCame() throws {
        let gallery = try Gallery()
        let link = try gallery.share(password: "open sesame", #","allowDownload":true"#)
        let guest = gallery.stranger(from: "127.0.0.7")
        #expect(try guest.unlock(link.token, "wrong one").status == 401)
        for step in 0..<4 {
            gallery.account.clock.advance(byMs: 1000)
            switch step {
            case 0: #expect(try guest.unlock(link.token, "open sesame").status == 204)
            case 1: #expect(try guest.get(link.path).status == 200)
            case 2: #expect(try guest.get(link.path + "/clip?download=1").status == 200)
            default: #expect(try gallery.admin.delete("shares/\(link.id)").status == 204)
            }
        }
        for _ in 0..<2 { #expect(try guest.get(link.path).status == 404) }
        let kept = try gallery.admin.get("shares/\(link.id)")
        #expect(kept.all("/viewLog", "outcome") == ["refused", "opened", "unlocked", "wrong_password"])
        #expect(Set(kept.all("/viewLog", "network")) == ["127.0.0.0/24"])
        #expect(kept["/lastViewedAt"]?.text == gallery.isoTime(afterMs: -2000))
        let entries = try gallery.admin.get("activity")
        for action in ["share.made", "share.opened", "share.downloaded", "share.revoked"] {
            #expect(entries.all("/items", "action").contains(action), "\(action)")
        }
    }
}
