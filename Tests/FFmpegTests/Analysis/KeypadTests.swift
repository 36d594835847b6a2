import FFmpeg
import Foundation
import MediaWork
import Testing

/// Keys of a telephone: heard alone and through speech, in whatever a recorder writes, and never heard in speech itself.
struct KeypadTests {
    private static let rows = [697.0, 770, 852, 941]
    private static let columns = [1_209.0, 1_336, 1_477, 1_633]

    /// Presses of all sixteen keys, each at its place in ms; rows at `amplitude`, columns by `twistDb` louder.
    private static func presses(
        _ count: Int, lastingMs: Int, everyMs: Int, rate: Int = 8_000, amplitude: Double = 3_000, twistDb: Double = 0,
        offBy: Double = 0
    ) -> [Int16] {
        var samples = [Int16](repeating: 0, count: (count * everyMs + 1_000) * rate / 1_000)
        for press in 0..<count {
            // A start that is no whole window.
            let start = (503 + press * everyMs) * rate / 1_000
            let low = rows[press / 4 % 4] * (1 + offBy)
            let high = columns[press % 4] * (1 - offBy)
            for index in 0..<(lastingMs * rate / 1_000) {
                let time = 2 * Double.pi * Double(index) / Double(rate)
                let column = pow(10, twistDb / 20) * sin(time * high)
                samples[start + index] = Int16(amplitude * (sin(time * low) + column))
            }
        }
        return samples
    }

    private static func tones(_ channels: [Int16]..., rate: Int = 8_000) throws -> [[TimeRange]] {
        try Made.wav(channels, rate: rate).recording.levels().channels.map(\.tones)
    }

    @Test func everyKeyIsHeardWhereItIsPressed() throws {
        let found = try Self.tones(Self.presses(16, lastingMs: 60, everyMs: 2_000))[0]
        #expect(found.count == 16)
        for (press, range) in found.enumerated() {
            let start = 503 + press * 2_000
            #expect(range.startMs <= start && range.startMs > start - 50, "\(press)")
            #expect(range.endMs >= start + 60 && range.endMs < start + 110, "\(press)")
        }
    }

    @Test func fortyMillisecondsAreEnough() throws {
        #expect(try Self.tones(Self.presses(16, lastingMs: 40, everyMs: 2_000))[0].count >= 15)
        // In a number no press is missed: what lies between two that are certain is one stretch with them.
        let number = try Self.tones(Self.presses(16, lastingMs: 40, everyMs: 120))[0]
        #expect(number.count == 1 && number[0].startMs <= 503 && number[0].endMs >= 503 + 15 * 120 + 40)
    }

    @Test(arguments: [-7.0, -3, 4])
    func columnsMayBeWeakerOrStronger(twistDb: Double) throws {
        #expect(try Self.tones(Self.presses(16, lastingMs: 80, everyMs: 2_000, twistDb: twistDb))[0].count == 16)
    }

    @Test func frequenciesAreThoseOfAKeypad() throws {
        // ITU-T Q.24: 1.5 % off must be taken, 3.5 % must not.
        #expect(try Self.tones(Self.presses(16, lastingMs: 80, everyMs: 2_000, offBy: 0.015))[0].count == 16)
        #expect(try Self.tones(Self.presses(16, lastingMs: 80, everyMs: 2_000, offBy: 0.04))[0] == [])
    }

    @Test(arguments: [11_025, 16_000, 44_100, 48_000])
    func anyRateWillDo(rate: Int) throws {
        let samples = Self.presses(16, lastingMs: 80, everyMs: 1_500, rate: rate)
        let found = try Self.tones(samples, rate: rate)[0]
        #expect(found.count == 16)
        #expect(found.enumerated().allSatisfy { abs($1.startMs - (483 + $0 * 1_500)) <= 30 })
    }

    @Test func onlyTheChannelWithTheKeysHasThem() throws {
        let keys = Self.presses(4, lastingMs: 100, everyMs: 200)
        let found = try Self.tones(tone(keys.count / 8), keys)
        #expect(found[0] == [] && found[1].count == 1)
    }

