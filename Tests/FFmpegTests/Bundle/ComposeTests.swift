import CFFmpeg
import Foundation
import MediaWork
import Testing

@testable import FFmpeg

/// Bundles that are planned and not written: put together from the plan they are MP4s with every packet as it was.
struct ComposeTests {
    /// The plan, and the file that is served by it.
    private func compose(
        _ recipe: BundleRecipe, _ recordings: [Recording]
    ) throws -> (made: Made, report: CompositionReport) {
        let indexes = try recordings.map { try IndexTests.index($0).made }
        guard case .composition(let report) = try MediaTask(inputs: indexes.map(\.descriptor)).perform(.compose(recipe))
        else { throw OddAnswer() }
        var whole = Data(report.header)
        let originals = try recordings.map { try $0.bytes }
        for segment in report.segments {
            whole += originals[segment.input][segment.offset..<(segment.offset + segment.length)]
        }
        return (try Made(whole), report)
    }

    private static let names = [
        "insurance-claim-agent.opus", "meter-reading.mp3", "cancel-contract.m4a", "insurance-claim-screen1.mp4",
        "hotel-change-screen1.webm",
    ]
    private static let inputs = [
        BundleInput(kind: .audio, offsetMs: 0, title: "Agent"),
        BundleInput(kind: .audio, offsetMs: 120, title: "Customer"),
        BundleInput(kind: .audio, offsetMs: 3_000, title: "Audio"),
        BundleInput(kind: .screen, offsetMs: -800, title: "Monitor 1 · CRM"),
        BundleInput(kind: .screen, offsetMs: 2_000, title: "Monitor 2"),
    ]

    @Test func everyPacketIsAsItWasAndAtItsPlaceInTime() throws {
        let recordings = try Self.names.map { try Recording(fixture: $0) }
        let (made, report) = try compose(BundleRecipe(container: .mp4, inputs: Self.inputs), recordings)
        #expect(report.streams.map(\.title) == Self.inputs.map(\.title))
        #expect(report.streams.map(\.offsetMs) == [800, 920, 3_800, 0, 2_800])
        let probe = try made.recording.probe()
        #expect(probe.container == "mp4")
        #expect(probe.streams.map(\.codec) == ["opus", "mp3", "aac", "h264", "vp9"])
        #expect(abs(probe.durationMs - report.durationMs) <= 40)
        #expect(!probe.health.contains { [.truncated, .durationMismatch].contains($0.code) })
        for (number, recording) in recordings.enumerated() {
            let before = try Decoded.packets(recording, stream: 0)
            let after = try Decoded.packets(made.recording, stream: number)
            #expect(before.map(\.bytes) == after.map(\.bytes), "\(Self.names[number])")
            let origin = Double(try Source(descriptor: recording.descriptor).originUs) / 1_000
            let offset = Double(report.streams[number].offsetMs)
            // MP4 counts where a track begins in whole ms.
            let moved = zip(before, after).map { $1.ms - $0.ms - offset + origin }
            #expect(moved.allSatisfy { abs($0) <= 1 }, "\(Self.names[number]): \(moved.first ?? 0)")
        }
    }

    @Test func whatIsSeenAndHeardIsTheSame() throws {
        let names = ["insurance-claim-agent.opus", "insurance-claim-screen1.mp4"]
        let recordings = try names.map { try Recording(fixture: $0) }
        let inputs = [
            BundleInput(kind: .audio, offsetMs: 0, title: "Agent"),
            BundleInput(kind: .screen, offsetMs: 0, title: "Monitor 1"),
        ]
        let (made, _) = try compose(BundleRecipe(container: .mp4, inputs: inputs), recordings)
        let before = try Decoded.pictures(recordings[1], untilMs: 20_000)
        let after = try Decoded.pictures(made.recording, untilMs: 20_000)
        #expect(before.map(\.luma) == after.map(\.luma))
        #expect(zip(before, after).allSatisfy { abs($0.ms - $1.ms) <= 1 })
        let (heardBefore, heardAfter) = (try Decoded.sound(recordings[0]), try Decoded.sound(made.recording))
        #expect(heardBefore.rate == heardAfter.rate)
        #expect(abs(heardBefore.channels[0].count - heardAfter.channels[0].count) <= 960)
        let common = min(heardBefore.channels[0].count, heardAfter.channels[0].count) - 960
        #expect(heardBefore.channels[0][..<common] == heardAfter.channels[0][..<common])
    }

