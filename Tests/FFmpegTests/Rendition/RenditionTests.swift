import FFmpeg
import Foundation
import MediaWork
import Testing

/// Renditions for playback: every instant is where it was.
struct RenditionTests {
    private func render(_ recipe: RenderRecipe, _ recordings: [Recording]) throws -> Made {
        let made = try Made()
        let task = MediaTask(inputs: recordings.map(\.descriptor), outputs: [made.descriptor])
        guard case .render(let report) = try task.perform(.render(recipe)) else { throw OddAnswer() }
        #expect(report.durationMs == recipe.lengthMs)
        let bytes = try made.bytes.count
        #expect(report.bytes == bytes)
        return made
    }

    /// Noise that is the same each time, in bursts of half a second.
    private func bursts(seconds: Int, rate: Int) -> [Int16] {
        var state: UInt32 = 7
        return (0..<(seconds * rate)).map { index in
            state = state &* 1_664_525 &+ 1_013_904_223
            return (index * 2 / rate).isMultiple(of: 2) ? Int16(truncatingIfNeeded: Int(state >> 16)) / 4 : 0
        }
    }

    @Test func soundDoesNotDriftWhenItsRateChanges() throws {
        // 11,025 samples a second do not divide into 16,000.
        let seconds = 240
        let made = try Made.wav([bursts(seconds: seconds, rate: 11_025)], rate: 11_025)
        let rendition = try render(.sound(lengthMs: seconds * 1_000), [made.recording]).recording
        let probe = try rendition.probe()
        #expect((probe.container, probe.streams.map(\.codec)) == ("m4a", ["aac"]))
        #expect(probe.durationMs == seconds * 1_000)
        #expect(probe.streams.first?.sampleRate == 16_000)
        let after = try Decoded.sound(rendition).channels[0]
        // Where a burst begins is where silence ends: at every second, to the millisecond.
        for second in [10, 100, 200, seconds - 2] {
            let first = (second * 16_000 - 1_600..<second * 16_000 + 1_600).first { abs(after[$0]) > 0.05 }
            #expect(abs((first ?? 0) - second * 16_000) <= 32, "second \(second)")
        }
    }

    @Test func legsStandApartAndEachAtItsPlace() throws {
        let agent = try Made.wav([tone(2_000)], rate: 8_000)
        let customer = try Made.wav([tone(1_000, rate: 16_000)], rate: 16_000)
        let recipe = RenderRecipe.legs(leftDelayMs: 500, rightDelayMs: 3_000, lengthMs: 4_500)
        let rendition = try render(recipe, [agent.recording, customer.recording]).recording
        let (rate, channels) = try Decoded.sound(rendition)
        #expect(channels.count == 2)
        for (side, sounding) in [(0, 500..<2_500), (1, 3_000..<4_000)] {
            let heard = channels[side]
            func loudest(_ ms: Range<Int>) -> Float {
                heard[(ms.lowerBound * rate / 1_000)..<(ms.upperBound * rate / 1_000)].map(abs).max() ?? 0
            }
            // AAC spreads a sharp edge over a frame, 64 ms at this rate; outside of it there is nothing at all.
            if sounding.lowerBound > 200 { #expect(loudest(0..<(sounding.lowerBound - 140)) < 0.001, "side \(side)") }
            #expect(loudest((sounding.upperBound + 140)..<4_490) < 0.001, "side \(side)")
            #expect(loudest((sounding.lowerBound + 10)..<(sounding.upperBound - 10)) > 0.4, "side \(side)")
        }
    }

    @Test func aTelephoneLegIsHeardWhereItWas() throws {
        let leg = try Recording(fixture: "bad-line-agent.wav")
        let lengthMs = try leg.probe().durationMs
        let rendition = try render(.sound(lengthMs: lengthMs), [leg]).recording
        let before = try Decoded.sound(leg).channels[0]
        let after = try Decoded.sound(rendition).channels[0]
        // Every second sample of twice the rate.
        let thinned = stride(from: 0, to: after.count, by: 2).map { after[$0] }
        for second in [2, 10, lengthMs / 1_000 - 2] {
            let place = second * 8_000
            let lag = Decoded.lag(of: before[place..<(place + 4_000)], in: thinned, at: place, within: 400)
            #expect(abs(lag) <= 16, "2 ms at second \(second), not \(lag) samples")
        }
    }

    @Test func whatIsNoNumberIsSilence() throws {
        var wave = try Made.wav([tone(1_000)], rate: 8_000).bytes
        // The same bytes as floats of 32 bit: a format of 3, four bytes a sample.
        wave[20] = 3
        wave[28...31] = Data([0, 125, 0, 0])
        wave[32] = 4
        wave[34] = 32
        for place in stride(from: 44, to: wave.count - 3, by: 4) { wave[place...(place + 3)] = Data([0, 0, 192, 127]) }
        let made = try Made(wave)
        let rendition = try render(.sound(lengthMs: 500), [made.recording]).recording
        #expect(try Decoded.sound(rendition).channels[0].allSatisfy { abs($0) < 0.001 })
    }

    @Test(arguments: ["hotel-change-screen1.webm", "insurance-claim-screen2.mp4"])
    func everyPictureOfAScreenComesWhenItCame(name: String) throws {
        let screen = try Recording(fixture: name)
        let lengthMs = try screen.probe().durationMs
        let rendition = try render(.screen(lengthMs: lengthMs), [screen]).recording
        let probe = try rendition.probe()
        #expect((probe.container, probe.streams.map(\.codec)) == ("mp4", ["h264"]))
        #expect(abs(probe.durationMs - lengthMs) <= 1)
        let before = try Decoded.pictures(screen, untilMs: 6_000)
        let after = try Decoded.pictures(rendition, untilMs: 6_000)
        #expect(before.count == after.count)
        for (then, now) in zip(before, after) {
            #expect(abs(then.ms - now.ms) < 1)
            #expect(then.psnr(now) > 30, "at \(then.ms) ms")
        }
    }

    @Test func aScreenThatEndsEarlyKeepsItsLastPicture() throws {
        let screen = try Recording(fixture: "hotel-change-screen2.mp4")
        let lengthMs = try screen.probe().durationMs + 2_000
        #expect(try render(.screen(lengthMs: lengthMs), [screen]).recording.probe().durationMs == lengthMs)
    }

    @Test func whatHasNoPictureIsNoScreen() throws {
        let sound = try Recording(fixture: "bad-line-agent.wav")
        #expect(throws: MediaFailure.nothingToUse(.video)) { try render(.screen(lengthMs: 1_000), [sound]) }
        #expect(throws: MediaFailure.misasked("A rendition lasts longer than nothing.")) {
            try render(.sound(lengthMs: 0), [sound])
        }
    }
}
