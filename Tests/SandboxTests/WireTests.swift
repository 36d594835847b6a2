import MediaWork
import Testing

/// What crosses between server and child: back as it went, and nothing else taken.
struct WireTests {
    static let messages: [WireMessage] = [
        .request(.probe, inputs: 1, outputs: 0), .request(.peaks(samplesPerPixel: 256), inputs: 1, outputs: 0),
        .request(.levels(silenceDb: -48.5, minMs: 700), inputs: 1, outputs: 0),
        .request(.analyse(samplesPerPixel: 64, silenceDb: -50, minMs: 2_000), inputs: 1, outputs: 0),
        .request(.glance, inputs: 1, outputs: 0), .request(.screen(durationMs: 77), inputs: 1, outputs: 1),
        .answer(
            .screen(
                ScreenReport(
                    thumbnails: ThumbnailSheet(width: 160, height: 90, columns: 2, timesMs: [0, 5, 9], bytes: 700),
                    activity: ActivityStrip(stepMs: 1_000, values: [0, 100, 7]),
                    blacks: [TimeRange(startMs: 0, endMs: 4)], stills: [TimeRange(startMs: 6, endMs: 9)],
                    health: [Health(.frozenScreen, "Frozen.")]))),
        .request(
            .clip(
                ClipRecipe(
                    startMs: -5, endMs: 90, container: .webm,
                    inputs: [
                        ClipInput(kind: .audio, offsetMs: -7, party: .customer), ClipInput(kind: .screen, index: 3),
                        ClipInput(kind: .whole, party: .both),
                    ], layout: .screen(2), cues: [Cue(startMs: 1, endMs: 2, text: "Grüße, 你好")],
                    redactions: ClipRedactions(
                        sounds: [SoundRedaction(startMs: 0, endMs: 5, party: .customer, isBeep: true)],
                        pictures: [
                            PictureRedaction(
                                startMs: 3, endMs: 9, input: 1, x: 10, y: 20, width: 9_990, height: 30)
                        ]))), inputs: 3,
            outputs: 1),
        .request(
            .bundle(
                BundleRecipe(
                    container: .mkv, inputs: [BundleInput(kind: .screen, offsetMs: 4, title: "Monitor 1 · CRM")],
                    cues: [])), inputs: 1, outputs: 1),
        .request(.poster, inputs: 1, outputs: 1), .answer(.poster(PosterReport(width: 640, height: 360, bytes: 9))),
        .request(.index, inputs: 1, outputs: 1), .answer(.index(IndexReport(samples: 9, bytes: 99, isPlain: true))),
        .request(
            .compose(BundleRecipe(container: .mp4, inputs: [BundleInput(kind: .audio, title: "Agent")])), inputs: 1,
            outputs: 0),
        .answer(
            .composition(
                CompositionReport(
                    header: [1, 2, 3], segments: [CompositionSegment(input: 1, offset: 2, length: 3)], durationMs: 4,
                    streams: [BundleStream(type: .video, codec: "h264", title: "Monitor 1", offsetMs: 5)]))),
        .request(.render(.sound(lengthMs: 7_200_000)), inputs: 1, outputs: 1),
        .request(.render(.legs(leftDelayMs: 0, rightDelayMs: 1_500, lengthMs: 9_500)), inputs: 2, outputs: 1),
        .request(.render(.screen(lengthMs: 1)), inputs: 1, outputs: 1),
        .progress(0.25),
        .answer(
            .probe(
                ProbeReport(
                    container: "mp4", durationMs: 12,
                    streams: [
                        StreamReport(
                            index: 0, type: .video, codec: "h264", width: 1, height: 2, frameRate: 29.97,
                            pixelFormat: "yuv420p", durationMs: 3),
                        StreamReport(
                            index: 1, type: .audio, codec: "aac", sampleRate: 8_000, channels: 2, durationMs: 4),
                    ], health: [Health(.truncated, "Cut off.")]))),
        .answer(
            .peaks(
                PeaksReport(
                    sampleRate: 8_000, samplesPerPixel: 256, channels: 1, length: 1, dat: Array(repeating: 7, count: 26)
                ))),
        .answer(
            .levels(
                LevelsReport(
                    durationMs: 10,
                    channels: [
                        ChannelLevels(
                            loudnessDb: -20.5, peakDb: -1, silences: [TimeRange(startMs: 0, endMs: 4)], talks: [],
                            tones: [TimeRange(startMs: 2, endMs: 3)], clippedPart: 0.25,
                            clips: [TimeRange(startMs: 5, endMs: 6)])
                    ], overTalk: [TimeRange(startMs: 1, endMs: 2)], talkRatio: 0.5,
                    longestMonologue: Monologue(channel: 1, range: TimeRange(startMs: 3, endMs: 9))))),
        .answer(
            .clip(
                ClipReport(
                    startMs: 1, endMs: 3, durationMs: 2, bytes: 100, reencodedFrames: 9, copiedPackets: 0,
                    captions: "WEBVTT\n"))),
        .answer(
            .bundle(
                BundleReport(
                    container: "mkv", durationMs: 5, bytes: 6, copiedPackets: 7,
                    streams: [BundleStream(type: .audio, codec: "opus", title: "Agent", offsetMs: 8)]))),
        .answer(.render(RenderReport(durationMs: 9_500, bytes: 1 << 33))),
        .failure(.unreadable(code: -1_094_995_529)), .failure(.unsupportedFormat("flv")), .failure(.timedOut),
        .failure(.unsupportedCodec("magicyuv")), .failure(.tooLarge(.picture)), .failure(.noSpace),
        .failure(.outsideMedia(durationMs: 99)), .failure(.nothingToUse(.video)), .failure(.crashed(signal: 11)),
        .failure(.cancelled), .failure(.misasked("What?")), .failure(.unavailable(code: 2)),
        .failure(.tooLarge(.memory)), .failure(.tooLarge(.output)), .failure(.violated), .failure(.killed),
        .failure(.cpuSpent), .failure(.unlocked), .failure(.unwritable(code: -5)),
        .failure(.doesNotFit(title: "A", codec: "vp8", container: "mp4")),
    ]

