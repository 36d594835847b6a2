import CFFmpeg
import MediaWork

/// One audio recording's part of a clip: exactly the samples of the range, at the clip's rate, silence where it has
/// none. Nothing before the first or after the last sample of the range goes into the resampler.
final class Leg {
    /// 1 or 2.
    let channels: Int
    private let reader: AudioReader
    private let resampler: Resampler?
    /// The range in the recording's own samples; the start may lie before its first.
    private var position: Int64
    private let end: Int64
    /// What was cut and resampled and is not read yet, per channel.
    private var ready: [[Float]]
    private var isDrained = false
    private var scratch: [Float] = []

    /// `startMs` and `endMs` on the recording's own timeline.
    convenience init(_ source: Source, startMs: Int, endMs: Int, rate: Int) throws(MediaFailure) {
        let reader = try AudioReader(source)
        try self.init(
            reader, from: Self.sample(startMs, reader.rate), until: Self.sample(endMs, reader.rate), rate: rate)
    }

    /// `from` and `until` on the recording's own timeline, in its own samples.
    init(_ reader: AudioReader, from: Int64, until: Int64, rate: Int) throws(MediaFailure) {
        self.reader = reader
        channels = reader.channels == 2 ? 2 : 1
        position = from
        end = until
        ready = Array(repeating: [], count: channels)
        resampler = reader.rate == rate ? nil : try Resampler(channels: channels, from: reader.rate, to: rate)
        // Whoever has looked where it begins has sought already.
        if reader.upcoming.map({ $0 > position }) ?? true { try reader.seek(to: max(0, position)) }
    }

    /// The rate of the recording itself, Hz.
    var ownRate: Int { reader.rate }

    /// The next `count` samples of each channel; silence behind the end.
    func read(_ count: Int) throws(MediaFailure) -> [[Float]] {
        while ready[0].count < count, !isDrained { try fill() }
        return ready.indices.map { channel in
            let taken = Array(ready[channel].prefix(count))
            ready[channel].removeFirst(taken.count)
            return taken + [Float](repeating: 0, count: count - taken.count)
        }
    }

    /// The sample at a time.
    static func sample(_ ms: Int, _ rate: Int) -> Int64 {
        let product = Int64(ms) * Int64(rate)
        return (product >= 0 ? product + 500 : product - 500) / 1_000
    }

    private func fill() throws(MediaFailure) {
        guard position < end, let block = try reader.next() else {
            // The recording is over before the range is.
            while position < end { try take(silence(min(end - position, Int64(reader.rate)))) }
            if let resampler { append(try resampler.rest()) }
            isDrained = true
            return
        }
        let from = max(position, block.position)
        let until = min(end, block.position + Int64(block.count))
        guard until > from || block.position >= end else { return }
        while position < min(from, end) { try take(silence(min(min(from, end) - position, Int64(reader.rate)))) }
        guard until > from else { return }
        try take(mixed(block, from: Int(from - block.position), until: Int(until - block.position)))
    }

    /// Adds samples of the recording's own rate.
    private func take(_ samples: [[Float]]) throws(MediaFailure) {
        position += Int64(samples[0].count)
        append(try resampler?.resample(samples) ?? samples)
    }

    private func append(_ samples: [[Float]]) {
        for channel in ready.indices { ready[channel] += samples[channel] }
    }

    private func silence(_ count: Int64) -> [[Float]] {
        Array(repeating: [Float](repeating: 0, count: Int(count)), count: channels)
    }

    /// Part of a block; more than two channels become one.
    private func mixed(_ block: AudioReader.Block, from: Int, until: Int) -> [[Float]] {
        if scratch.count < block.count { scratch = [Float](repeating: 0, count: block.count) }
        func channel(_ number: Int) -> [Float] {
            scratch.withUnsafeMutableBufferPointer { buffer in
                let part = UnsafeMutableBufferPointer(rebasing: buffer[..<block.count])
                Samples.copy(block.frame, channel: number, into: part)
                return Array(part[from..<until])
            }
        }
        guard reader.channels > 2 else { return (0..<channels).map(channel) }
        var sum = [Float](repeating: 0, count: until - from)
        for number in 0..<reader.channels {
            for (index, sample) in channel(number).enumerated() { sum[index] += sample / Float(reader.channels) }
        }
        return [sum]
    }
}
