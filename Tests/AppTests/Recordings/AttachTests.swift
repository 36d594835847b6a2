import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// Which recordings an interaction takes.
struct AttachTests {
    let day: Workday
    let call: String

    init() throws {
        day = try Workday()
        call = try day.calls(1)[0]
    }

    private func allowScreens(_ more: String = "") throws {
        let reply = try day.admin.put("capture-policy", #"{"screens":true\#(more)}"#)
        #expect(reply.status == 200)
    }

    @Test func fourMonitorsAndNoFifth() throws {
        try allowScreens()
        for monitor in 1...4 {
            #expect(try day.attached(to: call, "screen", #""monitor":\#(monitor)"#).status == 202)
        }
        #expect(try day.attached(to: call, "screen", #""monitor":5"#).code == "fifth_monitor")
        #expect(try day.attached(to: call, "screen", #""monitor":4"#).code == "monitor_taken")
        #expect(try day.attached(to: call, "screen").code == "monitor_missing")
        #expect(try day.admin.get("interactions/\(call)")["/recordings/screens"]?.integer == 4)
    }

    @Test func oneSoundOfBothOrOneOfEach() throws {
        #expect(try day.attached(to: call, "audio", #""party":"agent""#).status == 202)
        #expect(try day.attached(to: call, "audio", #""party":"agent""#).code == "party_taken")
        #expect(try day.attached(to: call, "audio").code == "party_taken")
        #expect(try day.attached(to: call, "audio", #""party":"customer""#).status == 202)
        #expect(try day.attached(to: call, "audio", #""monitor":1"#).code == "monitor_of_audio")
    }

    @Test func anUploadOnTheWayIsNotTaken() throws {
        let begun = try day.admin.send(.post, "uploads", [("Tus-Resumable", "1.0.0"), ("Upload-Length", "9")])
        let id = begun.headers.first { $0.0 == "Location" }?.1.split(separator: "/").last ?? ""
        let refused = try day.admin.post("interactions/\(call)/recordings", #"{"upload":"\#(id)","kind":"audio"}"#)
        #expect(refused.code == "upload_incomplete")
        let others = try day.uploaded(by: day.supervisor)
        let stolen = try day.admin.post("interactions/\(call)/recordings", #"{"upload":"\#(others)","kind":"audio"}"#)
        #expect(stolen.code == "upload_unknown")
    }

    @Test func screensAreOffUntilAnAdminAllowsThem() throws {
        #expect(try day.attached(to: call, "screen", #""monitor":1"#).code == "screen_capture_off")
        #expect(try day.supervisor.put("capture-policy", #"{"screens":true}"#).status == 403)
        try allowScreens()
        #expect(try day.attached(to: call, "screen", #""monitor":1"#).status == 202)
    }

    @Test func thePolicyNamesChannelsTeamsAndRoles() throws {
        try allowScreens(#","channels":["chat"]"#)
        #expect(try day.attached(to: call, "screen", #""monitor":1"#).code == "capture_policy")
        try allowScreens(#","channels":["voice"],"teams":["another"]"#)
        #expect(try day.attached(to: call, "screen", #""monitor":1"#).code == "capture_policy")
        let team = try #require(try day.admin.get("interactions/\(call)")["/team/id"]?.text)
        try allowScreens(#","channels":["voice"],"teams":["\#(team)"],"roles":["supervisor"]"#)
        #expect(try day.attached(to: call, "screen", #""monitor":1"#).code == "capture_policy")
        try allowScreens(#","channels":["voice"],"teams":["\#(team)"],"roles":["agent"]"#)
        #expect(try day.attached(to: call, "screen", #""monitor":1"#).status == 202)
    }

    @Test func aPolicyThatMakesNoSenseIsRefused() throws {
        #expect(try day.admin.put("capture-policy", #"{"channels":["smoke"]}"#).code == "channel_unknown")
        #expect(try day.admin.put("capture-policy", #"{"keepDays":0}"#).code == "keep_days_outside")
    }

    @Test func screensGoWhenTheyWereKeptLongEnough() throws {
        let hour: Int64 = 3_600_000
        let services = day.account.services
        try allowScreens(#","keepDays":1"#)
        let sound = try day.recorded(call)
        let first = try day.recorded(call, "screen", #""monitor":1"#)
        day.account.clock.advance(byMs: 2 * hour)
        let second = try day.recorded(call, "screen", #""monitor":2"#)
        day.account.clock.advance(byMs: 22 * hour)
        #expect(try ExpireScreens.sweep(services) == 0)
        day.account.clock.advance(byMs: 1)
        #expect(try ExpireScreens.sweep(services) == 1)
        let left = try services.database.read { try RecordingStore.all(of: call, for: .system, $0).map(\.id) }
        #expect(left == [sound, second] && !left.contains(first))
        // Kept for good, when nobody says how long.
        try services.database.write { try SettingsStore.save(CapturePolicy(screens: true), $0) }
        day.account.clock.advance(byMs: 1000 * 24 * hour)
        #expect(try ExpireScreens.sweep(services) == 0)
    }

    @Test func captureMetadataComesBackAsGiven() throws {
        try allowScreens()
        let reply = try day.attached(
            to: call, "screen",
            #"""
            "monitor":2,"offsetMs":-1500,"capture":{"monitorName":"Left","x":-1920,"y":0,"width":1920,"height":1080,
             "scale":1.5,"software":"Recorder","version":"3","startedAt":"2026-11-12T15:02:00+01:00",
             "windows":[{"startMs":9000,"application":"CRM","title":"Refund"},
              {"startMs":0,"application":"Mail","title":"Inbox"}]}
            """#)
        #expect(reply.status == 202)
        #expect(reply["/offsetMs"]?.integer == -1500)
        #expect(reply["/capture/x"]?.integer == -1920)
        #expect(reply["/capture/startedAt"]?.text == "2026-11-12T14:02:00.000Z")
        #expect(reply["/capture/windows/0/application"]?.text == "Mail")
        #expect(try day.admin.get("interactions?window=refund").all("/items", "id") == [call])
        #expect(try day.admin.get("interactions?window=invoice").all("/items", "id") == [])
        #expect(try day.attached(to: call, "audio", #""capture":{}"#).code == "capture_of_audio")
    }

    @Test func whatIsReadIsNotTakenAwayAndWhatIsReadyIs() throws {
        let attached = try day.attached(to: call)
        #expect(try day.admin.delete("recordings/\(attached.id)").code == "in_use")
        let other = try day.calls(1, named: "D")[0]
        let ready = try day.recorded(other)
        #expect(try day.admin.delete("recordings/\(ready)").status == 204)
        #expect(try day.admin.get("recordings/\(ready)").status == 404)
        #expect(try day.admin.get("interactions/\(other)/recordings").all("/items", "id") == [])
    }

    @Test func whatReplacesAnotherComesOrNothingGoes() throws {
        let old = try day.recorded(call)
        // The new one is refused: the old one stays.
        let refused = try day.attached(to: call, "audio", #""replaces":["\#(old)"],"offsetMs":90000000000"#)
        #expect(refused.status >= 400)
        #expect(
            try day.attached(to: call, "screen", #""replaces":["\#(old)"],"monitor":1"#).code == "screen_capture_off")
        #expect(try day.attached(to: call, "audio", #""replaces":["nobody"]"#).code == "recording_unknown")
        #expect(try day.admin.get("interactions/\(call)/recordings").all("/items", "id") == [old])
        let made = try day.attached(to: call, "audio", #""replaces":["\#(old)"]"#)
        #expect(made.status == 202)
        #expect(try day.admin.get("interactions/\(call)/recordings").all("/items", "id") == [made.id])
        // Of another interaction nothing goes.
        let other = try day.recorded(try day.calls(1, named: "D")[0])
        #expect(try day.attached(to: call, "audio", #""replaces":["\#(other)"]"#).code == "recording_unknown")
        // What is being read stays until it is read.
        #expect(try day.attached(to: call, "audio", #""replaces":["\#(made.id)"]"#).code == "in_use")
    }

    @Test func savingAFileIsAPermissionOfItsOwnAndIsLogged() throws {
        let recording = try day.recorded(call)
        #expect(try day.agent.send(.get, "recordings/\(recording)/content").status == 200)
        #expect(try day.agent.send(.get, "recordings/\(recording)/content?download=1").status == 403)
        let saved = try day.evaluator.send(.get, "recordings/\(recording)/content?download=1")
        #expect(saved.status == 200)
        #expect(saved.headers.contains { $0.0 == "Content-Disposition" && $0.1.hasPrefix("attachment") })
        #expect(saved.headers.contains { $0.0 == "Content-Security-Policy" && $0.1.contains("sandbox") })
        #expect(
            try day.account.number("SELECT count(*) FROM activity WHERE action = 'recording.downloaded'") == 1)
    }

    @Test func aGrantEndsWithTheSignIn() throws {
        let recording = try day.recorded(call)
        let content = "recordings/\(recording)/content"
        #expect(try day.evaluator.send(.get, content).status == 200)
        #expect(try day.admin.patch("users/\(day.evaluator.id)", #"{"disabled":true}"#).status == 200)
        #expect(try day.evaluator.send(.get, content).status == 401)
    }

    @Test func whatTheOperatorMayHearAtTheMachineIsNobodysElse() throws {
        let recording = try day.recorded(call)
        let target = "/api/v1/recordings/\(recording)/content"
        #expect(day.account.answer(try Head(method: .get, target: target, peer: .control)).status == 200)
        #expect(day.account.answer(try Head(method: .get, target: target)).status == 401)
    }
}