    @Test(arguments: messages) func everyMessageComesBackAsItWent(message: WireMessage) throws {
        let framed = message.framed
        let body = Array(framed.dropFirst(WireMessage.headerBytes))
        #expect(try WireMessage.length(header: Array(framed.prefix(WireMessage.headerBytes))) == body.count)
        #expect(try WireReader.value(WireMessage.self, from: body) == message)
    }

    @Test(arguments: messages) func noPartOfAMessageIsOne(message: WireMessage) {
        let body = Array(message.framed.dropFirst(WireMessage.headerBytes))
        for count in 0..<body.count {
            #expect(throws: WireFault.self) { try WireReader.value(WireMessage.self, from: Array(body.prefix(count))) }
        }
        #expect(throws: WireFault.self) { try WireReader.value(WireMessage.self, from: body + [0]) }
    }

    @Test func changedBytesAreRefusedOrAnotherMessageButNeverACrash() {
        var state: UInt32 = 1
        for message in Self.messages {
            let body = Array(message.framed.dropFirst(WireMessage.headerBytes))
            for _ in 0..<200 {
                state = state &* 1_664_525 &+ 1_013_904_223
                var changed = body
                changed[Int(state >> 8) % body.count] = UInt8(truncatingIfNeeded: state >> 24)
                if let read = try? WireReader.value(WireMessage.self, from: changed) {
                    #expect(Array(read.framed.dropFirst(WireMessage.headerBytes)) == changed)
                }
            }
        }
    }

    @Test func aWaveformThatLiesAboutItsSizeIsRefused() {
        let peaks = PeaksReport(sampleRate: 8_000, samplesPerPixel: 256, channels: 2, length: 9, dat: [1, 2, 3])
        let body = Array(WireMessage.answer(.peaks(peaks)).framed.dropFirst(WireMessage.headerBytes))
        #expect(throws: WireFault.self) { try WireReader.value(WireMessage.self, from: body) }
    }

    @Test func lengthsBeyondTheLimitAreRefused() {
        #expect(throws: WireFault.self) { try WireMessage.length(header: [0, 0, 0, 0]) }
        #expect(throws: WireFault.self) { try WireMessage.length(header: [1, 0, 0, 1]) }
        #expect(throws: WireFault.self) { try WireMessage.length(header: [0xff, 0xff, 0xff, 0xff]) }
    }

    @Test func everyFailureHasACodeAndASentence() {
        let failures = Self.messages.compactMap { message -> MediaFailure? in
            if case .failure(let failure) = message { failure } else { nil }
        }
        #expect(Set(failures.map(\.code)).count == failures.count)
        for failure in failures where failure.code != "media_request_invalid" {
            #expect(failure.sentence.hasSuffix(".") && failure.sentence.count > 20)
        }
    }
}
