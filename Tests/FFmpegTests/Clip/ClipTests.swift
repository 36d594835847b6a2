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

    @Test func screensStandSideBySideAtTheirOffsets() throws {
        let left = try Recording(shared: "rabbit320.mp4")
        let right = try Recording(shared: "rabbit320.webm")
        let inputs = [ClipInput(kind: .screen, offsetMs: 500), ClipInput(kind: .screen, offsetMs: -1_000)]
        let (made, _) = try cut(
            ClipRecipe(startMs: 0, endMs: 1_500, container: .mp4, inputs: inputs), [left, right])
        let clip = try Decoded.pictures(made.recording)
        #expect(clip[0].width == 640 && clip[0].height == 240)
        // The left screen has not begun, the right one is a second in.
        #expect(clip[0].part(x: 8, y: 8, width: 304, height: 224).allSatisfy { $0 <= 20 })
        let late = try #require(try Decoded.pictures(right).last { $0.ms <= 1_000 })
        let shown = clip[0].part(x: 320, y: 0, width: 320, height: 240)
        let off = zip(shown, late.luma).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(off / shown.count < 6)
        #expect(try #require(clip.last).part(x: 8, y: 8, width: 304, height: 224).contains { $0 > 40 })
    }

    @Test func oneScreenCanBeChosenAndFourMakeASquare() throws {
        let names = ["rabbit320.mp4", "crystal.mp4", "rabbit320.webm", "rabbit320.mp4"]
        let screens = try names.map { try Recording(shared: $0) }
        let inputs = names.map { _ in ClipInput(kind: .screen) }
        let chosen = ClipRecipe(startMs: 500, endMs: 1_500, container: .mp4, inputs: inputs, layout: .screen(1))
        let whole = try cut(chosen, screens).made.recording.probe().streams
        #expect(whole.count == 1 && whole[0].width == 720 && whole[0].height == 480)
        let grid = ClipRecipe(startMs: 500, endMs: 1_500, container: .mp4, inputs: inputs)
        let square = try cut(grid, screens).made.recording.probe().streams
        #expect(square.count == 1 && square[0].width == 1_440 && square[0].height == 960)
        let fifth = ClipRecipe(startMs: 0, endMs: 1_000, container: .mp4, inputs: inputs + [inputs[0]])
        #expect(throws: MediaFailure.self) { try cut(fifth, screens + [screens[0]]) }
    }

    @Test func nothingOfTheSourceElseIsInTheFile() throws {
        let source = try Recording(shared: "crystal.mp4")
        let (made, _) = try cut(
            ClipRecipe(startMs: 5_000, endMs: 6_000, container: .mp4, inputs: [ClipInput(kind: .whole)]), [source])
        let clip = try made.bytes
        // No run of 24 bytes of a source packet that is shown before or behind the range.
        for stream in 0..<2 {
            for packet in try Decoded.packets(source, stream: stream) where packet.bytes.count >= 96 {
                guard packet.ms < 4_960 || packet.ms >= 6_000 else { continue }
                let middle = packet.bytes.startIndex + packet.bytes.count / 2
                let run = packet.bytes[middle..<(middle + 24)]
                guard Set(run).count > 4 else { continue }
                #expect(clip.range(of: run) == nil)
            }
        }
        for name in ["Lavf", "Lavc", "crystal", "creation_time", "earmark"] {
            #expect(clip.range(of: Data(name.utf8)) == nil, "\(name)")
        }
        // Index before media, so that it plays while it loads.
        let index = try #require(clip.range(of: Data("moov".utf8)))
        let media = try #require(clip.range(of: Data("mdat".utf8)))
        #expect(index.lowerBound < media.lowerBound)
    }

    @Test func captionsAreCutAlong() throws {
        let source = try Recording(shared: "rabbit320.mp4")
        let cues = [
            Cue(startMs: 0, endMs: 1_500, text: "my number is 4929, and then"),
            Cue(startMs: 2_000, endMs: 2_500, text: "<i>in</i>\n\nside & out"),
            Cue(startMs: 3_500, endMs: 6_000, text: "and the code is 777"),
            Cue(startMs: 4_000, endMs: 5_000, text: "after"),
        ]
        let (made, report) = try cut(
            ClipRecipe(
                startMs: 1_000, endMs: 4_000, container: .mp4, inputs: [ClipInput(kind: .screen)], cues: cues), [source]
        )
        let expected = """
            WEBVTT

            00:00:00.000 --> 00:00:00.500
            …

            00:00:01.000 --> 00:00:01.500
            &lt;i&gt;in&lt;/i&gt;
            side &amp; out

            00:00:02.500 --> 00:00:03.000
            …

            """
        #expect(report.captions == expected)
        #expect(try made.recording.probe().streams.map(\.codec) == ["h264", "mov_text"])
        #expect(try made.recording.probe().durationMs == 3_000)
        for secret in ["4929", "777", "after"] { #expect(try made.bytes.range(of: Data(secret.utf8)) == nil) }
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
