import Domain
import HTTP
import JSON
import MediaWork
import SQL
import Testing

@testable import App

/// Which renditions an interaction has, while its recordings come and go.
struct RenditionTests {
    let day: Workday
    let call: String

    init() throws {
        day = try Workday()
        call = try day.calls(1)[0]
    }

    private var services: Services { day.account.services }

    /// A leg or a whole sound as its ingest leaves it.
    private func recorded(_ party: String, offsetMs: Int = 0, codec: String = "pcm_s16le") throws -> String {
        let reply = try day.attached(to: call, "audio", #""party":"\#(party)","offsetMs":\#(offsetMs)"#)
        let stream = StreamReport(
            index: 0, type: .audio, codec: codec, sampleRate: 8_000, channels: 1, durationMs: 10_000)
        try services.database.write { transaction in
            try RecordingStore.setReady(
                reply.id,
                RecordingStore.Findings(
                    hash: "hash of \(party)", bytes: 4, container: "wav", durationMs: 10_000,
                    streams: ReportJSON.streams([stream]), health: "[]", levels: nil),
                transaction)
            try PlanRenditions.run(of: call, services, transaction)
        }
        return reply.id
    }

    private func renditions() throws -> [Rendition] {
        try services.database.read { try RenditionStore.all(of: call, $0) }
    }

    private func make(_ rendition: Rendition) throws {
        try services.database.write { transaction in
            #expect(try RenditionStore.setReady(rendition.id, .init(hash: "made", bytes: 9), transaction))
            _ = try JobQueue.end(rendition.jobID ?? "", .done, transaction)
        }
    }

    private func open(_ rendition: Rendition) throws -> Bool {
        try services.database.read { try JobQueue.find(rendition.jobID ?? "", $0)?.isFinished == false }
    }

    @Test func whatBrowsersPlayNeedsNone() throws {
        let id = try recorded("both")
        #expect(try renditions().isEmpty)
        let recording = try day.admin.get("recordings/\(id)")
        #expect(recording["/playback/state"]?.text == "ready")
        #expect(recording["/playback/url"]?.text == "/api/v1/recordings/\(id)/content")
        let playback = try day.agent.get("interactions/\(call)/playback")
        #expect(playback["/isComplete"] == .bool(true))
        #expect(playback["/sound/0/recordings/0"]?.text == id)
    }

    @Test func whatTheyDoNotPlayWaitsForOne() throws {
        let id = try recorded("both", codec: "pcm_alaw")
        let rendition = try #require(try renditions().first)
        #expect(rendition.recordingID == id && rendition.state == .preparing)
        var recording = try day.admin.get("recordings/\(id)")
        #expect(recording["/state"]?.text == "ready")
        #expect(recording["/playback/state"]?.text == "preparing")
        #expect(recording["/playback/url"] == nil)
        #expect(recording["/playback/job/id"]?.text == rendition.jobID)
        #expect(try day.admin.get("recordings/\(id)/playback").code == "not_ready")
        let waiting = try day.admin.get("interactions/\(call)/playback")
        #expect(waiting["/isComplete"] == .bool(false) && waiting.header("Retry-After") == "2")
        try make(rendition)
        recording = try day.admin.get("recordings/\(id)")
        #expect(recording["/playback/url"]?.text == "/api/v1/recordings/\(id)/playback")
        #expect(recording["/playback/contentType"]?.text == "audio/mp4")
        #expect(try day.admin.get("interactions/\(call)/playback").header("Retry-After") == nil)
    }

    @Test func twoLegsBecomeOneAndAnotherLegAnotherOne() throws {
        let agent = try recorded("agent", offsetMs: 200)
        #expect(try renditions().isEmpty)
        let customer = try recorded("customer", offsetMs: -300)
        let first = try #require(try renditions().first)
        #expect(first.recordingID == nil)
        #expect((first.offsetMs, first.durationMs) == (-300, 10_500))
        // Until it is there, the legs are played one by one.
        var playback = try day.admin.get("interactions/\(call)/playback")
        #expect(playback["/sound"]?.elements?.count == 2 && playback["/isComplete"] == .bool(false))
        try make(first)
        playback = try day.admin.get("interactions/\(call)/playback")
        #expect(playback["/sound"]?.elements?.count == 1)
        #expect(playback["/sound/0/recordings"]?.elements?.compactMap(\.text) == [agent, customer])
        #expect(playback["/sound/0/url"]?.text == "/api/v1/interactions/\(call)/playback/sound")
        #expect(playback["/isComplete"] == .bool(true))

        #expect(try day.admin.delete("recordings/\(customer)").status == 204)
        #expect(try renditions().isEmpty)
        #expect(try day.admin.get("interactions/\(call)/playback/sound").code == "not_ready")
        _ = try recorded("customer", offsetMs: 1_000)
        let second = try #require(try renditions().first)
        #expect(second.id != first.id)
        #expect((second.offsetMs, second.durationMs) == (200, 10_800))
    }

    @Test func takingARecordingAwayEndsTheWorkOnIt() throws {
        let id = try recorded("both", codec: "gsm_ms")
        let rendition = try #require(try renditions().first)
        #expect(try open(rendition))
        #expect(try day.admin.delete("recordings/\(id)").status == 204)
        #expect(try renditions().isEmpty)
        #expect(try !open(rendition))
        // Whoever was at it meanwhile finds that nobody wants it any more.
        let isWanted = try services.database.write {
            try RenditionStore.setReady(rendition.id, .init(hash: "late", bytes: 1), $0)
        }
        #expect(!isWanted)
    }

    @Test func oneThatFailedSaysWhyAndIsNotTriedForEver() throws {
        let id = try recorded("both", codec: "gsm_ms")
        let rendition = try #require(try renditions().first)
        let job = try #require(try services.database.read { try JobQueue.find(rendition.jobID ?? "", $0) })
        try services.database.write { transaction in
            #expect(try JobQueue.end(job.id, .failed, refusal: Refusal("media_crashed", "It broke."), transaction))
            try RenderRendition.kind.gaveUp(job, Refusal("media_crashed", "It broke."), transaction)
            try PlanRenditions.run(of: call, services, transaction)
        }
        let recording = try day.admin.get("recordings/\(id)")
        #expect(recording["/state"]?.text == "ready")
        #expect(recording["/playback/state"]?.text == "failed")
        #expect(recording["/playback/failure/message"]?.text == "It broke.")
        #expect(try renditions().map(\.id) == [rendition.id])
        #expect(try day.admin.get("interactions/\(call)/playback")["/isComplete"] == .bool(true))
    }

    @Test func planningTwiceIsPlanningOnce() throws {
        _ = try recorded("both", codec: "gsm_ms")
        let before = try renditions().map(\.id)
        #expect(before.count == 1)
        try services.database.write { try PlanRenditions.run(of: call, services, $0) }
        #expect(try renditions().map(\.id) == before)
        #expect(try day.account.number("SELECT count(*) FROM jobs WHERE kind = 'rendition'") == 1)
        #expect(try day.account.number("SELECT count(*) FROM recordings WHERE is_planned = 0") == 0)
    }
}
