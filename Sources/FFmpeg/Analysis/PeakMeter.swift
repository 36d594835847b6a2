import MediaWork

/// Gathers the waveform of all channels and writes it as audiowaveform's `.dat`, version 2, 8 bit
/// (https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md).
struct PeakMeter {
    private let samplesPerPixel: Int
    private var channels: [Channel]

    /// Of the answer's bytes, so many may be waveform.
    private static let maxBytes = 12 << 20

    init(channels: Int, samplesPerPixel: Int) {
        self.samplesPerPixel = samplesPerPixel
        self.channels = Array(repeating: Channel(), count: channels)
    }

    mutating func add(_ samples: UnsafeBufferPointer<Int16>, channel: Int) throws(MediaFailure) {
        channels[channel].add(samples, samplesPerPixel: samplesPerPixel)
        guard channels[channel].pixels.count * channels.count <= Self.maxBytes else { throw .tooLarge(.answer) }
    }

    mutating func report(rate: Int) -> PeaksReport {
        for channel in channels.indices { channels[channel].finish() }
        let length = channels.map(\.pixels.count).max().map { $0 / 2 } ?? 0
        var dat: [UInt8] = []
        // Version, flags (1: 8 bit), rate, samples per pixel, length, channels: 32 bit, little-endian.
        for number in [2, 1, rate, samplesPerPixel, length, channels.count] {
            dat += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        dat.reserveCapacity(dat.count + 2 * length * channels.count)
        for pixel in 0..<length {
            for channel in channels {
                dat.append(UInt8(bitPattern: channel.pixels[2 * pixel]))
                dat.append(UInt8(bitPattern: channel.pixels[2 * pixel + 1]))
            }
        }
        return PeaksReport(
            sampleRate: rate, samplesPerPixel: samplesPerPixel, channels: channels.count, length: length, dat: dat)
    }

    private struct Channel {
        /// Minimum and maximum in turn.
        var pixels: [Int8] = []
        private var low = Int16.max
        private var high = Int16.min
        private var filled = 0

        mutating func add(_ samples: UnsafeBufferPointer<Int16>, samplesPerPixel: Int) {
            var position = 0
            while position < samples.count {
                let count = min(samplesPerPixel - filled, samples.count - position)
                let part = UnsafeBufferPointer(rebasing: samples[position..<(position + count)])
                let (least, most) = SampleSums.extremes(part)
                low = min(low, least)
                high = max(high, most)
                position += count
                filled += count
                if filled == samplesPerPixel { finish() }
            }
        }

        /// Ends the pixel under way, full or not. Of 16 bit by division, towards zero, as audiowaveform does.
        mutating func finish() {
            guard filled > 0 else { return }
            pixels.append(Int8(low / 256))
            pixels.append(Int8(high / 256))
            low = .max
            high = .min
            filled = 0
        }
    }
}
