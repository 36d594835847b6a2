import CFFmpeg
import Foundation
import MediaWork
import Testing

@testable import FFmpeg

/// Rectangles of screens that are redacted: black for their time, and all else as it was.
struct PictureRedactionTests {
    private static let screen = "charged-twice-screen1.mp4"

    /// Like its source but for a rectangle, which is black.
    private static func check(
        _ clip: Decoded.Picture, _ source: Decoded.Picture, black: (x: Int, y: Int, width: Int, height: Int)
    ) {
        let inside = clip.part(x: black.x, y: black.y, width: black.width, height: black.height)
        #expect(inside.allSatisfy { $0 <= 24 })
        #expect(source.part(x: black.x, y: black.y, width: black.width, height: black.height).contains { $0 > 60 })
        // Outside, with the breadth of a coding block around.
        var error = 0
        var count = 0
        for y in 0..<clip.height {
            for x in 0..<clip.width {
                let isNear =
                    x >= black.x - 16 && x < black.x + black.width + 16 && y >= black.y - 16
                    && y < black.y + black.height + 16
                if isNear { continue }
                let difference = Int(clip.luma[y * clip.width + x]) - Int(source.luma[y * clip.width + x])
                error += difference * difference
                count += 1
            }
        }
        #expect(10 * log10(255 * 255 * Double(count) / Double(max(1, error))) > 30)
    }

    private static func shown(_ pictures: [Decoded.Picture], at ms: Double) throws -> Decoded.Picture {
        try #require(pictures.last { $0.ms <= ms + 0.5 })
    }

    @Test func aRectangleIsBlackFromItsFirstInstantToItsLast() throws {
        let source = try Recording(fixture: Self.screen)
        let hash = try source.bytes
        let redaction = PictureRedaction(
            startMs: 31_055, endMs: 32_477, input: 0, x: 2_500, y: 1_001, width: 3_000, height: 2_000)
        let (made, report) = try cut(
            ClipRecipe(
                startMs: 30_000, endMs: 34_000, container: .mp4, inputs: [ClipInput(kind: .screen)],
                redactions: ClipRedactions(pictures: [redaction])), [source])
        #expect(try source.bytes == hash)
        let all = try Decoded.pictures(source, untilMs: 34_000)
        let clip = try Decoded.pictures(made.recording)
        #expect(report.copiedPackets == 0 && report.reencodedFrames == clip.count)
        // It begins and ends by itself, whether or not the screen changes.
        #expect(clip.contains { abs($0.ms - 1_055) < 0.1 } && clip.contains { abs($0.ms - 2_477) < 0.1 })
        let (width, height) = (clip[0].width, clip[0].height)
        let black = (
            x: width / 4, y: height * 1_001 / 10_000, width: width * 3 / 10, height: height * 2 / 10
        )
        for picture in clip {
            let before = try Self.shown(all, at: picture.ms + 30_000)
            if picture.ms >= 1_054.9, picture.ms < 2_476.9 {
                Self.check(picture, before, black: black)
            } else {
                #expect(picture.psnr(before) > 30, "at \(picture.ms) ms")
            }
        }
    }

