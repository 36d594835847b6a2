import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Moments: cut within the media, seen with their interaction, rendered when asked for.
struct MomentTests {
    let day: Workday
    let call: String

    init() throws {
        day = try Workday()
        call = try day.calls(1)[0]
        try day.recorded(call, lastsMs: 60_000)
    }

    private func cut(_ startMs: Int64, _ endMs: Int64, _ more: String = "", by person: Asker? = nil) throws -> Reply {
        try (person ?? day.evaluator).post(
            "interactions/\(call)/moments", #"{"title":"Refund","startMs":\#(startMs),"endMs":\#(endMs)\#(more)}"#)
    }

    @Test(arguments: [
        (0, 60_000, "none"), (59_000, 60_000, "none"), (59_000, 60_001, "moment_outside_media"),
        (60_000, 61_000, "moment_outside_media"), (-1, 2000, "moment_outside_media"),
        (1000, 1999, "moment_too_short"), (1000, 2000, "none"), (2000, 1000, "moment_too_short"),
        (Int64.min, Int64.max, "moment_outside_media"), (0, Int64.max, "moment_outside_media"),
    ])
    func itLiesWithinTheMediaAndLastsASecond(_ startMs: Int64, _ endMs: Int64, _ code: String) throws {
        #expect((try cut(startMs, endMs).code ?? "none") == code)
    }

    @Test func tenMinutesAndNotMore() throws {
        let long = try day.calls(1, named: "L")[0]
        try day.recorded(long, lastsMs: 3_600_000)
        for (end, status) in [(600_000, 201), (600_001, 422)] {
            let reply = try day.admin.post(
                "interactions/\(long)/moments", #"{"title":"Long","startMs":0,"endMs":\#(end)}"#)
            #expect(reply.status == status)
        }
    }

    @Test func withoutARecordingThereIsNothingToCut() throws {
        let bare = try day.calls(1, named: "B")[0]
        let reply = try day.admin.post("interactions/\(bare)/moments", #"{"title":"x","startMs":0,"endMs":2000}"#)
        #expect(reply.code == "moment_outside_media")
    }

    @Test func itShowsAScreenThatIsThere() throws {
        #expect(try cut(0, 2000, #","screens":"none""#)["/screens"]?.text == "none")
        #expect(try cut(0, 2000, #","screens":"left""#).code == "moment_monitor")
        #expect(try cut(0, 2000, #","screens":2"#).code == "moment_monitor")
        #expect(try cut(0, 2000, #","screens":5"#).code == "moment_monitor")
    }

    @Test func whoSeesTheInteractionSeesItsMoments() throws {
        let moment = try cut(0, 2000)
        for person in [day.agent, day.colleague, day.supervisor, day.admin] {
            #expect(try person.get("moments/\(moment.id)").status == 200)
            #expect(try person.get("moments").all("/items", "id") == [moment.id])
        }
        for person in [day.otherAgent, day.stranger] {
            #expect(try person.get("moments/\(moment.id)").status == 404)
            #expect(try person.get("moments").all("/items", "id") == [])
            #expect(try person.get("moments/\(moment.id)/captions").status == 404)
            #expect(try person.get("moments/\(moment.id)/poster").status == 404)
            #expect(try person.post("moments/\(moment.id)/clip").status == 404)
        }
    }

    @Test func agentsCutNoneBeforeARelease() throws {
        let refused = try cut(0, 2000, by: day.agent)
        #expect(refused.status == 403)
    }

    @Test func whoCutItChangesItAndSupervisorsDo() throws {
        let moment = try cut(0, 2000)
        #expect(try day.colleague.patch("moments/\(moment.id)", #"{"title":"Mine"}"#).status == 403)
        #expect(try day.evaluator.patch("moments/\(moment.id)", #"{"title":"Better"}"#)["/title"]?.text == "Better")
        #expect(try day.supervisor.patch("moments/\(moment.id)", #"{"note":"Look"}"#)["/note"]?.text == "Look")
        #expect(try day.evaluator.patch("moments/\(moment.id)", #"{"note":null}"#)["/note"] == nil)
        #expect(try day.supervisor.delete("moments/\(moment.id)").status == 204)
        #expect(try day.evaluator.get("moments/\(moment.id)").status == 404)
    }

    @Test func theClipIsRenderedOnceForAllWhoAsk() throws {
        let moment = try cut(0, 2000)
        #expect(moment["/clip/state"]?.text == "none")
        for part in ["clip", "poster"] {
            #expect(try day.evaluator.get("moments/\(moment.id)/\(part)").code == "not_ready")
        }
        let first = try day.evaluator.post("moments/\(moment.id)/clip")
        #expect(first.status == 202)
        #expect(try day.admin.post("moments/\(moment.id)/clip").id == first.id)
        #expect(try day.evaluator.get("moments/\(moment.id)")["/clip/state"]?.text == "rendering")
        #expect(try day.evaluator.get("moments/\(moment.id)/clip").status == 202)
        #expect(try day.evaluator.get("moments/\(moment.id)/poster").status == 202)
    }

    @Test func itsCaptionsBeginAtItsOwnStart() throws {
        _ = try day.transcribed(call, Workday.vtt("before", "inside", "after"))
        let moment = try cut(2000, 3000)
        let captions = try day.evaluator.send(.get, "moments/\(moment.id)/captions")
        var bytes: [UInt8] = []
        if case .bytes(let body) = captions.body { bytes = body }
        #expect(String(decoding: bytes, as: UTF8.self) == "WEBVTT\n\n00:00:00.000 --> 00:00:00.900\ninside\n")
    }
}
