import FFmpeg
import Foundation
import MediaWork
import Testing

/// Bundles: every packet as it was, at its place in time.
struct BundleTests {
    private func bundle(_ recipe: BundleRecipe, _ names: [String]) throws -> (made: Made, report: BundleReport) {
        let made = try Made()
        let recordings = try names.map { try Recording(fixture: $0) }
        let task = MediaTask(inputs: recordings.map(\.descriptor), outputs: [made.descriptor])
        guard case .bundle(let report) = try task.perform(.bundle(recipe)) else { throw OddAnswer() }
        return (made, report)
    }

    private static let names = [
        "insurance-claim-agent.opus", "insurance-claim-customer.opus", "insurance-claim-screen1.mp4",
        "insurance-claim-screen2.mp4",
    ]
    private static let inputs = [
        BundleInput(kind: .audio, offsetMs: 0, title: "Agent"),
        BundleInput(kind: .audio, offsetMs: 120, title: "Customer"),
        BundleInput(kind: .screen, offsetMs: -800, title: "Monitor 1 · CRM"),
        BundleInput(kind: .screen, offsetMs: 2_000, title: "Monitor 2"),
    ]

    @Test(arguments: [Container.mkv, .mp4])
    func allRecordingsAreInOneFile(container: Container) throws {
        let (made, report) = try bundle(BundleRecipe(container: container, inputs: Self.inputs), Self.names)
        #expect(report.streams.map(\.title) == ["Agent", "Customer", "Monitor 1 · CRM", "Monitor 2"])
        // The earliest starts at 0.
        #expect(report.streams.map(\.offsetMs) == [800, 920, 0, 2_800])
        #expect(try report.bytes == made.bytes.count)
        let probe = try made.recording.probe()
        #expect(probe.streams.map(\.codec) == ["opus", "opus", "h264", "h264"])
        #expect(abs(probe.durationMs - 93_600) <= 20 && abs(report.durationMs - probe.durationMs) <= 20)

        var copied = 0
        for (number, name) in Self.names.enumerated() {
            let before = try Decoded.packets(Recording(fixture: name), stream: 0)
            let after = try Decoded.packets(made.recording, stream: number)
            #expect(before.map(\.bytes) == after.map(\.bytes), "\(name)")
            let moved = zip(before, after).map { $1.ms - $0.ms }
            let offset = Double(report.streams[number].offsetMs)
            // Opus packets begin with 6.5 ms that are not played; Matroska counts whole ms.
            #expect(moved.allSatisfy { abs($0 - offset) <= 8 }, "\(name): \(moved.first ?? 0)")
            copied += before.count
        }
        #expect(report.copiedPackets == copied)
    }

    @Test func aTranscriptBecomesSubtitles() throws {
        let cues = [
            Cue(startMs: 600, endMs: 1_900, text: "Guten Tag."), Cue(startMs: 2_000, endMs: 3_000, text: "Hello!"),
        ]
        for (container, codec) in [(Container.mkv, "subrip"), (.mp4, "mov_text")] {
            let recipe = BundleRecipe(container: container, inputs: Self.inputs, cues: cues)
            let (made, _) = try bundle(recipe, Self.names)
            #expect(try made.recording.probe().streams.map(\.codec).last == codec)
            #expect(try made.bytes.range(of: Data("Guten Tag.".utf8)) != nil)
        }
    }

    @Test func whatMP4CannotHoldIsNamed() throws {
        let recipe = BundleRecipe(container: .mp4, inputs: [BundleInput(kind: .audio, title: "Agent")])
        let failure = #expect(throws: MediaFailure.self) { try bundle(recipe, ["bad-line-agent.wav"]) }
        #expect(failure == .doesNotFit(title: "Agent", codec: "pcm_mulaw", container: "mp4"))
        #expect(
            failure?.sentence == "The stream \"Agent\" (pcm_mulaw) does not fit into MP4; take MKV, which holds it.")
        let other = BundleRecipe(container: .mkv, inputs: recipe.inputs)
        #expect(try bundle(other, ["bad-line-agent.wav"]).made.recording.probe().streams.map(\.codec) == ["pcm_mulaw"])
    }

    @Test func fiveScreensAreRefused() throws {
        let input = BundleInput(kind: .screen, title: "Monitor")
        let recipe = BundleRecipe(container: .mkv, inputs: Array(repeating: input, count: 5))
        let names = Array(repeating: "hotel-change-screen1.webm", count: 5)
        #expect(throws: MediaFailure.misasked("At most four screens fit into a bundle.")) { try bundle(recipe, names) }
    }
}
