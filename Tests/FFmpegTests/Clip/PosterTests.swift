import CFFmpeg
import Foundation
import MediaWork
import Testing

@testable import FFmpeg

/// The picture of a clip: what it shows first, upright, with nothing of what is redacted.
struct PosterTests {
    private static let screen = "charged-twice-screen1.mp4"

    private func poster(of clip: Recording) throws -> (made: Made, report: PosterReport) {
        let made = try Made()
        let task = MediaTask(inputs: [clip.descriptor], outputs: [made.descriptor])
        guard case .poster(let report) = try task.perform(.poster) else { throw OddAnswer() }
        return (made, report)
    }

    private func picture(_ made: Made) throws -> Decoded.Picture {
        try #require(try Decoded.jpeg(made.bytes))
    }

    @Test func itIsTheFirstPictureOfTheClip() throws {
        let clip = try cut(
            ClipRecipe(startMs: 3_300, endMs: 8_000, container: .mp4, inputs: [ClipInput(kind: .screen)]),
            [Recording(fixture: Self.screen)]
        ).made
        let (made, report) = try poster(of: clip.recording)
        let first = try #require(try Decoded.pictures(clip.recording).first)
        #expect(report.width == first.width && report.height == first.height)
        #expect(try made.bytes.count == report.bytes && report.bytes < 300_000)
        // From the range of video to that of a JPEG.
        let full = try picture(made)
        let back = Decoded.Picture(full, luma: full.luma.map { UInt8((Int($0) * 219 + 127) / 255 + 16) })
        #expect(back.psnr(first) > 30)
    }

    @Test func whatIsBlackedOutIsBlackInIt() throws {
        let redaction = PictureRedaction(startMs: 0, endMs: 9_000, input: 0, x: 0, y: 0, width: 5_000, height: 10_000)
        let clip = try cut(
            ClipRecipe(
                startMs: 3_300, endMs: 8_000, container: .mp4, inputs: [ClipInput(kind: .screen)],
                redactions: ClipRedactions(pictures: [redaction])), [Recording(fixture: Self.screen)]
        ).made
        let seen = try picture(try poster(of: clip.recording).made)
        let half = seen.part(x: 0, y: 0, width: seen.width / 2 - 8, height: seen.height)
        #expect(half.allSatisfy { $0 < 12 })
        #expect(seen.part(x: seen.width / 2, y: 0, width: seen.width / 2, height: seen.height).contains { $0 > 60 })
    }

    @Test func aClipThatBeginsInTheDarkShowsWhatComes() throws {
        let clip = try cut(
            ClipRecipe(
                startMs: 0, endMs: 9_000, container: .mp4, inputs: [ClipInput(kind: .screen, offsetMs: 1_500)]),
            [Recording(fixture: Self.screen)]
        ).made
        #expect(try #require(try Decoded.pictures(clip.recording).first).luma.allSatisfy { $0 < 20 })
        #expect(try picture(try poster(of: clip.recording).made).luma.contains { $0 > 100 })
    }

    @Test func aClipWithNothingInItShowsThat() throws {
        let redaction = PictureRedaction(startMs: 0, endMs: 9_000, input: 0, x: 0, y: 0, width: 10_000, height: 10_000)
        let clip = try cut(
            ClipRecipe(
                startMs: 1_000, endMs: 8_000, container: .mp4, inputs: [ClipInput(kind: .screen)],
                redactions: ClipRedactions(pictures: [redaction])), [Recording(fixture: Self.screen)]
        ).made
        #expect(try picture(try poster(of: clip.recording).made).luma.allSatisfy { $0 < 12 })
    }

    @Test func soundHasNone() throws {
        let sound = try Recording(fixture: "charged-twice-agent.opus")
        #expect(throws: MediaFailure.nothingToUse(.video)) { try poster(of: sound) }
    }

    @Test(arguments: [0, 90, 180, 270])
    func turnedPicturesStandUpright(degrees: Int) throws {
        let context = avformat_alloc_context()
        defer { avformat_free_context(context) }
        let stream = try #require(avformat_new_stream(context, nil))
        let data = try #require(av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 36))
        data.withMemoryRebound(to: Int32.self, capacity: 9) { av_display_rotation_set($0, Double(degrees)) }
        let frame = try Picture.black(width: 8, height: 4)
        // One bright pixel near the coded picture's left upper corner.
        Picture.planes(frame.raw.pointee)[0]!.withMemoryRebound(to: UInt8.self, capacity: 8) {
            UnsafeMutablePointer(mutating: $0)[1] = 200
        }
        let upright = try PictureTurn(of: stream).upright(frame)
        let seen = withExtendedLifetime(upright) { Decoded.Picture(upright.raw.pointee, ms: 0) }
        // Turned by the clock.
        let (size, place) =
            switch degrees {
            case 90: ((4, 8), (3, 1))
            case 180: ((8, 4), (6, 3))
            case 270: ((4, 8), (0, 6))
            default: ((8, 4), (1, 0))
            }
        #expect((seen.width, seen.height) == size)
        #expect(seen.luma.firstIndex(of: 200) == place.1 * size.0 + place.0)
    }
}
