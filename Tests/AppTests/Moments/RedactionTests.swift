import Domain
import HTTP
import JSON
import MediaWork
import SQL
import Testing

@testable import App

/// What is redacted in a moment, by whom, and what of keypad tones was decided.
struct RedactionTests {
    let day: Workday
    let call: String
    let recording: String
    let moment: String

    init() throws {
        day = try Workday()
        call = try day.calls(1)[0]
        recording = try day.recorded(call, lastsMs: 60_000)
        moment = try day.evaluator.post(
            "interactions/\(call)/moments", #"{"title":"Card number","startMs":10000,"endMs":40000}"#
        ).id
    }

    /// Keypad tones are found in the call's recording; channel by channel, its own timeline.
    private func ring(_ channels: [Range<Int>]...) throws {
        try day.account.services.database.write { transaction in
            let found = try RecordingStore.find(recording, for: .system, transaction)
            try ToneStore.replace(
                of: #require(found),
                channels.map { $0.map { MediaWork.TimeRange(startMs: $0.lowerBound, endMs: $0.upperBound) } },
                transaction)
        }
    }

    private func shown(_ person: Asker? = nil) throws -> Reply {
        try (person ?? day.evaluator).get("moments/\(moment)/redactions")
    }

    private func redact(_ redactions: String, _ more: String = "", by person: Asker? = nil) throws -> Reply {
        try (person ?? day.evaluator).put(
            "moments/\(moment)/redactions", #"{"redactions":[\#(redactions)]\#(more)}"#, ifMatch: try shown().etag)
    }

    private func deciding(_ decision: String, _ startMs: Int, _ endMs: Int, _ channel: String = "both") -> String {
        #","decisions":[{"channel":"\#(channel)","startMs":\#(startMs),"endMs":\#(endMs),"decision":"\#(decision)"}]"#
    }

    private static let black =
        #"{"kind":"black","startMs":12000,"endMs":13000,"monitor":1,"x":0,"y":500,"width":10000,"height":250}"#

    @Test func theyAreKeptInTheOrderOfTimeAndShownWithTheMoment() throws {
        let reply = try redact(
            Self.black + #",{"kind":"beep","startMs":10000,"endMs":10500,"channel":"customer"}"#
                + #",{"kind":"mute","startMs":39000,"endMs":40000}"#)
        #expect(reply.status == 200)
        #expect(reply.all("/redactions", "kind") == ["beep", "black", "mute"])
        #expect(reply["/redactions/0/channel"]?.text == "customer" && reply["/redactions/2/channel"]?.text == "both")
        #expect(reply["/redactions/1/height"]?.integer == 250)
        #expect(try shown().body == reply.body && reply.header("ETag") == "\"\(reply.etag)\"")
        #expect(try day.admin.get("moments/\(moment)")["/redactions"] == reply["/redactions"])
    }

    @Test func aMomentCanBeCutWithThem() throws {
        let body =
            #"{"title":"x","startMs":10000,"endMs":14000,"redactions":["#
            + #"{"kind":"mute","startMs":11000,"endMs":12000,"channel":"agent"}]}"#
        let made = try day.evaluator.post("interactions/\(call)/moments", body)
        #expect(made.status == 201 && made["/redactions/0/channel"]?.text == "agent")
        let wrong = body.replacing("12000", with: "14001")
        let refused = try day.evaluator.post("interactions/\(call)/moments", wrong)
        #expect(refused.status == 422 && refused.code == "redaction_outside")
        #expect(refused["/errors/0/pointer"]?.text == "/redactions/0/endMs")
    }

    @Test(arguments: [
        (#"{"kind":"mute","startMs":9999,"endMs":12000}"#, "redaction_outside", "/redactions/0/startMs"),
        (#"{"kind":"mute","startMs":40000,"endMs":40001}"#, "redaction_outside", "/redactions/0/startMs"),
        (#"{"kind":"beep","startMs":12000,"endMs":40001}"#, "redaction_outside", "/redactions/0/endMs"),
        (#"{"kind":"beep","startMs":12000,"endMs":12000}"#, "redaction_empty", "/redactions/0/endMs"),
        (black.replacing("\"x\":0", with: "\"x\":1"), "redaction_area", "/redactions/0/width"),
        (black.replacing("\"x\":0", with: "\"x\":-1"), "redaction_area", "/redactions/0/x"),
        (black.replacing(":250", with: ":0"), "redaction_area", "/redactions/0/height"),
        (black.replacing(":500", with: ":9223372036854775807"), "redaction_area", "/redactions/0/y"),
        (black.replacing("\"monitor\":1", with: "\"monitor\":5"), "redaction_monitor", "/redactions/0/monitor"),
        (black.replacing("black", with: "blur"), "invalid_input", "/redactions/0/kind"),
        (black.replacing("\"monitor\":1,", with: ""), "invalid_input", "/redactions/0/monitor"),
        (black.replacing("black", with: "mute"), "invalid_input", "/redactions/0/monitor"),
        (#"{"kind":"mute","startMs":12000,"endMs":13000,"channel":"left"}"#, "invalid_input", "/redactions/0/channel"),
    ])
    func whatIsWrongIsSaidWhereItIs(_ redaction: String, _ code: String, _ pointer: String) throws {
        let reply = try redact(redaction)
        #expect(reply.status == 422 && reply.code == code)
        #expect(reply["/errors/0/pointer"]?.text == pointer)
        #expect(try shown()["/redactions"]?.elements?.isEmpty == true)
    }

    @Test func aMomentOfOneScreenOrNoneHasNoOther() throws {
        for screens in [#""none""#, "2"] {
            let body =
                #"{"title":"x","startMs":10000,"endMs":14000,"screens":\#(screens),"redactions":[\#(Self.black)]}"#
            let refused = try day.evaluator.post("interactions/\(call)/moments", body)
            // The call has no screen at all.
            #expect(refused.code == (screens == "2" ? "moment_monitor" : "redaction_monitor"))
        }
    }

    @Test func thereAreNotTooMany() throws {
        let one = #"{"kind":"mute","startMs":12000,"endMs":13000}"#
        #expect(try redact(Array(repeating: one, count: 200).joined(separator: ",")).status == 200)
        #expect(try redact(Array(repeating: one, count: 201).joined(separator: ",")).code == "invalid_input")
    }

    @Test func whoCutItRedactsItAndSupervisorsDo() throws {
        for (person, status) in [
            (day.agent, 403), (day.colleague, 403), (day.otherAgent, 404), (day.stranger, 404), (day.supervisor, 200),
            (day.admin, 200), (day.evaluator, 200),
        ] {
            #expect(try redact(Self.black, by: person).status == status, "\(person.name)")
        }
        for (person, status) in [(day.agent, 200), (day.colleague, 200), (day.otherAgent, 404), (day.stranger, 404)] {
            #expect(try shown(person).status == status, "\(person.name)")
        }
    }

    @Test func nobodyOverwritesWhatTheyHaveNotSeen() throws {
        let path = "moments/\(moment)/redactions"
        #expect(try day.evaluator.put(path, #"{"redactions":[]}"#).status == 428)
        let seen = try shown().etag
        #expect(try redact(Self.black).status == 200)
        #expect(try day.evaluator.put(path, #"{"redactions":[]}"#, ifMatch: seen).status == 412)
        // Tones that were found meanwhile are something new to see as well.
        let before = try shown().etag
        try ring([11_000..<11_200])
        #expect(try day.evaluator.put(path, #"{"redactions":[]}"#, ifMatch: before).status == 412)
    }

    @Test func tonesAreProposedByPassageAndChannel() throws {
        #expect(try shown()["/proposals"]?.elements?.isEmpty == true)
        try ring(
            [9_000..<10_050, 11_000..<11_200, 12_100..<12_300, 13_500..<13_600],
            [20_000..<20_100, 39_950..<41_000, 50_000..<51_000])
        let proposals = try #require(try shown()["/proposals"]?.elements)
        let found = proposals.map {
            "\($0["channel"]?.text ?? "") \($0["startMs"]?.integer ?? 0) \($0["endMs"]?.integer ?? 0)"
        }
        #expect(
            found == [
                "agent 10000 12400", "agent 13400 13700", "customer 19900 20200", "customer 39850 40000",
            ])
        #expect(try day.admin.get("moments/\(moment)")["/undecidedProposals"]?.integer == 4)
        #expect(try day.admin.get("moments").body["items"]?.elements?[0]["undecidedProposals"]?.integer == 4)
    }

    @Test func anAcceptedProposalIsMuted() throws {
        try ring([11_000..<11_200])
        let reply = try redact(Self.black, deciding("accepted", 10_900, 11_300))
        #expect(reply.all("/redactions", "kind") == ["mute", "black"])
        #expect(reply["/redactions/0/startMs"]?.integer == 10_900 && reply["/redactions/0/endMs"]?.integer == 11_300)
        #expect(reply.all("/proposals", "decision") == ["accepted"])
        #expect(reply["/proposals/0/decidedBy/name"]?.text == "Eva")
        #expect(reply["/proposals/0/decidedAt"]?.text != nil)
        #expect(try day.admin.get("moments/\(moment)")["/undecidedProposals"]?.integer == 0)
        // Taking the mute away asks again.
        let again = try redact(Self.black)
        #expect(again["/proposals/0/startMs"]?.integer == 10_900 && again["/proposals/0/decision"] == nil)
        #expect(again["/proposals"]?.elements?.count == 1)
    }

    @Test func aMuteByHandSettlesThemToo() throws {
        try ring([11_000..<11_200])
        let mute = #"{"kind":"beep","startMs":10500,"endMs":11150},{"kind":"mute","startMs":11100,"endMs":11201}"#
        #expect(try redact(mute)["/proposals"]?.elements?.isEmpty == true)
        #expect(
            try redact(mute.replacing("11201", with: "11199"))["/proposals"]?.elements?.count == 1,
            "a millisecond of it is heard")
    }

    @Test func aDismissedProposalStaysAsItIsUntilNewTonesAreFound() throws {
        try ring([11_000..<11_200])
        let kept = try redact("", deciding("dismissed", 10_900, 11_300))
        #expect(kept["/redactions"]?.elements?.isEmpty == true && kept.all("/proposals", "decision") == ["dismissed"])
        #expect(try day.admin.get("moments/\(moment)")["/undecidedProposals"]?.integer == 0)
        try ring([11_000..<11_200, 25_000..<25_100])
        let more = try shown()
        #expect(more["/proposals"]?.elements?.count == 2 && more["/proposals/0/startMs"]?.integer == 24_900)
        #expect(try day.admin.get("moments/\(moment)")["/undecidedProposals"]?.integer == 1)
        // Somebody may think better of it.
        let muted = try redact("", deciding("accepted", 10_900, 11_300), by: day.supervisor)
        #expect(muted["/redactions/0/startMs"]?.integer == 10_900)
        #expect(muted.all("/proposals", "decision") == ["accepted"], "and the other one is undecided")
    }

    @Test func aDecisionIsAboutWhatIsProposed() throws {
        try ring([11_000..<11_200])
        for decision in [deciding("accepted", 10_900, 11_301), deciding("dismissed", 10_900, 11_300, "agent")] {
            let reply = try redact("", decision)
            #expect(reply.code == "proposal_unknown" && reply["/errors/0/pointer"]?.text == "/decisions/0")
        }
        #expect(try redact("", deciding("maybe", 10_900, 11_300)).code == "invalid_input")
    }

    @Test func itIsWrittenDownWhoDecidedWhat() throws {
        try ring([11_000..<11_200])
        _ = try redact(Self.black, deciding("dismissed", 10_900, 11_300))
        let log = try day.admin.get("activity")["/items/0"]
        #expect(log?["action"]?.text == "moment.redacted" && log?["actor"]?["name"]?.text == "Eva")
        #expect(log?["detail"]?["decisions"]?.elements?.first?["decision"]?.text == "dismissed")
        #expect(log?["detail"]?["redactions"]?.elements?.first?["kind"]?.text == "black")
    }

    @Test func theWordsOfALineThatIsMutedInPartAreGone() throws {
        _ = try day.transcribed(
            call,
            "WEBVTT\n\n00:11.000 --> 00:13.000\nmy number\n\n00:13.000 --> 00:15.000\n4929\n\n"
                + "00:15.000 --> 00:16.000\nthanks\n")
        _ = try redact(#"{"kind":"beep","startMs":14900,"endMs":15000,"channel":"agent"}"#)
        let captions = try day.evaluator.send(.get, "moments/\(moment)/captions")
        var text = ""
        if case .bytes(let body) = captions.body { text = String(decoding: body, as: UTF8.self) }
        #expect(text.contains("my number") && text.contains("thanks") && !text.contains("4929"))
        #expect(text.contains("00:00:03.000 --> 00:00:05.000\n[redacted]"))
    }
}
