import Foundation
import MediaWork
import Testing

/// What a clip holds: the screens and the words of its range, and nothing else of its recordings.
struct ClipHoldingTests {
    private static let names = (1...4).map { "insurance-claim-screen\($0).mp4" }

    @Test func screensStandSideBySideAtTheirOffsets() throws {
        let screens = try Self.names[..<2].map { try Recording(fixture: $0) }
        let inputs = [ClipInput(kind: .screen, offsetMs: 30_500), ClipInput(kind: .screen, offsetMs: -1_000)]
        let (made, _) = try cut(
            ClipRecipe(startMs: 30_000, endMs: 31_500, container: .mp4, inputs: inputs), screens)
        let clip = try Decoded.pictures(made.recording)
        #expect(clip[0].width == 1_920 && clip[0].height == 540)
        // The left screen has not begun, the right one is 31 s in.
        #expect(clip[0].part(x: 8, y: 8, width: 944, height: 524).allSatisfy { $0 <= 20 })
        let late = try #require(try Decoded.pictures(screens[1], untilMs: 31_200).last { $0.ms <= 31_000 })
        let shown = clip[0].part(x: 960, y: 0, width: 960, height: 540)
        let off = zip(shown, late.luma).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        #expect(off / shown.count < 6)
        #expect(try #require(clip.last).part(x: 8, y: 8, width: 944, height: 524).contains { $0 > 40 })
    }

    @Test func oneScreenCanBeChosenAndFourMakeASquare() throws {
        let screens =
            try ["cancel-contract-screen1.mp4"].map { try Recording(fixture: $0) }
            + Self.names[1...].map { try Recording(fixture: $0) }
        let inputs = screens.map { _ in ClipInput(kind: .screen) }
        let chosen = ClipRecipe(startMs: 500, endMs: 1_500, container: .mp4, inputs: inputs, layout: .screen(0))
        let whole = try cut(chosen, screens).made.recording.probe().streams
        #expect(whole.count == 1 && whole[0].width == 1_280 && whole[0].height == 720)
        let grid = ClipRecipe(startMs: 500, endMs: 1_500, container: .mp4, inputs: inputs)
        let square = try cut(grid, screens).made.recording.probe().streams
        #expect(square.count == 1 && square[0].width == 1_920 && square[0].height == 1_080)
        let fifth = ClipRecipe(startMs: 0, endMs: 1_000, container: .mp4, inputs: inputs + [inputs[0]])
        #expect(throws: MediaFailure.self) { try cut(fifth, screens + [screens[0]]) }
    }

    @Test func nothingOfTheSourceElseIsInTheFile() throws {
        let sources = [
            try Recording(fixture: "cancel-contract.m4a"), try Recording(fixture: "cancel-contract-screen1.mp4"),
        ]
        let inputs = [ClipInput(kind: .audio, party: .both), ClipInput(kind: .screen)]
        let (made, _) = try cut(
            ClipRecipe(startMs: 8_000, endMs: 14_000, container: .mp4, inputs: inputs), sources)
        let clip = try made.bytes
        // No run of 24 bytes of a source packet that is shown before or behind the range, and of none within. A picture
        // may come on long before it is covered by the next.
        let shown = try #require(try Decoded.pictures(sources[1], untilMs: 8_200).last { $0.ms <= 8_000 }).ms
        let begins: [Double] = [7_960, shown]
        var searched = 0
        for (source, startMs) in zip(sources, begins) {
            let packets = try Decoded.packets(source, stream: 0)
            let isOutside = { (ms: Double) in ms < startMs || ms >= 14_000 }
            let inside = packets.filter { !isOutside($0.ms) }.reduce(into: Data()) { $0 += $1.bytes }
            for packet in packets where packet.bytes.count >= 96 && isOutside(packet.ms) {
                let middle = packet.bytes.startIndex + packet.bytes.count / 2
                let run = packet.bytes[middle..<(middle + 24)]
                // Of a screen on which a cursor blinks many pictures are told by the same bytes.
                guard Set(run).count > 4, inside.range(of: run) == nil else { continue }
                searched += 1
                #expect(clip.range(of: run) == nil, "\(source.url.lastPathComponent) at \(packet.ms) ms")
            }
        }
        #expect(searched > 400)
        for name in ["Lavf", "Lavc", "x264", "contract", "creation_time", "earmark"] {
            #expect(clip.range(of: Data(name.utf8)) == nil, "\(name)")
        }
        // Index before media, so that it plays while it loads.
        let index = try #require(clip.range(of: Data("moov".utf8)))
        let media = try #require(clip.range(of: Data("mdat".utf8)))
        #expect(index.lowerBound < media.lowerBound)
    }

    @Test func captionsAreCutAlong() throws {
        let source = try Recording(fixture: "cancel-contract-screen1.mp4")
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
        #expect(abs(try made.recording.probe().durationMs - 3_000) <= 200)
        for secret in ["4929", "777", "after"] { #expect(try made.bytes.range(of: Data(secret.utf8)) == nil) }
    }
}
