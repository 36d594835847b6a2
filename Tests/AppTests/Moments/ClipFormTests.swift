import Domain
import MediaWork
import Testing

@testable import App

/// What a clip is written as follows from what its recordings are, so that as much as may be is copied.
struct ClipFormTests {
    private func recording(
        _ kind: RecordingKind, _ codec: String, width: Int = 640, format: String = "yuv420p", channels: Int = 2
    ) -> Recording {
        let type = kind == .audio ? "audio" : "video"
        return Recording(
            id: "r", interactionID: "i", kind: kind, party: nil, monitor: kind == .screen ? 1 : nil, offsetMs: 0,
            durationMs: 60_000, state: .ready, failure: nil, fileName: "f", bytes: 1, draft: nil, hash: "h",
            container: nil,
            streams: """
                [{"index":0,"type":"\(type)","codec":"\(codec)","width":\(width),"height":360,"channels":\(channels),
                "pixelFormat":"\(format)","durationMs":60000}]
                """, health: "[]", capture: nil, jobID: nil, createdAt: 0)
    }

    @Test(arguments: [
        ("h264", "opus", Container.mp4), ("h264", "aac", .mp4), ("hevc", "opus", .mp4), ("vp8", "opus", .webm),
        ("vp8", "pcm_alaw", .webm), ("vp9", "opus", .webm), ("vp9", "aac", .mp4), ("av1", "opus", .webm),
        ("av1", "mp3", .mp4), ("tscc", "opus", .mp4),
    ])
    func oneScreenKeepsItsPackets(_ picture: String, _ sound: String, _ container: Container) {
        #expect(Container(ofClip: [recording(.audio, sound), recording(.screen, picture)], []) == container)
    }

    @Test func whatIsEncodedAnewAnywayIsPlayedEverywhere() throws {
        let (voice, screen) = (recording(.audio, "opus"), recording(.screen, "vp8"))
        #expect(Container(ofClip: [screen, screen], []) == .mp4)
        #expect(Container(ofClip: [voice, recording(.screen, "vp8", format: "yuv444p")], []) == .mp4)
        #expect(Container(ofClip: [voice, recording(.screen, "vp8", width: 641)], []) == .mp4)
        #expect(Container(ofClip: [voice, voice, recording(.screen, "vp9")], []) == .mp4)
        let moment = try Moment(startMs: 0, endMs: 5_000, screens: .monitor(1), mediaMs: 60_000)
        let black = try Redaction(
            startMs: 0, endMs: 900, .black(monitor: 1, .init(x: 0, y: 0, width: 9, height: 9)), in: moment)
        #expect(Container(ofClip: [voice, screen], [black]) == .mp4)
        let mute = try Redaction(startMs: 0, endMs: 900, .mute(.both), in: moment)
        #expect(Container(ofClip: [voice, screen], [mute]) == .webm)
        #expect(Container(ofClip: [voice, recording(.screen, "vp9")], [mute]) == .mp4)
        #expect(Container(ofClip: [voice], [mute]) == .m4a)
    }

    @Test func soundAloneIsCopiedWhereItIsOpus() {
        #expect(Container(ofClip: [recording(.audio, "opus")], []) == .webm)
        #expect(Container(ofClip: [recording(.audio, "opus", channels: 6)], []) == .m4a)
        #expect(Container(ofClip: [recording(.audio, "aac")], []) == .m4a)
        #expect(Container(ofClip: [recording(.audio, "opus"), recording(.audio, "opus")], []) == .m4a)
    }
}