    @Test func onePureToneIsNoKey() throws {
        let samples = tone(400) + tone(400, isOn: false)
        #expect(try Self.tones(samples) == [[]])
        let row = Self.presses(4, lastingMs: 200, everyMs: 400, twistDb: -60)
        #expect(try Self.tones(row) == [[]])
    }

    @Test func noKeyIsHeardInSpeech() throws {
        // The fixture with keys in it has a test of its own.
        let calls = [
            "bad-line-agent.wav", "cancel-contract.m4a", "card-blocked-customer.m4a", "charged-twice-agent.opus",
            "factura-duplicada.opus", "hotel-change.opus", "insurance-claim-customer.opus",
            "parcel-late.opus", "password-reset.mp3", "warranty-repair.wav", "wrong-number.wav",
        ]
        for name in calls {
            let tones = try Recording(fixture: name).levels().channels.map(\.tones)
            #expect(tones.flatMap { $0 } == [], "\(name): \(tones)")
        }
    }

    @Test func aNumberThatIsTypedIsCoveredWholly() throws {
        let calls = try KeyedCalls.read().filter { $0.keys != nil }
        #expect(calls.count == 1)
        for call in calls {
            let keys = try #require(call.keys)
            let channels = try Recording(fixture: call.audio[0].file).levels().channels
            #expect(channels[0].tones == [])
            for key in keys {
                #expect(channels[1].tones.contains { $0.startMs <= key.startMs && $0.endMs >= key.endMs }, "\(key)")
            }
            let all = channels[1].tones.reduce(0) { $0 + $1.endMs - $1.startMs }
            #expect(all < keys[keys.count - 1].endMs - keys[0].startMs + 200)
        }
    }

    /// The calls of the fixtures' manifest, and when keys are pressed in them.
    private struct KeyedCalls: Decodable {
        struct Key: Decodable {
            var startMs: Int
            var endMs: Int
        }
        struct Audio: Decodable { var file: String }
        struct Call: Decodable {
            var audio: [Audio]
            var keys: [Key]?
        }
        var calls: [Call]

        static func read() throws -> [Call] {
            let bytes = try Data(contentsOf: Recording.fixtures.appending(path: "manifest.json"))
            return try JSONDecoder().decode(KeyedCalls.self, from: bytes).calls
        }
    }

    @Test(.enabled(if: Recording.hasShared, "../shared/media is not there"))
    func noKeyIsHeardInRecordedSpeech() throws {
        for name in ["auto-repairs-40-agent.wav", "auto-repairs-40-caller.wav", "speech.opus", "speech.mp3"] {
            let tones = try Recording(shared: name).levels().channels.map(\.tones)
            #expect(tones.flatMap { $0 } == [], "\(name): \(tones)")
        }
    }

    /// How loud the tones are against the speech they lie over, dB, and how many presses of a hundred must be covered.
    @Test(arguments: [(12.0, 98), (6, 95), (0, 85)])
    func keysAreHeardThroughSpeech(ratioDb: Double, covered: Int) throws {
        let talk = try Self.talk("wrong-number.wav")
        let loudness = (talk.reduce(0.0) { $0 + $1 * $1 } / Double(talk.count)).squareRoot()
        let keys = Self.presses(
            32, lastingMs: 100, everyMs: 250, amplitude: loudness * pow(10, ratioDb / 20), twistDb: -2)
        let mixed = keys.indices.map { index in
            Int16(clamping: Int(keys[index]) + Int(talk[index % talk.count]))
        }
        let found = try Self.tones(mixed)[0]
        let heard = (0..<32).filter { press in
            let start = 503 + press * 250
            return found.contains { $0.startMs <= start && $0.endMs >= start + 100 }
        }
        #expect(heard.count * 100 >= covered * 32, "\(heard.count) of 32: \(found)")
    }

    /// The parts of a call, 100 ms each, in which somebody speaks.
    private static func talk(_ name: String) throws -> [Double] {
        let sound = try Decoded.sound(Recording(fixture: name))
        let samples = sound.channels[0].map { Double($0) * 32_768 }
        let length = sound.rate / 10
        return stride(from: 0, to: samples.count - length, by: length).flatMap { start -> [Double] in
            let part = samples[start..<(start + length)]
            return part.contains { abs($0) > 1_500 } ? Array(part) : []
        }
    }
}
