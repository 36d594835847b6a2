import Domain
import Testing

/// Where a recording may stand, how its screen was captured, and whether it may be kept at all.
struct RecordingTests {
    @Test(
        arguments: [
            (RecordingKind.screen, nil, 1, nil), (.screen, nil, 4, nil), (.screen, nil, 5, "fifth_monitor"),
            (.screen, nil, 0, "fifth_monitor"), (.screen, nil, nil, "monitor_missing"),
            (.screen, .agent, 1, "party_of_screen"), (.audio, .agent, nil, nil), (.audio, nil, nil, nil),
            (.audio, .both, 1, "monitor_of_audio"),
        ] as [(RecordingKind, Party?, Int64?, String?)])
    func audioHasAPartyAndAScreenItsMonitor(kind: RecordingKind, party: Party?, monitor: Int64?, code: String?) throws {
        #expect(try refused { _ = try RecordingPlace(kind: kind, party: party, monitor: monitor) } == code)
    }

    @Test(
        arguments: [
            (RecordingPlace.screen(monitor: 1), [.screen(monitor: 2), .audio(.both)], nil),
            (.screen(monitor: 2), [.screen(monitor: 2)], "monitor_taken"),
            (.audio(.agent), [.audio(.customer), .screen(monitor: 1)], nil),
            (.audio(.agent), [.audio(.agent)], "party_taken"),
            (.audio(.agent), [.audio(.both)], "party_taken"), (.audio(.both), [.audio(.customer)], "party_taken"),
            (.audio(.both), [.audio(.both)], "party_taken"), (.audio(.both), [.screen(monitor: 3)], nil),
        ] as [(RecordingPlace, [RecordingPlace], String?)])
    func aPlaceIsTakenOnce(place: RecordingPlace, others: [RecordingPlace], code: String?) throws {
        #expect(try refused { try place.check(beside: others, offsetMs: 0) } == code)
    }

    @Test(
        arguments: [(-86_400_000, nil), (86_400_000, nil), (86_400_001, "offset_outside"), (.min, "offset_outside")]
            as [(Int64, String?)])
    func aRecordingBeginsWithinADayOfItsInteraction(offset: Int64, code: String?) throws {
        #expect(try refused { try RecordingPlace.audio(.both).check(beside: [], offsetMs: offset) } == code)
    }

    @Test func captureMetadataIsCheckedAndItsWindowsPutInOrder() throws {
        var capture = CaptureMetadata(
            monitorName: "DELL", x: -1920, y: 0, width: 1920, height: 1080, scaleThousandths: 1250,
            windows: [
                .init(startMs: 500, application: "CRM", title: "Refund"),
                .init(startMs: 0, application: "Mail", title: "Inbox"),
                .init(startMs: 500, application: "CRM", title: "Later"),
            ])
        #expect(try capture.checked().windows.map(\.title) == ["Inbox", "Refund", "Later"])
        capture.width = 0
        #expect(try refused { _ = try capture.checked() } == "capture_outside")
        capture.width = 1
        capture.windows[0].startMs = -1
        #expect(try refused { _ = try capture.checked() } == "window_outside")
        capture.windows[0].startMs = 0
        capture.software = String(repeating: "x", count: 251)
        #expect(try refused { _ = try capture.checked() } == "text_long")
    }

    @Test func screensAreRecordedOnlyForWhomThePolicyNames() throws {
        func code(
            _ policy: CapturePolicy, _ team: String? = "t1", _ channel: Channel = .voice, _ role: String? = "agent"
        ) throws -> String? {
            try refused { try policy.checkScreen(team: team, channel: channel, role: role) }
        }
        #expect(try code(CapturePolicy()) == "screen_capture_off")
        var policy = CapturePolicy(screens: true)
        #expect(try code(policy) == nil)
        #expect(try code(policy, nil, .voice, nil) == nil)
        #expect(try code(policy, "t1", .chat) == "capture_policy")
        policy.channels = nil
        #expect(try code(policy, "t1", .chat) == nil)
        policy.teams = ["t1"]
        #expect(try code(policy) == nil)
        #expect(try code(policy, "t2") == "capture_policy")
        #expect(try code(policy, nil) == "capture_policy")
        policy.roles = ["evaluator"]
        #expect(try code(policy) == "capture_policy")
        policy.roles = []
        #expect(try code(policy) == "capture_policy")
    }
}
