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

    @Test func nothingReadyIsNothingToBundle() throws {
        #expect(try day.admin.post("interactions/\(call)/bundle", #"{"format":"mkv"}"#).code == "not_ready")
    }

    @Test func askingTwiceIsOneJobAndEachFormatHasItsOwn() throws {
        try day.recorded(call)
        let first = try day.admin.post("interactions/\(call)/bundle", #"{"format":"zip"}"#)
        #expect(first.status == 202)
        #expect(first.header("Location") == "/api/v1/jobs/\(first.id)")
        #expect(try day.evaluator.post("interactions/\(call)/bundle", #"{"format":"zip"}"#).id == first.id)
        let waiting = try day.admin.get("interactions/\(call)/bundle?format=zip")
        #expect(waiting.status == 202)
        #expect(waiting.id == first.id)
        #expect(try day.admin.get("interactions/\(call)/bundle?format=mkv").code == "not_ready")
        #expect(try day.admin.post("interactions/\(call)/bundle", #"{"format":"mkv"}"#).id != first.id)
        #expect(try day.admin.get("interactions/\(call)/bundle?format=avi").code == "query_invalid")
    }

    @Test func downloadingNeedsItsPermission() throws {
        try day.recorded(call)
        #expect(try day.agent.post("interactions/\(call)/bundle", #"{"format":"zip"}"#).status == 403)
    }
}