    @Test func inAGridOnlyItsOwnScreenIsCovered() throws {
        let names = ["charged-twice-screen1.mp4", "charged-twice-screen2.mp4"]
        let sources = try names.map { try Recording(fixture: $0) }
        let inputs = [ClipInput(kind: .audio), ClipInput(kind: .screen), ClipInput(kind: .screen, offsetMs: 400)]
        let redaction = PictureRedaction(
            startMs: 20_000, endMs: 22_000, input: 2, x: 0, y: 0, width: 5_000, height: 10_000)
        func clip(_ redactions: [PictureRedaction]) throws -> [Decoded.Picture] {
            let recipe = ClipRecipe(
                startMs: 19_000, endMs: 23_000, container: .mp4, inputs: inputs,
                redactions: ClipRedactions(pictures: redactions))
            let voice = try Recording(fixture: "charged-twice-agent.opus")
            return try Decoded.pictures(try cut(recipe, [voice] + sources).made.recording)
        }
        let (covered, open) = (try clip([redaction]), try clip([]))
        for picture in covered {
            let plain = try Self.shown(open, at: picture.ms)
            let (half, height) = (picture.width / 2, picture.height)
            let left = picture.part(x: 0, y: 0, width: half - 16, height: height)
            #expect(likeness(left, plain.part(x: 0, y: 0, width: half - 16, height: height)) > 30)
            let right = picture.part(x: half + half / 2 + 16, y: 0, width: half / 2 - 16, height: height)
            #expect(
                likeness(right, plain.part(x: half + half / 2 + 16, y: 0, width: half / 2 - 16, height: height)) > 30)
            let part = picture.part(x: half + 2, y: 0, width: half / 2 - 4, height: height)
            if picture.ms >= 999.9, picture.ms < 2_999.9 {
                #expect(part.allSatisfy { $0 <= 24 }, "at \(picture.ms) ms")
            } else if picture.ms < 990 || picture.ms > 3_000 {
                #expect(part.contains { $0 > 60 }, "at \(picture.ms) ms")
            }
        }
    }

    @Test func aWholeScreenCanBeCovered() throws {
        let source = try Recording(fixture: "card-blocked-screen1.webm")
        let redaction = PictureRedaction(
            startMs: 0, endMs: 5_000, input: 0, x: 0, y: 0, width: 10_000, height: 10_000)
        let (made, _) = try cut(
            ClipRecipe(
                startMs: 1_000, endMs: 3_000, container: .mp4, inputs: [ClipInput(kind: .screen)],
                redactions: ClipRedactions(pictures: [redaction])), [source])
        #expect(try Decoded.pictures(made.recording).allSatisfy { $0.luma.allSatisfy { $0 <= 20 } })
    }

    @Test(arguments: [AV_PIX_FMT_RGB24, AV_PIX_FMT_YUVJ420P, AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P])
    func everyKindOfPictureIsCovered(format: AVPixelFormat) throws {
        // Odd sides, and white as its numbers say it.
        let frame = try Frame()
        frame.raw.pointee.width = 63
        frame.raw.pointee.height = 47
        frame.raw.pointee.format = format.rawValue
        try AVCode.reading(av_frame_get_buffer(frame.raw, 0))
        for plane in 0..<3 {
            guard let data = Picture.planes(frame.raw.pointee)[plane] else { continue }
            let isLight = plane == 0
            memset(
                UnsafeMutablePointer(mutating: data), isLight ? 235 : 128,
                Int(Picture.strides(frame.raw.pointee)[plane]) * (isLight ? 47 : format == AV_PIX_FMT_YUV444P ? 47 : 24)
            )
        }
        let redaction = PictureRedaction(
            startMs: 0, endMs: 10, input: 0, x: 5_000, y: 5_000, width: 5_000, height: 5_000)
        let context = avformat_alloc_context()
        defer { avformat_free_context(context) }
        let stream = try #require(avformat_new_stream(context, nil))
        let mask = PictureMask([redaction], clipStartMs: 0, turn: PictureTurn(of: stream))
        let covered = try #require(try mask.masked(frame, from: 0, through: 0))
        let masked = withExtendedLifetime(covered) { Decoded.Picture(covered.raw.pointee, ms: 0) }
        #expect(masked.width >= 63 && masked.height >= 47)
        for y in 0..<masked.height {
            for x in 0..<masked.width {
                let isBlack = x >= 30 && y >= 22
                #expect(isBlack ? masked.luma[y * masked.width + x] == 16 : masked.luma[y * masked.width + x] > 180)
            }
        }
        // The decoder's own picture is not painted on, and nothing is where nothing is covered.
        #expect(Picture.planes(frame.raw.pointee)[0]![46 * Int(Picture.strides(frame.raw.pointee)[0]) + 62] == 235)
        #expect(try mask.masked(frame, from: ScreenReader.ticks / 100, through: ScreenReader.ticks) == nil)
    }

    @Test func noPacketOfACoveredScreenIsCopied() throws {
        let source = try Recording(fixture: Self.screen)
        let redaction = PictureRedaction(startMs: 10_000, endMs: 10_100, input: 0, x: 0, y: 0, width: 10, height: 10)
        let (made, report) = try cut(
            ClipRecipe(
                startMs: 5_000, endMs: 25_000, container: .mp4, inputs: [ClipInput(kind: .screen)],
                redactions: ClipRedactions(pictures: [redaction])), [source])
        #expect(report.copiedPackets == 0)
        let clip = try made.bytes
        for packet in try Decoded.packets(source, stream: 0) where packet.bytes.count >= 96 {
            let middle = packet.bytes.startIndex + packet.bytes.count / 2
            let run = packet.bytes[middle..<(middle + 24)]
            guard Set(run).count > 4 else { continue }
            #expect(clip.range(of: run) == nil)
        }
    }

    @Test(arguments: [
        (0, [1_000, 2_000, 4_000, 3_000]), (90, [2_000, 6_000, 3_000, 9_000]), (180, [6_000, 7_000, 9_000, 8_000]),
        (270, [7_000, 1_000, 8_000, 4_000]), (45, [0, 0, 10_000, 10_000]),
    ])
    func aTurnedPictureIsCoveredWhereItIsSeen(degrees: Int, expected: [Int]) throws {
        let context = avformat_alloc_context()
        defer { avformat_free_context(context) }
        let stream = try #require(avformat_new_stream(context, nil))
        let data = try #require(av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 36))
        data.withMemoryRebound(to: Int32.self, capacity: 9) { av_display_rotation_set($0, Double(degrees)) }
        let coded = PictureTurn(of: stream).coded(
            PictureMask.Area(left: 1_000, top: 2_000, right: 4_000, bottom: 3_000))
        #expect([coded.left, coded.top, coded.right, coded.bottom] == expected)
    }
}

/// Likeness of two parts in dB.
private func likeness(_ mine: [UInt8], _ theirs: [UInt8]) -> Double {
    let error = zip(mine, theirs).reduce(0) { $0 + (Int($1.0) - Int($1.1)) * (Int($1.0) - Int($1.1)) }
    return error == 0 ? 99 : 10 * log10(255 * 255 * Double(mine.count) / Double(error))
}
