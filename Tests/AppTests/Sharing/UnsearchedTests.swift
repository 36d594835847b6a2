import JSON
import SQL
import Sandbox
import Testing

@testable import App

/// A recording that came in before keypad tones were looked for is shown to nobody outside until it was searched.
@Suite struct UnsearchedTests {
    let gallery: Gallery

    init() throws {
        gallery = try Gallery()
        try gallery.settings(#""requirePassword":false"#)
    }

    /// As ingest left recordings before there was a table of tones.
    private func forget(levels: String?) throws {
        try gallery.account.services.database.write { transaction in
            try transaction.execute("DELETE FROM recording_tone_searches")
            try transaction.execute("UPDATE recordings SET levels = ?", .optional(levels))
        }
        gallery.account.services.grants.clear()
    }

    private func sweep() throws -> Int { try SearchTones.sweep(gallery.account.services, Cancellation()) }

    @Test func itIsNotSharedAndItsLinksAreHeld() throws {
        let link = try gallery.share()
        #expect(try gallery.stranger().get(link.path + "/clip").status == 200)
        try forget(levels: nil)
        #expect(throws: Gallery.Refused(code: "tones_unsearched")) { try gallery.share() }
        #expect(try gallery.stranger().get(link.path + "/clip").status == 404)
        #expect(try gallery.admin.get("shares/\(link.id)")["/state"]?.text == "held")
        // The file is not there: it cannot be searched, and stays inside.
        #expect(try sweep() == 0)
        #expect(throws: Gallery.Refused(code: "tones_unsearched")) { try gallery.share() }
    }

    @Test func whatIngestFoundWithoutKeepingItIsNotListenedToAgain() throws {
        let link = try gallery.share()
        try forget(levels: #"{"channels":[{"tones":[{"startMs":11000,"endMs":12500}]}]}"#)
        #expect(try sweep() == 1 && sweep() == 0)
        #expect(throws: Gallery.Refused(code: "proposals_undecided")) { try gallery.share() }
        #expect(try gallery.stranger().get(link.path + "/clip").status == 404)
    }

    @Test func whereThereAreNoTonesItsLinksLiveAgain() throws {
        let link = try gallery.share()
        try forget(levels: #"{"channels":[{"tones":[]}]}"#)
        #expect(try sweep() == 1)
        #expect(try gallery.stranger().get(link.path + "/clip").status == 200)
        #expect(try gallery.admin.get("shares/\(link.id)")["/state"]?.text == "active")
    }
}
