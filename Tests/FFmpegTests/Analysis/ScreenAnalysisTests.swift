import CFFmpeg
import Foundation
import MediaWork
import Testing

@testable import FFmpeg

/// What keyframes tell of a screen: thumbnails that are its pictures, when it is lively, black or still.
struct ScreenAnalysisTests {
    private static func look(_ recording: Recording, durationMs: Int) throws -> (report: ScreenReport, sheet: Made) {
        let sheet = try Made()
        let task = MediaTask(inputs: [recording.descriptor], outputs: [sheet.descriptor])
        guard case .screen(let report) = try task.perform(.screen(durationMs: durationMs)) else { throw OddAnswer() }
        return (report, sheet)
    }

    @Test(arguments: ["charged-twice-screen1.mp4", "card-blocked-screen1.webm", "insurance-claim-screen2.mp4"])
    func thumbnailsAreThePicturesOfTheirTimes(name: String) throws {
        let recording = try Recording(fixture: name)
        let (report, made) = try Self.look(recording, durationMs: recording.probe().durationMs)
        let thumbnails = report.thumbnails
        let bytes = try made.bytes
        #expect(bytes.count == thumbnails.bytes && bytes.prefix(3) == Data([0xff, 0xd8, 0xff]))
        let sheet = try Self.decodedJPEG(bytes)
        let rows = (thumbnails.timesMs.count + thumbnails.columns - 1) / thumbnails.columns
        #expect(sheet.width == thumbnails.width * thumbnails.columns && sheet.height == thumbnails.height * rows)
        #expect(max(thumbnails.width, thumbnails.height) == 160)
        #expect(thumbnails.timesMs == thumbnails.timesMs.sorted() && thumbnails.timesMs.count >= 2)
        for (number, ms) in thumbnails.timesMs.enumerated() where number % 3 == 0 {
            let picture = try #require(try Decoded.pictures(recording, fromMs: ms - 1, untilMs: ms + 200).first)
            let (column, row) = (number % thumbnails.columns, number / thumbnails.columns)
            // Four by four patches of each are as bright as each other, full range against video range.
            for patch in 0..<16 {
                let (x, y) = (patch % 4, patch / 4)
                let tile = Self.brightness(
                    sheet, x: column * thumbnails.width + x * thumbnails.width / 4,
                    y: row * thumbnails.height + y * thumbnails.height / 4, width: thumbnails.width / 4,
                    height: thumbnails.height / 4)
                let whole = Self.brightness(
                    picture, x: x * picture.width / 4, y: y * picture.height / 4, width: picture.width / 4,
                    height: picture.height / 4)
                #expect(abs(tile - (whole - 16) * 255 / 219) < 9, "\(name) at \(ms) ms, patch \(patch)")
            }
        }
    }

    @Test func aScreenIsLivelyWhereSomethingHappens() throws {
        let recording = try Recording(fixture: "charged-twice-screen1.mp4")
        let durationMs = try recording.probe().durationMs
        let (report, _) = try Self.look(recording, durationMs: durationMs)
        #expect(report.activity.stepMs == 1_000 && report.activity.values.count == (durationMs + 999) / 1_000)
        #expect(report.activity.values.contains { $0 > 0 } && report.health == [] && report.blacks == [])
    }

    @Test func aBlackBeginningIsFoundAndNoVerdict() throws {
        let inputs = [ClipInput(kind: .audio), ClipInput(kind: .screen, offsetMs: 5_000)]
        let recordings = try ["wrong-number.wav", "charged-twice-screen1.mp4"].map { try Recording(fixture: $0) }
        let black = try cut(
            ClipRecipe(startMs: 1_000, endMs: 4_000, container: .mp4, inputs: inputs), recordings
        ).made.recording
        let (report, _) = try Self.look(black, durationMs: 3_000)
        #expect(report.health.map(\.code) == [.blackScreen])
        #expect(report.blacks == [TimeRange(startMs: 0, endMs: 3_000)])
        // One keyframe, and that is black: the pictures after it are looked at before anything is said.
        let after = try cut(
            ClipRecipe(startMs: 4_000, endMs: 6_000, container: .mp4, inputs: inputs), recordings
        ).made.recording
        #expect(try Self.look(after, durationMs: 2_000).report.health == [])
    }