    @Test func theSameRecipeGivesTheSameBytes() throws {
        let recordings = try Self.names.map { try Recording(fixture: $0) }
        let recipe = BundleRecipe(container: .mp4, inputs: Self.inputs, cues: [Cue(startMs: 1, endMs: 9, text: "Hi")])
        let (first, report) = try compose(recipe, recordings)
        let (second, _) = try compose(recipe, recordings)
        #expect(try first.bytes == second.bytes)
        #expect(report.segments.allSatisfy { $0.length > 0 })
        #expect(report.segments.count <= CompositionReport.mostSegments)
    }

    @Test func playersFindTheTitlesAndTheTranscript() throws {
        let recordings = try Self.names.prefix(2).map { try Recording(fixture: $0) }
        let cues = [
            Cue(startMs: 600, endMs: 1_900, text: "Guten Tag."), Cue(startMs: 1_500, endMs: 3_000, text: "Hello!"),
        ]
        let recipe = BundleRecipe(container: .mp4, inputs: Array(Self.inputs.prefix(2)), cues: cues)
        let (made, report) = try compose(recipe, recordings)
        #expect(report.streams.map(\.codec) == ["opus", "mp3", "mov_text"])
        let source = try Source(descriptor: made.descriptor)
        for (stream, title) in zip(source.streams, ["Agent", "Customer", "Transcript"]) {
            let entry = av_dict_get(stream.pointee.metadata, "handler_name", nil, 0)
            #expect(entry.map { String(cString: $0.pointee.value) } == title)
            #expect(try made.bytes.range(of: Data("name\(title)".utf8)) != nil)
        }
        let texts = try Decoded.packets(made.recording, stream: 2).map { packet in
            (packet.ms, String(decoding: packet.bytes.dropFirst(2), as: UTF8.self))
        }
        // Both are shown while both speak; between them nothing is.
        #expect(texts.map(\.1) == ["", "Guten Tag.", "Guten Tag.\nHello!", "Hello!"])
        #expect(texts.map(\.0) == [0, 600, 1_500, 1_900])
    }

