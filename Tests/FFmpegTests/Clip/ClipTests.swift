import FFmpeg
import Foundation
import MediaWork
import Testing

/// Cuts a clip out of recordings that are given with it.
func cut(_ recipe: ClipRecipe, _ recordings: [Recording]) throws -> (made: Made, report: ClipReport) {
    let made = try Made()
    let task = MediaTask(inputs: recordings.map(\.descriptor), outputs: [made.descriptor])
    guard case .clip(let report) = try task.perform(.clip(recipe)) else { throw OddAnswer() }
    return (made, report)
}

/// Pictures of clips: exactly those of the range.
@Suite(.enabled(if: Recording.hasShared, "../shared/media is not there"))
struct ClipPictureTests {
    @Test(arguments: [(0, 1_000), (1_010, 3_020), (4_999, 6_001), (10_900, 11_960)])
    func aClipShowsWhatTheSourceShowsInTheRange(startMs: Int, endMs: Int) throws {
        let source = try Recording(shared: "crystal.mp4")
        let (made, report) = try cut(
            ClipRecipe(startMs: startMs, endMs: endMs, container: .mp4, inputs: [ClipInput(kind: .whole)]), [source])
        // Everything from the picture that is on screen at the start to the last before the end.
        let all = try Decoded.pictures(source, untilMs: endMs)
        let first = try #require(all.lastIndex { $0.ms <= Double(startMs) })
        let expected = all[first...]
        let clip = try Decoded.pictures(made.recording)
        #expect(clip.count == expected.count)
        #expect(report.reencodedFrames + report.copiedPackets >= clip.count)
        #expect(clip.first?.ms == 0)
        for (mine, theirs) in zip(clip, expected).dropFirst() {
            #expect(abs(mine.ms - (theirs.ms - Double(startMs))) < 0.1)
        }
        for index in [0, clip.count / 2, clip.count - 1] {
            #expect(clip[index].psnr(expected[first + index]) > 30)
        }
        #expect(report.durationMs == endMs - startMs)
        let probe = try made.recording.probe()
        #expect(probe.durationMs == endMs - startMs && probe.health.isEmpty)
        #expect(try made.bytes.count == report.bytes)
    }

    @Test(arguments: [Container.webm, .mkv])
    func otherContainersShowTheSame(container: Container) throws {
        let source = try Recording(shared: "rabbit320.webm")
        let (made, _) = try cut(
            ClipRecipe(startMs: 3_005, endMs: 4_500, container: container, inputs: [ClipInput(kind: .whole)]), [source])
        let all = try Decoded.pictures(source, untilMs: 4_500)
        let first = try #require(all.lastIndex { $0.ms <= 3_005 })
        let clip = try Decoded.pictures(made.recording)
        #expect(clip.count == all.count - first)
        #expect(clip[0].psnr(all[first]) > 28 && clip[clip.count - 1].psnr(all[all.count - 1]) > 28)
        #expect(abs(try made.recording.probe().durationMs - 1_495) <= 20)
    }
}

/// Screens of the fixtures: few pictures a second, of which one stands for a while.
struct ClipHeldPictureTests {
    @Test func thePictureOnScreenAtTheStartComesFirst() throws {
        let source = try Recording(fixture: "charged-twice-screen1.mp4")
        let (made, _) = try cut(
            ClipRecipe(startMs: 30_150, endMs: 32_150, container: .mp4, inputs: [ClipInput(kind: .screen)]), [source])
        let all = try Decoded.pictures(source, untilMs: 32_150)
        let first = try #require(all.lastIndex { $0.ms <= 30_150 })
        let clip = try Decoded.pictures(made.recording)
        #expect(clip.count == all.count - first && clip[0].ms == 0)
        #expect(abs(clip[1].ms - (all[first + 1].ms - 30_150)) < 0.1)
        #expect(clip[0].psnr(all[first]) > 30)
        // Where pictures are decoded out of order, an MP4 does not say how long each of them is shown.
        #expect(abs(try made.recording.probe().durationMs - 2_000) < 200)
    }

    @Test func theLastPictureIsHeldWhileTheSoundGoesOn() throws {
        // The screen ends at 79.6 s, the sound at 79.67 s.
        let inputs = [ClipInput(kind: .audio, party: .agent), ClipInput(kind: .screen)]
        let (made, report) = try cut(
            ClipRecipe(startMs: 78_650, endMs: 79_670, container: .mp4, inputs: inputs),
            [Recording(fixture: "charged-twice-agent.opus"), Recording(fixture: "charged-twice-screen1.mp4")])
        #expect(report.durationMs == 1_020)
        let streams = try made.recording.probe().streams
        #expect(streams.map(\.durationMs).allSatisfy { abs($0 - 1_020) <= 1 })
    }
}
