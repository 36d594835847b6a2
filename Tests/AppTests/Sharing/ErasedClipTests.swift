import Domain
import Glibc
import JSON
import SQL
import Testing

@testable import App

/// A clip that nobody can be given any more is erased soon, with its picture.
@Suite struct ErasedClipTests {
    let gallery: Gallery
    private var services: Services { gallery.account.services }

    init() throws {
        gallery = try Gallery(screens: .grid)
        try gallery.settings(#""requirePassword":false"#)
        // Everything that can be given is known by its recipe already, and has to be worked out again.
        _ = try SweepMedia.sweep(gallery.account.services)
    }

    /// The files of the clip and of its picture.
    private func files() throws -> [String] {
        try services.database.read { transaction in
            try transaction.rows("SELECT hash, poster_hash FROM clips") { [$0.text(0), $0.text(1)] }
        }.flatMap { $0 }
    }

    private func isKept(_ hashes: [String]) -> Bool { hashes.contains { services.blobs.contains($0) } }

    /// What the worker does once it is due.
    private func sweepWhenDue() throws {
        let kinds = [SweepMedia.soon.name]
        #expect(try services.database.write { try JobQueue.claim(of: kinds, $0) } == nil)
        gallery.account.clock.advance(byMs: SweepMedia.delayMs)
        let job = try #require(try services.database.write { try JobQueue.claim(of: kinds, $0) })
        try SweepMedia.soon.run(JobRun(job, services))
    }

    @Test func whatWasRedactedIsErasedAndWhoReadsItReadsOn() throws {
        let hashes = try files()
        #expect(hashes.count == 2 && isKept(hashes))
        let reading = try services.blobs.open(hashes[0])
        defer { close(reading) }
        let before = try gallery.admin.get("moments/\(gallery.moment)/redactions")
        let mute = #"{"redactions":[{"kind":"mute","startMs":10500,"endMs":12000}]}"#
        #expect(
            try gallery.admin.put("moments/\(gallery.moment)/redactions", mute, ifMatch: before.etag).status == 200)
        try sweepWhenDue()
        #expect(!isKept(hashes))
        #expect(try files() == [])
        var bytes = [UInt8](repeating: 0, count: gallery.clip.count)
        #expect(pread(reading, &bytes, bytes.count, 0) == bytes.count && bytes == gallery.clip)
    }

    @Test func theClipOfADeletedMomentIsErased() throws {
        let hashes = try files()
        #expect(try gallery.admin.delete("moments/\(gallery.moment)").status == 204)
        try sweepWhenDue()
        #expect(!isKept(hashes))
    }