    @Test func whatDoesNotChangeForAMinuteIsStill() throws {
        var activity = ScreenActivity()
        for second in stride(from: 0, through: 200, by: 10) {
            // A line of text appears at 100 s and stays.
            let picture = try Self.grey(120, word: second >= 100)
            activity.add(picture.raw.pointee, at: second * 1_000)
        }
        #expect(
            activity.stills == [
                TimeRange(startMs: 0, endMs: 90_000), TimeRange(startMs: 100_000, endMs: 200_000),
            ])
        #expect(!activity.isStillThroughout && !activity.isBlackThroughout)
        let strip = activity.strip(durationMs: 205_000)
        #expect(strip.values.count == 205 && strip.values.indices.filter { strip.values[$0] > 0 } == Array(90..<100))
        #expect((2...20).contains(strip.values[95]))
    }

    @Test func aPictureThatNeverChangesIsFrozenAndNoiseIsNoChange() throws {
        var activity = ScreenActivity()
        for second in stride(from: 0, through: 120, by: 5) {
            let picture = try Self.grey(120, word: true, noise: UInt8(second % 3))
            activity.add(picture.raw.pointee, at: second * 1_000)
        }
        #expect(activity.isStillThroughout && activity.stills == [TimeRange(startMs: 0, endMs: 120_000)])
    }

    @Test func aDayFitsInSixHundredSteps() throws {
        var activity = ScreenActivity()
        let pictures = try [Self.grey(120), Self.grey(60)]
        for hour in 0..<24 { activity.add(pictures[hour % 2].raw.pointee, at: hour * 3_600_000) }
        let strip = activity.strip(durationMs: 86_400_000)
        #expect(
            strip.values.count == 600 && strip.stepMs == 144_000 && strip.values.dropLast(26).allSatisfy { $0 == 100 })
    }

    @Test func moreThanAHundredThumbnailsBecomeFewerAtEvenSteps() throws {
        let thumbnails = Thumbnails()
        for second in 0..<3_600 { try thumbnails.offer(Self.grey(UInt8(second % 200)), at: second * 1_000) }
        let made = try Made()
        let sheet = try thumbnails.write(to: made.descriptor)
        #expect((50...100).contains(sheet.timesMs.count))
        let steps = Set(zip(sheet.timesMs, sheet.timesMs.dropFirst()).map { $1 - $0 })
        #expect(steps.count == 1 && sheet.timesMs[0] == 0)
    }

    /// A plain picture, on demand with a word on it.
    private static func grey(_ luma: UInt8, word: Bool = false, noise: UInt8 = 0) throws -> Frame {
        let frame = try Picture.black(width: 320, height: 180)
        let raw = frame.raw.pointee
        for row in 0..<180 {
            let line = UnsafeMutablePointer(mutating: Picture.planes(raw)[0]!) + row * Int(Picture.strides(raw)[0])
            for column in 0..<320 {
                let isInk = word && (80..<90).contains(row) && (100..<140).contains(column) && column % 3 == 0
                line[column] = isInk ? 20 : (row + column) % 2 == 0 ? luma + noise : luma
            }
        }
        return frame
    }

    private static func brightness(_ picture: Decoded.Picture, x: Int, y: Int, width: Int, height: Int) -> Double {
        let part = picture.part(x: x, y: y, width: width, height: height)
        return Double(part.reduce(0) { $0 + Int($1) }) / Double(part.count)
    }

    private static func decodedJPEG(_ bytes: Data) throws -> Decoded.Picture {
        var context = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_MJPEG))
        defer { avcodec_free_context(&context) }
        try #require(avcodec_open2(context, nil, nil) == 0)
        let packet = try Packet()
        try #require(av_new_packet(packet.raw, Int32(bytes.count)) == 0)
        bytes.copyBytes(to: packet.raw.pointee.data, count: bytes.count)
        let frame = try Frame()
        try #require(avcodec_send_packet(context, packet.raw) == 0)
        try #require(avcodec_send_packet(context, nil) == 0)
        try #require(avcodec_receive_frame(context, frame.raw) == 0)
        return withExtendedLifetime(frame) { Decoded.Picture(frame.raw.pointee, ms: 0) }
    }
}
