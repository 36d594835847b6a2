import CFFmpeg
import Foundation
import MediaWork
import Testing

@testable import FFmpeg

/// Where a file leaves sound out: what is found is what silence of as many samples would give.
struct PauseTests {
    /// Three minutes without a packet, against a file that has every sample of them.
    @Test func aPauseIsTheSilenceThatAFileLeavesOut() throws {
        let (before, after) = (sound(rate: 8_000, ms: 7_013), sound(rate: 8_000, ms: 5_001))
        let pauseMs = 3 * 60_000 + 3
        let paused = try Self.recording([(0, before), (7_013 + pauseMs, after)])
        let filled = try Made()
        try Made.wav([before], rate: 8_000).bytes.write(to: filled.url)
        try filled.append(silence: 2 * 8 * pauseMs)
        try filled.append(after)
        try filled.sayLength()
        let request = MediaRequest.analyse(samplesPerPixel: 256, silenceDb: -50, minMs: 1_000)
        guard case .analysis(let one) = try paused.recording.ask(request),
            case .analysis(let other) = try filled.recording.ask(request)
        else { throw OddAnswer() }
        #expect(one.levels == other.levels)
        #expect(areSame(one.peaks, other.peaks))
        #expect(one.levels.durationMs == 7_013 + pauseMs + 5_001)
        #expect(one.levels.channels[0].silences.contains { $0.endMs - $0.startMs >= pauseMs })
    }

    /// A day is the most that is read: packets at both ends of it and in its middle.
    @Test func aDayOfPausesIsLookedAt() throws {
        let hour = 3_600_000
        let paused = try Self.recording([
            (0, tone(2_000)), (11 * hour, tone(3_000)), (24 * hour - 2_000, tone(1_000)),
        ])
        let request = MediaRequest.analyse(samplesPerPixel: 16, silenceDb: -50, minMs: 1_000)
        guard case .analysis(let report) = try paused.recording.ask(request) else { throw OddAnswer() }
        let channel = report.levels.channels[0]
        #expect(report.levels.durationMs == 24 * hour - 1_000)
        #expect(channel.silences.count == 2)
        #expect(channel.silences.allSatisfy { $0.endMs - $0.startMs > 10 * hour })
        #expect(channel.talks.map { $0.startMs / hour } == [0, 11, 23])
        // 43 million pixels would be too many.
        #expect(report.peaks[0].samplesPerPixel == 256)
        #expect(report.peaks[0].length == (24 * hour - 1_000) * 8 / 256 + 1)
    }

    @Test func pausesAreTheSameForTwoThreads() throws {
        let minute = 60_000
        let paused = try Self.recording([
            (0, sound(rate: 8_000, ms: 5_000)), (7 * minute + 30_000, sound(rate: 8_000, ms: minute)),
            (8 * minute + 30_300, tone(20_000)), (16 * minute + 7, sound(rate: 8_000, ms: 4_321)),
        ])
        let (alone, shared) = try paused.recording.analysedAloneAndShared(capacity: 100_003)
        #expect(shared.levelsReport() == alone.levelsReport())
        #expect(areSame(shared.peaksReports(), alone.peaksReports()))
        #expect(alone.levelsReport().durationMs == 16 * minute + 7 + 4_321)
    }

    /// Sound and silence in pieces of any length, as samples and as numbers of samples.
    @Test(arguments: [(8_000, 256), (11_025, 16), (44_100, 1_000), (8_000, 7)])
    func silenceOfWhichNoSampleIsLookedAtIsTheSame(rate: Int, samplesPerPixel: Int) throws {
        var meters = (0..<2).map { _ in LevelMeter(rate: rate, silenceDb: -40, minMs: 30) }
        var peaks = (0..<2).map { _ in PeakMeter(channels: 1, samplesPerPixel: samplesPerPixel, isFitted: true) }
        var chance = Chance(state: UInt64(rate + samplesPerPixel))
        for _ in 0..<300 {
            let piece = sound(rate: rate, ms: chance.below(80), seed: chance.below(1 << 20))
            let pause = chance.below(2) == 0 ? chance.below(3 * rate / 100) : chance.below(rate)
            for way in 0..<2 {
                try peaks[way].draw(channel: 0) { pen throws(MediaFailure) in
                    for samples in way == 0 ? [piece, [Int16](repeating: 0, count: pause)] : [piece] {
                        try samples.withUnsafeBufferPointer { samples throws(MediaFailure) in
                            try meters[way].add(samples, drawing: &pen)
                        }
                    }
                    if way == 1 { try meters[way].rest(pause, drawing: &pen) }
                }
            }
        }
        for way in 0..<2 { peaks[way].draw(channel: 0) { pen in meters[way].end(drawing: &pen) } }
        #expect(meters[0].report() == meters[1].report())
        #expect(areSame(peaks[0].reports(rate: rate, zooms: 3), peaks[1].reports(rate: rate, zooms: 3)))
    }

