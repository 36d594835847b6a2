import Foundation
import MediaWork
import Testing

@testable import FFmpeg

/// Waveform, loudness, silence and talk, against sound whose answer is known.
struct AnalysisTests {
    @Test func aWaveformHasItsHeaderAndOnePairPerChannelAndPixel() throws {
        let wav = try Made.wav([[0, 256, -256, 32_767, 1, 2, 3], [512, 0, 0, -32_768, -2_560, 0, 0]], rate: 8_000)
        // 16 is the least that can be asked for: one pixel, begun and not full.
        guard case .peaks(let report) = try wav.recording.ask(.peaks(samplesPerPixel: 16)) else { throw OddAnswer() }
        let header: [UInt8] = [2, 0, 0, 0, 1, 0, 0, 0, 0x40, 0x1f, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]
        #expect(report.dat == header + [0xff, 0x7f, 0x80, 0x02])
        #expect(report.length == 1 && report.channels == 2)
    }

    @Test func everyPixelIsTheLeastAndTheMostOfItsSamples() throws {
        let samples = (0..<10_000).map { Int16(truncatingIfNeeded: $0 &* 7_919) }
        let wav = try Made.wav([samples], rate: 16_000)
        guard case .peaks(let report) = try wav.recording.ask(.peaks(samplesPerPixel: 100)) else { throw OddAnswer() }
        #expect(report.length == 100)
        for pixel in 0..<100 {
            let part = samples[(pixel * 100)..<(pixel * 100 + 100)]
            let pair = report.dat[(24 + 2 * pixel)..<(26 + 2 * pixel)].map { Int8(bitPattern: $0) }
            #expect(pair == [Int8(part.min()! / 256), Int8(part.max()! / 256)])
        }
    }

    @Test(arguments: ["cancel-contract.m4a", "hotel-change.opus", "factura-duplicada.opus", "wrong-number.wav"])
    func twoThreadsHearWhatOneHears(_ name: String) throws {
        let (alone, shared) = try Recording(fixture: name).analysedAloneAndShared(capacity: 100_000)
        #expect(shared.levelsReport() == alone.levelsReport())
        let (one, two) = (alone.peaksReports()[0], shared.peaksReports()[0])
        #expect(one.length == two.length && one.sampleRate == two.sampleRate)
        // A decoder that remembers is, a second behind where it was entered, the last bit off.
        let differences = zip(one.dat, two.dat).map { abs(Int(Int8(bitPattern: $0)) - Int(Int8(bitPattern: $1))) }
        #expect(differences.max() ?? 2 <= 1 && differences.count(where: { $0 > 0 }) * 200 < differences.count)
    }

