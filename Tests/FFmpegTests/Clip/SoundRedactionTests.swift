import FFmpeg
import Foundation
import MediaWork
import Testing

/// Sound that is redacted: gone from the clip, and all else as it was.
struct SoundRedactionTests {
    private static let rate = 8_000

    private static func clip(
        _ sources: [[[Int16]]], parties: [Party?], _ redactions: [SoundRedaction], container: Container = .wav,
        startMs: Int = 500, endMs: Int = 4_500, cues: [Cue] = []
    ) throws -> (sound: (rate: Int, channels: [[Float]]), report: ClipReport, bytes: Data) {
        let made = try sources.map { try Made.wav($0, rate: rate) }
        let inputs = parties.map { ClipInput(kind: .audio, party: $0) }
        let before = try made.map { try $0.bytes }
        let (clip, report) = try cut(
            ClipRecipe(
                startMs: startMs, endMs: endMs, container: container, inputs: inputs, cues: cues,
                redactions: ClipRedactions(sounds: redactions)), made.map { try $0.recording })
        #expect(try made.map { try $0.bytes } == before, "the sources stay as they were")
        return (try Decoded.sound(clip.recording), report, try clip.bytes)
    }

    /// Samples between two times of the clip.
    private static func part(_ samples: [Float], _ fromMs: Int, _ untilMs: Int, rate: Int = rate) -> ArraySlice<Float> {
        samples[(fromMs * rate / 1_000)..<(untilMs * rate / 1_000)]
    }

    private static func loudness(_ samples: ArraySlice<Float>) -> Float {
        (samples.reduce(0) { $0 + $1 * $1 } / Float(samples.count)).squareRoot()
    }

    @Test func aMutedStretchIsSilentAndTheRestKeepsEverySample() throws {
        let source = tone(5_000)
        let whole = source.map { Float($0) / 32_768 }
        let made = try Self.clip([[source]], parties: [.both], [SoundRedaction(startMs: 1_500, endMs: 2_500)])
        let heard = made.sound.channels[0]
        #expect(heard.count == 32_000)
        #expect(Self.part(heard, 1_000, 2_000).allSatisfy { $0 == 0 })
        // Silence and fade reach 10 ms beyond; a sample more is rounded away.
        #expect(Array(Self.part(heard, 0, 989)) == Array(Self.part(whole, 500, 1_489)))
        #expect(Array(Self.part(heard, 2_011, 4_000)) == Array(Self.part(whole, 2_511, 4_500)))
    }

    @Test func nothingClicksWhereItBegins() throws {
        let loud = [Int16](repeating: 16_000, count: 40_000)
        let made = try Self.clip([[loud]], parties: [.both], [SoundRedaction(startMs: 1_500, endMs: 2_500)])
        let heard = made.sound.channels[0]
        for index in heard.indices.dropFirst() { #expect(abs(heard[index] - heard[index - 1]) < 0.02) }
    }

    @Test func aBeepStandsInItsPlace() throws {
        let made = try Self.clip(
            [[tone(5_000)]], parties: [.both], [SoundRedaction(startMs: 1_500, endMs: 2_500, isBeep: true)])
        let beep = Self.part(made.sound.channels[0], 1_000, 2_000)
        // A sine of a tenth of full scale, -20 dBFS.
        #expect(abs(Self.loudness(beep) - 0.1 / Float(2).squareRoot()) < 0.001)
        let crossings = zip(beep, beep.dropFirst()).count { $0 < 0 && $1 >= 0 }
        #expect(abs(crossings - 1_000) <= 1)
    }

    @Test(arguments: [Container.mp4, .m4a, .webm, .mka, .ogg, .opus, .flac, .wav])
    func whatIsHeardNowhereElseIsNowhereInTheClip(container: Container) throws {
        let source = tone(2_000, isOn: false) + tone(1_000) + tone(2_000, isOn: false)
        let made = try Self.clip(
            [[source]], parties: [.agent], [SoundRedaction(startMs: 2_000, endMs: 3_000, party: .agent)],
            container: container)
        #expect(made.sound.channels[0].count >= 4_000 * made.sound.rate / 1_000)
        #expect(made.sound.channels.allSatisfy { $0.allSatisfy { abs($0) < 0.000_1 } })
    }

    @Test func oneLegIsMutedTheOtherIsNot() throws {
        let (agent, customer) = (tone(5_000), tone(5_000).map { $0 / 2 })
        let redaction = SoundRedaction(startMs: 1_500, endMs: 2_500, party: .customer, isBeep: true)
        let legs = try Self.clip([[agent], [customer]], parties: [.agent, .customer], [redaction])
        #expect(legs.sound.channels[0] == Array(agent[4_000..<36_000]).map { Float($0) / 32_768 })
        #expect(abs(Self.loudness(Self.part(legs.sound.channels[1], 1_000, 2_000)) - 0.070_7) < 0.001)
        // One file with a channel each: the agent is the first.
        let stereo = try Self.clip([[agent, customer]], parties: [.both], [redaction])
        #expect(stereo.sound.channels[0] == legs.sound.channels[0])
        #expect(stereo.sound.channels[1] == legs.sound.channels[1])
    }

    @Test(arguments: [Party.both, nil]) func whereNobodyKnowsWhoIsHeardAllIsMuted(party: Party?) throws {
        let made = try Self.clip(
            [[tone(5_000)]], parties: [party], [SoundRedaction(startMs: 1_500, endMs: 2_500, party: .customer)])
        #expect(Self.part(made.sound.channels[0], 1_000, 2_000).allSatisfy { $0 == 0 })
    }

    @Test func aStretchMayReachOverTheEndsAndOthers() throws {
        let made = try Self.clip(
            [[tone(5_000)]], parties: [.both],
            [
                SoundRedaction(startMs: 0, endMs: 1_000), SoundRedaction(startMs: 900, endMs: 1_500),
                SoundRedaction(startMs: 4_000, endMs: 5_000),
            ])
        let heard = made.sound.channels[0]
        #expect(Self.part(heard, 0, 1_000).allSatisfy { $0 == 0 })
        #expect(Self.part(heard, 3_500, 4_000).allSatisfy { $0 == 0 })
        #expect(abs(Self.loudness(Self.part(heard, 1_100, 3_400)) - 0.345) < 0.01)
    }

    @Test func theWordsOfAMutedStretchAreGoneToo() throws {
        let cues = [
            Cue(startMs: 600, endMs: 1_400, text: "My card is"), Cue(startMs: 1_400, endMs: 1_600, text: "4929"),
            Cue(startMs: 2_400, endMs: 3_000, text: "1234 ends it"), Cue(startMs: 3_000, endMs: 4_000, text: "Thanks"),
        ]
        let made = try Self.clip(
            [[tone(5_000)]], parties: [.customer], [SoundRedaction(startMs: 1_500, endMs: 2_500, party: .customer)],
            container: .mkv, cues: cues)
        let words = try #require(made.report.captions)
        #expect(words.contains("My card is") && words.contains("Thanks"))
        #expect(words.components(separatedBy: "[redacted]").count == 3)
        for text in ["4929", "1234"] {
            #expect(!words.contains(text))
            #expect(made.bytes.range(of: Data(text.utf8)) == nil)
        }
    }
}