    /// Whenever it is noticed that there are too many pixels, the same ones are left.
    @Test func aWaveformIsAsCoarseHoweverOftenItIsFitted() throws {
        var reports: [PeaksReport] = []
        for often in [1, 37, 5_000] {
            var meter = PeakMeter(channels: 1, samplesPerPixel: 1, isFitted: true)
            for piece in 1...9_999 {
                let samples = (0..<8).map { Int16(truncatingIfNeeded: (piece + $0) &* 7_919) }
                samples.withUnsafeBufferPointer { meter.add($0, channel: 0) }
                meter.rest(993, channel: 0)
                if piece % often == 0 { try meter.fit() }
            }
            try meter.fit()
            reports += meter.reports(rate: 8_000, zooms: 1)
        }
        #expect(reports[0].samplesPerPixel == 4 && reports[0].length == (9_999 * 1_001 + 3) / 4)
        #expect(areSame(reports, [reports[0], reports[0], reports[0]]))
    }

    /// Noise, now loud, now soft, now with a key pressed.
    private func sound(rate: Int, ms: Int, seed: Int = 5) -> [Int16] {
        var chance = Chance(state: UInt64(seed))
        var samples: [Int16] = []
        while samples.count < ms * rate / 1_000 {
            let (size, kind) = (chance.below(9_000) + 1, chance.below(3))
            for index in 0..<(rate / 10) {
                let turn = 2 * .pi * Double(index) / Double(rate)
                let key = 6_000 * (sin(770 * turn) + sin(1_336 * turn))
                samples.append(kind == 0 ? Int16(key) : Int16(chance.below(size) - size / 2))
            }
        }
        return Array(samples.prefix(ms * rate / 1_000))
    }

    /// Nobody wants to read all bytes of those that are not.
    private func areSame(_ one: [PeaksReport], _ other: [PeaksReport]) -> Bool { one == other }

    private struct Chance {
        var state: UInt64

        mutating func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % max(1, limit)
        }
    }

    /// Matroska of one channel of 8 kHz, with sound where it is said to be (ms) and nothing elsewhere.
    private static func recording(_ parts: [(ms: Int, samples: [Int16])]) throws -> Made {
        let made = try Made()
        let sink = try Sink(descriptor: made.descriptor, container: .mka)
        let stream = try sink.addStream()
        stream.pointee.time_base = AVRational(num: 1, den: 8_000)
        stream.pointee.codecpar.pointee.codec_type = AVMEDIA_TYPE_AUDIO
        stream.pointee.codecpar.pointee.codec_id = AV_CODEC_ID_PCM_S16LE
        stream.pointee.codecpar.pointee.sample_rate = 8_000
        stream.pointee.codecpar.pointee.bits_per_coded_sample = 16
        av_channel_layout_default(&stream.pointee.codecpar.pointee.ch_layout, 1)
        try sink.begin()
        for (ms, samples) in parts {
            for start in stride(from: 0, to: samples.count, by: 800) {
                let part = samples[start..<min(start + 800, samples.count)]
                let packet = try Packet(part.withUnsafeBytes { Array($0) })
                packet.raw.pointee.pts = Int64(8 * ms + start)
                packet.raw.pointee.dts = packet.raw.pointee.pts
                packet.raw.pointee.duration = Int64(part.count)
                packet.raw.pointee.flags |= AV_PKT_FLAG_KEY
                try sink.write(packet, to: stream, timeBase: AVRational(num: 1, den: 8_000))
            }
        }
        _ = try sink.end()
        return made
    }
}

extension Made {
    /// Bytes that a disk need not keep.
    fileprivate func append(silence bytes: Int) throws {
        let file = try FileHandle(forWritingTo: url)
        try file.truncate(atOffset: file.seekToEnd() + UInt64(bytes))
    }

    fileprivate func append(_ samples: [Int16]) throws {
        let file = try FileHandle(forWritingTo: url)
        _ = try file.seekToEnd()
        try file.write(contentsOf: samples.withUnsafeBytes { Data($0) })
    }

    /// Has a WAV's header tell of all that is there.
    fileprivate func sayLength() throws {
        let file = try FileHandle(forUpdating: url)
        let size = UInt32(try file.seekToEnd())
        for (place, number) in [(4, size - 8), (40, size - 44)] {
            try file.seek(toOffset: UInt64(place))
            try file.write(contentsOf: withUnsafeBytes(of: number.littleEndian) { Data($0) })
        }
    }
}