    @Test func theClipOfARecordingThatIsTakenAwayIsErased() throws {
        let hashes = try files()
        _ = try gallery.share()
        _ = try SweepMedia.sweep(services)
        let recording = try #require(
            try services.database.read { try $0.row("SELECT id FROM recordings") { $0.text(0) } })
        #expect(try gallery.admin.delete("recordings/\(recording)").status == 204)
        try sweepWhenDue()
        #expect(!isKept(hashes))
    }

    @Test func recipesAreWorkedOutAgainOnlyWhereSomethingChanged() throws {
        func unknown(_ table: String) throws -> Int64 {
            try gallery.account.number("SELECT count(*) FROM \(table) WHERE recipe IS NULL")
        }
        _ = try gallery.share()
        #expect(try (unknown("moments"), unknown("shares")) == (0, 1))
        _ = try SweepMedia.sweep(services)
        #expect(try (unknown("moments"), unknown("shares")) == (0, 0))
        // What a link shows is settled; a screen that comes in later is the moment's alone.
        let screen = try gallery.film()
        #expect(try (unknown("moments"), unknown("shares")) == (1, 0))
        _ = try SweepMedia.sweep(services)
        #expect(try gallery.account.number("SELECT count(*) FROM moments m JOIN shares s ON s.recipe = m.recipe") == 0)
        try services.database.write {
            try $0.execute("UPDATE recordings SET offset_ms = 40 WHERE id = ?", .text(screen))
        }
        #expect(try (unknown("moments"), unknown("shares")) == (1, 1))
        _ = try SweepMedia.sweep(services)
        let before = try gallery.admin.get("moments/\(gallery.moment)/redactions")
        let mute = #"{"redactions":[{"kind":"mute","startMs":10500,"endMs":12000}]}"#
        _ = try gallery.admin.put("moments/\(gallery.moment)/redactions", mute, ifMatch: before.etag)
        #expect(try (unknown("moments"), unknown("shares")) == (1, 1))
        #expect(try gallery.admin.delete("recordings/\(screen)").status == 204)
        _ = try SweepMedia.sweep(services)
        #expect(try gallery.account.number("SELECT count(*) FROM moments m JOIN shares s ON s.recipe = m.recipe") == 1)
    }

    @Test func aLinkKeepsItsClipUntilItIsRevoked() throws {
        let hashes = try files()
        let link = try gallery.share()
        _ = try SweepMedia.sweep(services)
        _ = try gallery.film()
        // The moment has another clip now; the link's is the one there was.
        _ = try SweepMedia.sweep(services)
        #expect(try gallery.stranger().get(link.path + "/clip").body == gallery.clip)
        #expect(try gallery.admin.delete("shares/\(link.id)").status == 204)
        try sweepWhenDue()
        #expect(!isKept(hashes))
    }

    @Test func anExpiredLinkKeepsNothing() throws {
        let hashes = try files()
        _ = try gallery.share(lastsMs: 3_600_000)
        _ = try gallery.film()
        gallery.account.clock.advance(byMs: 3_600_000 - 1)
        _ = try SweepMedia.sweep(services)
        #expect(isKept(hashes))
        gallery.account.clock.advance(byMs: 1)
        _ = try SweepMedia.sweep(services)
        #expect(!isKept(hashes))
    }

    @Test func aClipThatTwoMomentsShareStaysWithTheOther() throws {
        let hashes = try files()
        let shown = try gallery.admin.get("moments/\(gallery.moment)")
        let interaction = try #require(shown["/interaction/id"]?.text)
        let twin = try gallery.admin.post(
            "interactions/\(interaction)/moments", #"{"title":"Twin","startMs":10000,"endMs":15000}"#)
        #expect(twin["/clip/state"]?.text == "ready")
        #expect(try gallery.admin.delete("moments/\(gallery.moment)").status == 204)
        try sweepWhenDue()
        #expect(isKept(hashes))
        #expect(try gallery.admin.delete("moments/\(twin.id)").status == 204)
        try sweepWhenDue()
        #expect(!isKept(hashes))
    }

    @Test func aBundleOfWhatACallWasIsErased() throws {
        let draft = try services.blobs.makeDraft()
        try draft.write(Array("all of it".utf8), at: 0)
        let blob = try services.blobs.seal(draft)
        let shown = try gallery.admin.get("moments/\(gallery.moment)")
        let interaction = try #require(shown["/interaction/id"]?.text)
        let bundle = try services.database.write { transaction in
            try services.blobs.adopt(draft, as: blob)
            let bundle = try RecordingBundle(of: interaction, .mkv, for: .system, transaction)
            try BundleStore.insert(recipe: bundle.hash, blob, of: interaction, transaction)
            return bundle
        }
        draft.discard()
        _ = try SweepMedia.sweep(services)
        #expect(services.blobs.contains(blob.hash))
        let recording = try #require(bundle.recordings.first?.id)
        #expect(try gallery.admin.delete("recordings/\(recording)").status == 204)
        try sweepWhenDue()
        #expect(!services.blobs.contains(blob.hash))
        #expect(try gallery.account.number("SELECT count(*) FROM bundles") == 0)
    }
}