    @Test func slicesOfAnyLengthHaveTheSameSound() throws {
        let recording = try Recording(fixture: "cancel-contract.m4a")
        let reader = try AudioReader(Source(descriptor: recording.descriptor))
        let (whole, small) = (
            SoundSlice(channels: reader.channels, capacity: 1_000_000),
            SoundSlice(channels: reader.channels, capacity: 7_001)
        )
        try SliceReader(reader).fill(whole, from: 0)
        let again = SliceReader(try AudioReader(Source(descriptor: recording.descriptor)))
        var place = 0
        repeat {
            try again.fill(small, from: Int64(place))
            for channel in 0..<reader.channels {
                #expect(
                    small.row(channel, 0..<small.count).elementsEqual(whole.row(channel, place..<(place + small.count)))
                )
            }
            place += small.count
        } while !small.isLast
        #expect(place == whole.count && whole.isLast)
    }

    @Test func silenceIsFoundToTheSample() throws {
        let wav = try Made.wav([tone(1_000) + tone(2_500, isOn: false) + tone(500)], rate: 8_000)
        let levels = try wav.recording.levels()
        // The tone itself starts and ends in zeros that are part of the silence.
        #expect(levels.durationMs == 4_000 && levels.channels[0].silences.count == 1)
        let silence = try #require(levels.channels[0].silences.first)
        #expect((999...1_000).contains(silence.startMs) && (3_500...3_501).contains(silence.endMs))
        #expect(try wav.recording.levels(minMs: 2_600).channels[0].silences.isEmpty)
    }

    @Test func silencesAreThoseOfTheSimplestSearch() throws {
        var samples: [Int16] = []
        var state: UInt32 = 7
        for _ in 0..<400 {
            state = state &* 1_664_525 &+ 1_013_904_223
            let length = Int(state >> 20) % 300 + 1
            samples += [Int16](repeating: state & 0x10000 == 0 ? 20 : 9_000, count: length)
        }
        let levels = try Made.wav([samples], rate: 8_000).recording.levels(silenceDb: -40, minMs: 25)
        var expected: [TimeRange] = []
        var start = 0
        for index in 0...samples.count where index == samples.count || samples[index] > 20 {
            if index - start >= 200 {
                expected.append(TimeRange(startMs: (start + 4) / 8, endMs: (index + 4) / 8))
            }
            start = index + 1
        }
        #expect(expected.count > 10)
        #expect(levels.channels[0].silences == expected)
    }

    @Test func loudnessIsThatOfTheTone() throws {
        let channel = try Made.wav([tone(3_000)], rate: 8_000).recording.levels().channels[0]
        // 16,000 of 32,768 is -6.2 dB; a sine's mean is 3 dB below its peak.
        #expect(abs(channel.peakDb + 6.2) < 0.11 && abs(channel.loudnessDb + 9.2) < 0.11)
    }

    @Test(arguments: [40, 80, 110, 441, 1_920])
    func theLoudnessOfAWindowIsItsLogarithm(window: Int) {
        let loudness = WindowLoudness(window: window)
        var state: UInt64 = 1
        let sums = (0..<20_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int64(state >> 33) % (1 << Int64(state >> 10 & 31)) * Int64(window) / 2
        }
        for squares in [1, 2, 3, 15, 16, 17, 1 << 30 * Int64(window)] + sums where squares > 0 {
            let level = 10 * log10(Double(squares) / Double(window) / 32_768 / 32_768)
            #expect(loudness.db(squares) == Int8(max(-120, level.rounded())), "\(squares)")
        }
        #expect(loudness.db(0) == -120)
    }

    @Test func sumsAreThoseOfOneSampleAfterTheOther() {
        let samples = (0..<1_003).map { Int16(truncatingIfNeeded: $0 &* 7_919) } + [.min, .min, .min, .max]
        for count in [0, 1, 7, 8, 9, 80, 441, samples.count] {
            let part = Array(samples.suffix(count))
            let sums = part.withUnsafeBufferPointer { (SampleSums.squares($0), SampleSums.extremes($0)) }
            #expect(sums.0 == part.reduce(Int64(0)) { $0 + Int64($1) * Int64($1) })
            #expect(sums.1.least == part.min() ?? 0 && sums.1.most == part.max() ?? 0)
            let soft = part.map { $0 / 5 }
            let loudest = soft.map { Int32($0.magnitude) }.max() ?? 0
            let squares = soft.withUnsafeBufferPointer { SampleSums.squares($0, loudest: loudest) }
            #expect(squares == soft.reduce(Int64(0)) { $0 + Int64($1) * Int64($1) })
        }
    }

    /// At this rate no whole number of samples lasts 10 ms.
    @Test func talkStaysInItsPlaceForAMinute() throws {
        let rate = 11_025
        let silence = { (ms: Int) in tone(ms, rate: rate, isOn: false) }
        let sound = silence(55_000) + tone(2_000, rate: rate) + silence(3_000)
        let talks = try Made.wav([sound], rate: rate).recording.levels().channels[0].talks
        #expect(talks.count == 1)
        #expect(abs(talks[0].startMs - 55_000) <= 11 && abs(talks[0].endMs - 57_000) <= 11, "\(talks)")
    }

    @Test func overTalkIsWhereBothTalk() throws {
        let left = tone(5_000) + tone(5_000, isOn: false)
        let right = tone(3_000, isOn: false) + tone(7_000)
        let levels = try Made.wav([left, right], rate: 8_000).recording.levels()
        #expect(levels.overTalk == [TimeRange(startMs: 3_000, endMs: 5_000)])
        let ratio = try #require(levels.talkRatio)
        #expect(abs(ratio - 5.0 / 12) < 0.001)
    }

    @Test func theLongestMonologueIsWhoseAndWhere() throws {
        let left = tone(4_000) + tone(2_000, isOn: false) + tone(4_000) + tone(5_000, isOn: false)
        // A "yes" at 2 s takes nobody's word; talk from 8 s on does.
        let right = tone(2_000, isOn: false) + tone(400) + tone(5_600, isOn: false) + tone(7_000)
        let levels = try Made.wav([left, right], rate: 8_000).recording.levels()
        #expect(levels.longestMonologue == Monologue(channel: 0, range: TimeRange(startMs: 0, endMs: 8_000)))
        #expect(try Made.wav([left], rate: 8_000).recording.levels().longestMonologue == nil)
    }

    @Test func aTurnEndsWhereTheOtherTalksOrAfterAPause() {
        func range(_ start: Int, _ end: Int) -> TimeRange { TimeRange(startMs: start, endMs: end) }
        // 0-4 s and 9-12 s lie too far apart; 9-12 s and 13-20 s do not, but the customer talks between them.
        let agent = [range(0, 4_000), range(9_000, 12_000), range(13_000, 20_000)]
        let customer = [range(12_100, 12_900)]
        #expect(Talk.longestMonologue(agent, customer) == Monologue(channel: 0, range: range(13_000, 20_000)))
        #expect(Talk.longestMonologue(agent, []) == Monologue(channel: 0, range: range(9_000, 20_000)))
        // While both talk nobody has the word.
        #expect(Talk.longestMonologue([range(0, 10_000)], [range(2_000, 7_000)])?.range == range(7_000, 10_000))
        #expect(Talk.longestMonologue([], []) == nil)
    }

    @Test func soundThatIsCutOffIsFoundAndSaid() throws {
        let loud = (0..<24_000).map { Int16(clamping: Int(90_000 * sin(Double($0) * 2 * .pi * 440 / 8_000))) }
        let wav = try Made.wav([tone(2_000) + loud + tone(1_000), tone(6_000)], rate: 8_000)
        guard
            case .analysis(let report) = try wav.recording.ask(
                .analyse(samplesPerPixel: 256, silenceDb: -50, minMs: 1_000))
        else { throw OddAnswer() }
        let channel = report.levels.channels[0]
        #expect(channel.clips == [TimeRange(startMs: 2_000, endMs: 5_000)])
        #expect((0.3...0.5).contains(channel.clippedPart))
        #expect(report.levels.channels[1].clips.isEmpty && report.levels.channels[1].clippedPart == 0)
        #expect(
            report.health == [
                Health(.clippedSound, "Channel 1 of 2 was recorded too loud: 3 s of it are cut off and distorted.")
            ])
    }

    @Test func oneDecodeTellsTheSameAsTwo() throws {
        let recording = try Recording(fixture: "parcel-late.opus")
        let request = MediaRequest.analyse(samplesPerPixel: 256, silenceDb: -50, minMs: 1_000)
        guard case .analysis(let both) = try recording.ask(request),
            case .peaks(let peaks) = try recording.ask(.peaks(samplesPerPixel: 256))
        else { throw OddAnswer() }
        #expect(both.peaks.first == peaks)
        #expect(try both.levels == recording.levels(minMs: 1_000))
        #expect(both.levels.channels.count == 2 && both.levels.talkRatio != nil && both.health.isEmpty)
        #expect(abs(peaks.length * 256 - both.levels.durationMs * peaks.sampleRate / 1_000) < 300)
    }

    @Test func coarserZoomsAreWhatWouldBeMeasured() throws {
        let recording = try Recording(fixture: "parcel-late.opus")
        let request = MediaRequest.analyse(samplesPerPixel: 256, silenceDb: -50, minMs: 1_000)
        guard case .analysis(let report) = try recording.ask(request) else { throw OddAnswer() }
        #expect(report.peaks.map(\.samplesPerPixel) == [256, 2_048, 16_384])
        for zoom in report.peaks {
            guard case .peaks(let alone) = try recording.ask(.peaks(samplesPerPixel: zoom.samplesPerPixel)) else {
                throw OddAnswer()
            }
            #expect(zoom == alone)
        }
    }

    @Test func theFinestZoomOfAVeryLongRecordingIsCoarser() throws {
        var meter = PeakMeter(channels: 2, samplesPerPixel: 16, isFitted: true)
        let block = (0..<16_384).map { Int16(truncatingIfNeeded: $0 &* 7_919) }
        // 2 x 38 million samples: 9 MB of pixels of 16.
        for _ in 0..<2_300 {
            for channel in 0..<2 { block.withUnsafeBufferPointer { meter.add($0, channel: channel) } }
            try meter.fit()
        }
        let reports = meter.reports(rate: 8_000, zooms: 3)
        #expect(reports.map(\.samplesPerPixel) == [32, 256, 2_048])
        #expect(reports[0].length == 2_300 * 16_384 / 32 && reports[0].dat.count < 7 << 20)
        let first = block[..<32]
        #expect(
            reports[0].dat[24..<26].map { Int8(bitPattern: $0) } == [
                Int8(first.min()! / 256), Int8(first.max()! / 256),
            ])
    }

    @Test func whatIsCancelledEnds() throws {
        let recording = try Recording(fixture: "parcel-late.opus")
        let task = MediaTask(inputs: [recording.descriptor], isCancelled: { true })
        #expect(throws: MediaFailure.cancelled) { try task.perform(.peaks(samplesPerPixel: 256)) }
    }

    @Test func progressGoesFromNothingToAll() throws {
        let recording = try Recording(fixture: "password-reset.mp3")
        var heard: [Double] = []
        let task = MediaTask(inputs: [recording.descriptor], progress: { heard.append($0) })
        _ = try task.perform(.levels(silenceDb: -50, minMs: 500))
        #expect(heard == heard.sorted() && heard.count > 10 && heard.last == 1)
    }
}
