import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Asking for an interaction's recordings as one file.
struct BundleTests {
    let day: Workday
    let call: String

    init() throws {
        day = try Workday()
        call = try day.calls(1)[0]
    }

    /// A recording that is ready and surveyed.
    private func surveyed() throws {
        let id = try day.recorded(call)
        try day.account.services.database.write { transaction in
            try SurveyStore.insert(Survey(crc: 7, index: nil), of: id, transaction)
        }
    }

    @Test func nothingReadyIsNothingToBundle() throws {
        #expect(try day.admin.post("interactions/\(call)/bundle", #"{"format":"mkv"}"#).code == "not_ready")
    }

    @Test func askingTwiceForAnMKVIsOneJob() throws {
        try surveyed()
        let first = try day.admin.post("interactions/\(call)/bundle", #"{"format":"mkv"}"#)
        #expect(first.status == 202)
        #expect(first.header("Location") == "/api/v1/jobs/\(first.id)")
        #expect(try day.evaluator.post("interactions/\(call)/bundle", #"{"format":"mkv"}"#).id == first.id)
        let waiting = try day.admin.get("interactions/\(call)/bundle?format=mkv")
        #expect(waiting.status == 202)
        #expect(waiting.id == first.id)
        #expect(try day.admin.get("interactions/\(call)/bundle?format=avi").code == "query_invalid")
    }

    @Test func anArchiveIsThereWithoutBeingAskedForAndNothingIsWritten() throws {
        try surveyed()
        let download = try day.admin.send(.get, "interactions/\(call)/bundle?format=zip", [])
        guard case .composed(let body) = download.body else { throw Workday.Unexpected(reply: try Reply(download)) }
        #expect(body.contentType == "application/zip")
        #expect(download.headers.contains { $0.0 == "Content-Disposition" && $0.1.hasPrefix("attachment") })
        // The same again, from memory or not: the same validator.
        let reply = try day.admin.post("interactions/\(call)/bundle", #"{"format":"zip"}"#)
        #expect(reply.status == 200)
        #expect(reply["/bytes"]?.integer == body.composition.length)
        let services = day.account.services
        let bundle = try services.database.read { try RecordingBundle(of: call, .zip, for: .system, $0) }
        #expect(services.compositions.find(bundle.hash)?.etag == body.etag)
        #expect(try day.account.number("SELECT count(*) FROM jobs WHERE kind = 'bundle'") == 0)
        #expect(try day.account.number("SELECT count(*) FROM bundles") == 0)
        #expect(try day.account.number("SELECT count(*) FROM activity WHERE action = 'interaction.downloaded'") == 1)
    }

    @Test func whatWasNotSurveyedIsNotReady() throws {
        try day.recorded(call)
        #expect(try day.admin.get("interactions/\(call)/bundle?format=zip").code == "not_ready")
        #expect(try day.admin.post("interactions/\(call)/bundle", #"{"format":"zip"}"#).code == "not_ready")
    }

    @Test func anMP4OfARecordingWithoutAnIndexIsAJob() throws {
        try surveyed()
        #expect(try day.admin.get("interactions/\(call)/bundle?format=mp4").code == "not_ready")
        let asked = try day.admin.post("interactions/\(call)/bundle", #"{"format":"mp4"}"#)
        #expect(asked.status == 202)
        #expect(try day.admin.get("interactions/\(call)/bundle?format=mp4").id == asked.id)
    }

    @Test func downloadingNeedsItsPermission() throws {
        try surveyed()
        #expect(try day.agent.post("interactions/\(call)/bundle", #"{"format":"zip"}"#).status == 403)
        #expect(try day.agent.get("interactions/\(call)/bundle?format=zip").status == 403)
    }
}
