import FFmpeg
import Foundation
import MediaWork
import Testing

/// Sound of clips: sample by sample that of the range.
struct ClipSoundTests {
    private static func noise(_ count: Int, seed: UInt32) -> [Int16] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Int16(truncatingIfNeeded: Int32(bitPattern: state) >> 18)
        }
    }

    private static func samples(_ made: Made) throws -> [[Int16]] {
        try Decoded.sound(made.recording).channels.map { $0.map { Int16($0 * 32_768) } }
    }

    @Test func aWaveKeepsEverySample() throws {
        let noise = Self.noise(80_000, seed: 1)
        let source = try Made.wav([noise], rate: 8_000)
        let (made, report) = try cut(
            ClipRecipe(startMs: 2_001, endMs: 7_003, container: .wav, inputs: [ClipInput(kind: .audio)]),
            [source.recording])
        #expect(try Self.samples(made) == [Array(noise[16_008..<56_024])])
        #expect(report.durationMs == 5_002)
    }

    @Test func twoLegsBecomeLeftAndRightAtTheirOffsets() throws {
        let agent = Self.noise(40_000, seed: 2)
        let customer = Self.noise(40_000, seed: 3)
        let inputs = [
            ClipInput(kind: .audio, offsetMs: 1_000, party: .customer),
            ClipInput(kind: .audio, offsetMs: -500, party: .agent),
        ]
        let (made, _) = try cut(
            ClipRecipe(startMs: 500, endMs: 5_500, container: .wav, inputs: inputs),
            [Made.wav([customer], rate: 8_000).recording, Made.wav([agent], rate: 8_000).recording])
        let silence = { (count: Int) in [Int16](repeating: 0, count: count) }
        // The agent's recording is over after 4.5 s of the timeline, the customer's begins after one.
        #expect(
            try Self.samples(made) == [
                Array(agent[8_000...]) + silence(8_000), silence(4_000) + Array(customer[..<36_000]),
            ])
    }

    @Test(arguments: [Container.mp4, .m4a, .webm, .mka, .ogg, .opus, .flac])
    func everyContainerKeepsTime(container: Container) throws {
        let agent = try Recording(fixture: "wrong-number.wav")
        let (made, report) = try cut(
            ClipRecipe(startMs: 2_000, endMs: 9_000, container: container, inputs: [ClipInput(kind: .audio)]), [agent])
        #expect(report.reencodedFrames > 0)
        let sound = try Decoded.sound(made.recording)
        let source = try Decoded.sound(agent)
        let step = sound.rate / source.rate
        let clip = stride(from: 0, to: sound.channels[0].count, by: step).map { sound.channels[0][$0] }
        // As long as the range, but for the filling of the last packet.
        #expect(abs(clip.count - 56_000) <= 1_024 / step + 8)
        // 25 ms are 200 samples at 8 kHz; both ends lie within two.
        for place in [1_000, 50_000] {
            let part = source.channels[0][(16_000 + place)..<(16_000 + place + 4_000)]
            guard part.contains(where: { abs($0) > 0.02 }) else { continue }
            let lag = Decoded.lag(of: part, in: clip, at: place, within: 400)
            #expect(abs(lag) <= 2, "\(container) is \(lag) samples late at \(place)")
        }
    }

    /// AAC at the recording's rate, where players have it, is as long as the range to the sample: it ends with a packet.
    @Test(arguments: [(8_000, 16_000), (16_000, 16_000), (22_050, 22_050), (44_100, 44_100), (96_000, 48_000)])
    func aacKeepsItsRateAndItsLength(rate: Int, kept: Int) throws {
        let source = try Made.wav([tone(4_000, rate: rate), tone(4_000, rate: rate)], rate: rate)
        for (startMs, endMs) in [(1_000, 3_000), (1_234, 3_211), (1_500, 1_520)] {
            let (made, _) = try cut(
                ClipRecipe(startMs: startMs, endMs: endMs, container: .m4a, inputs: [ClipInput(kind: .audio)]),
                [source.recording])
            let sound = try Decoded.sound(made.recording)
            #expect(sound.rate == kept && sound.channels.count == 2)
            let length = ((endMs - startMs) * kept + 500) / 1_000
            // What is shorter than a packet ends with silence.
            let filled = length < 1_024 ? 1_024 : length
            #expect((length...filled).contains(sound.channels[0].count), "\(rate) Hz to \(endMs) ms")
        }
    }

    @Test func whatLiesOutsideIsNotHeardAtTheEdges() throws {
        // Silence inside the range, full loudness right before and after it.
        let loud = [Int16](repeating: 30_000, count: 16_000)
        let source = try Made.wav([loud + [Int16](repeating: 0, count: 16_000) + loud], rate: 8_000)
        for container in [Container.mp4, .opus, .flac] {
            let (made, _) = try cut(
                ClipRecipe(startMs: 2_000, endMs: 4_000, container: container, inputs: [ClipInput(kind: .audio)]),
                [source.recording])
            let sound = try Decoded.sound(made.recording)
            #expect(sound.channels[0].allSatisfy { abs($0) < 0.001 }, "\(container)")
        }
    }

    @Test func aRangeOutsideTheMediaIsRefused() throws {
        let source = try Made.wav([tone(5_000)], rate: 8_000).recording
        func refusal(_ startMs: Int, _ endMs: Int, offsetMs: Int = 0) -> MediaFailure? {
            let inputs = [ClipInput(kind: .audio, offsetMs: offsetMs)]
            let recipe = ClipRecipe(startMs: startMs, endMs: endMs, container: .wav, inputs: inputs)
            return #expect(throws: MediaFailure.self) { try cut(recipe, [source]) }
        }
        #expect(refusal(4_000, 5_001) == .outsideMedia(durationMs: 5_000))
        #expect(refusal(-1, 1_000) == .outsideMedia(durationMs: 5_000))
        #expect(refusal(1_000, 4_501, offsetMs: -500) == .outsideMedia(durationMs: 4_500))
        #expect(refusal(1_000, 1_000)?.code == "media_request_invalid")
    }

    @Test func aPictureCannotBeCutFromSound() throws {
        let source = try Made.wav([tone(2_000)], rate: 8_000).recording
        let recipe = ClipRecipe(startMs: 0, endMs: 1_000, container: .mp4, inputs: [ClipInput(kind: .screen)])
        #expect(throws: MediaFailure.nothingToUse(.video)) { try cut(recipe, [source]) }
    }
}
