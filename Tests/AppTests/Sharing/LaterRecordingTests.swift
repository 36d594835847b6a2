import Domain
import JSON
import SQL
import Testing

@testable import App

/// What a link shows is settled when it is made; what comes in later is shown to nobody outside.
@Suite struct LaterRecordingTests {
    let gallery: Gallery

    init() throws {
        gallery = try Gallery(screens: .grid)
        try gallery.settings(#""requirePassword":false"#)
    }

    private var clipJobs: Int64 {
        get throws { try gallery.account.number("SELECT count(*) FROM jobs WHERE kind = 'clip'") }
    }

    @Test func aScreenThatComesInAfterSharingIsNotInTheLink() throws {
        let link = try gallery.share()
        let stranger = gallery.stranger()
        #expect(try stranger.get(link.path + "/clip").body == gallery.clip)
        _ = try gallery.film()
        // Inside the moment has the screen, and its clip is to be made anew.
        #expect(try gallery.admin.get("moments/\(gallery.moment)")["/clip/state"]?.text == "none")
        #expect(try stranger.get(link.path).text.contains(#""kind":"audio""#))
        #expect(try stranger.get(link.path + "/clip").body == gallery.clip)
        #expect(try clipJobs == 0)
    }

    @Test func itsOwnerIsToldAndSharesItAnew() throws {
        let link = try gallery.share()
        #expect(try gallery.admin.get("shares/\(link.id)")["/laterRecordings"]?.integer == 0)
        let film = try gallery.film()
        #expect(try gallery.admin.get("shares/\(link.id)")["/laterRecordings"]?.integer == 1)
        let anew = try gallery.share()
        #expect(try gallery.admin.get("shares/\(anew.id)")["/laterRecordings"]?.integer == 0)
        #expect(try clipJobs == 1)
        #expect(try gallery.stranger().get(anew.path).text.contains(#""kind":"video""#))
        try gallery.account.services.database.write { try RecordingStore.delete(film, $0) }
        #expect(try gallery.stranger().get(anew.path).text.contains(#""kind":"audio""#))
    }

    @Test func aRedactionTakesEffectInIt() throws {
        let link = try gallery.share()
        let stranger = gallery.stranger()
        #expect(try stranger.get(link.path).status == 200)
        let film = try gallery.film()
        let before = try gallery.admin.get("moments/\(gallery.moment)/redactions")
        let mute = #"{"redactions":[{"kind":"mute","startMs":10500,"endMs":12000}]}"#
        #expect(
            try gallery.admin.put("moments/\(gallery.moment)/redactions", mute, ifMatch: before.etag).status == 200)
        // The old clip is given out no more, and the one that is made in its place has no screen.
        #expect(try stranger.get(link.path).text.contains(#""state":"rendering""#))
        #expect(try stranger.get(link.path + "/clip").status == 409)
        let input = try gallery.account.services.database.read { transaction in
            try transaction.row("SELECT input FROM jobs WHERE kind = 'clip'") { $0.text(0) }
        }
        #expect(try #require(input).contains(#""recordings":[""#) && !#require(input).contains(film))
        #expect(try stranger.get(link.path + "/captions").text.contains("[redacted]"))
    }
}