    @Test func whatMP4CannotHoldIsNamed() throws {
        for (name, kind, codec) in [
            ("bad-line-agent.wav", ClipInputKind.audio, "pcm_mulaw"), ("card-blocked-screen1.webm", .screen, "vp8"),
        ] {
            let recipe = BundleRecipe(container: .mp4, inputs: [BundleInput(kind: kind, title: "One")])
            #expect(throws: MediaFailure.doesNotFit(title: "One", codec: codec, container: "mp4")) {
                try compose(recipe, [Recording(fixture: name)])
            }
        }
    }

    @Test func aRecordingOfElevenGigabytesHasPlacesOf64Bits() throws {
        // An index of an hour of pictures of half a megabyte each, and one key second by second: nobody reads the file.
        let index = try Made(Self.longIndex(samples: 22_000, size: 500_000))
        let recipe = BundleRecipe(
            container: .mp4,
            inputs: [
                BundleInput(kind: .screen, title: "Monitor 1"), BundleInput(kind: .screen, offsetMs: 40, title: "Two"),
            ])
        let task = MediaTask(inputs: [index.descriptor, index.descriptor])
        guard case .composition(let report) = try task.perform(.compose(recipe)) else { throw OddAnswer() }
        #expect(report.segments.count <= CompositionReport.mostSegments && report.segments.count > 800)
        #expect(report.segments.reduce(0) { $0 + $1.length } == 2 * 22_000 * 500_000)
        // Each recording is there once, from its first byte to its last, and they take turns.
        for input in 0..<2 {
            var end = 64
            for segment in report.segments where segment.input == input {
                #expect(segment.offset == end)
                end += segment.length
            }
        }
        #expect(report.segments.prefix(4).map(\.input) == [0, 1, 0, 1])
        #expect(report.header.count < 1_000_000)

        // A file with holes where the pictures are: its last packets lie beyond 4 GiB, and are found there.
        let sparse = try Made()
        let size = report.header.count + 2 * 22_000 * 500_000
        try #require(ftruncate(sparse.descriptor, off_t(size)) == 0)
        _ = report.header.withUnsafeBytes { pwrite(sparse.descriptor, $0.baseAddress, $0.count, 0) }
        let source = try Source(descriptor: sparse.descriptor)
        for stream in source.streams {
            let count = avformat_index_get_entries_count(stream)
            #expect(count == 22_000)
            let last = try #require(avformat_index_get_entry(stream, count - 1))
            #expect(last.pointee.pos > 10_900_000_000 && last.pointee.size == 500_000)
        }
    }

    @Test func aDamagedIndexIsAFailureAndNoMore() throws {
        let sound = try IndexTests.index(try Recording(fixture: "insurance-claim-screen1.mp4")).made.bytes
        let recipe = BundleRecipe(container: .mp4, inputs: [BundleInput(kind: .screen, title: "Monitor 1")])
        var state: UInt32 = 11
        func random(_ below: Int) -> Int {
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int(state >> 8) % below
        }
        var planned = 0
        for _ in 0..<300 {
            var bytes = sound
            for _ in 0...random(4) { bytes[random(bytes.count)] = UInt8(random(256)) }
            let damaged = try Made(bytes)
            // A plan or a failure; what must not happen is an end of this process.
            if case .composition(let report)? = try? MediaTask(inputs: [damaged.descriptor]).perform(.compose(recipe)) {
                planned += 1
                #expect(report.segments.allSatisfy { $0.offset >= 0 && $0.length > 0 })
            }
        }
        #expect(planned < 300)
    }

    /// An index as it is written for a recording with one stream of H.264, its samples of one size behind each other.
    static func longIndex(samples: Int, size: Int) throws -> Data {
        let made = try IndexTests.index(try Recording(fixture: "insurance-claim-screen1.mp4")).made
        let real = try IndexReader(descriptor: made.descriptor)
        var stream = IndexedStream(parameters: real.index.streams[0].parameters)
        stream.parameters.timeBase = Fraction(1, 5_000)
        var data = Data(SampleIndex.header)
        func number(_ value: Int, into bytes: inout [UInt8]) {
            var rest = UInt64(bitPattern: Int64(value << 1 ^ value >> 63))
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
        for first in stride(from: 0, to: samples, by: SampleIndex.blockSamples) {
            var bytes: [UInt8] = []
            let count = min(SampleIndex.blockSamples, samples - first)
            for place in 0..<count {
                // Size and flags are not signed.
                var packed = UInt64(size) << 2 | ((first + place) % 25 == 0 ? 1 : 0)
                while packed >= 0x80 {
                    bytes.append(UInt8(truncatingIfNeeded: packed) | 0x80)
                    packed >>= 7
                }
                bytes.append(UInt8(packed))
                number(place == 0 ? first * 200 : 0, into: &bytes)
                number(place == 0 ? 200 : 0, into: &bytes)
                number(0, into: &bytes)
                number(place == 0 ? 64 + first * size : 0, into: &bytes)
            }
            stream.blocks.append(
                SampleBlock(
                    offset: data.count, length: bytes.count, samples: count, firstDts: first * 200,
                    firstPts: first * 200, keyframes: 1))
            data += bytes
        }
        stream.samples = samples
        stream.bytes = samples * size
        stream.end = samples * 200
        var wire = WireWriter()
        SampleIndex(container: "mov", fileBytes: 64 + samples * size, originUs: 0, streams: [stream]).write(to: &wire)
        wire.int(data.count)
        return data + wire.bytes + SampleIndex.trailer
    }
}
