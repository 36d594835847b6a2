/// Draws the waveform of one channel: the least and the most of so many samples are a pixel.
struct PeakPen {
    private(set) var samplesPerPixel: Int
    /// Minimum and maximum in turn.
    private(set) var pixels: [Int8] = []
    private var low = Int16.max
    private var high = Int16.min
    private var filled = 0

    init(samplesPerPixel: Int) { self.samplesPerPixel = samplesPerPixel }

    /// For what is only measured: nothing is drawn.
    static var dry: PeakPen { PeakPen(samplesPerPixel: .max) }

    /// Samples whose least and most are known; only where a pixel ends among them are they looked at again.
    mutating func draw(_ samples: UnsafeBufferPointer<Int16>, least: Int16, most: Int16) {
        guard samples.count <= samplesPerPixel - filled else { return draw(samples) }
        fill(samples.count, least: least, most: most)
    }

    mutating func draw(_ samples: UnsafeBufferPointer<Int16>) {
        var position = 0
        while position < samples.count {
            let count = min(samplesPerPixel - filled, samples.count - position)
            let part = UnsafeBufferPointer(rebasing: samples[position..<(position + count)])
            let (least, most) = SampleSums.extremes(part)
            fill(count, least: least, most: most)
            position += count
        }
    }

    /// Draws as many samples of silence.
    mutating func rest(_ count: Int) {
        let first = filled > 0 ? min(samplesPerPixel - filled, count) : 0
        fill(first, least: 0, most: 0)
        let (whole, left) = (count - first).quotientAndRemainder(dividingBy: samplesPerPixel)
        pixels.append(contentsOf: repeatElement(0, count: 2 * whole))
        fill(left, least: 0, most: 0)
    }

    /// From now on, and from the start, twice as many samples are a pixel.
    mutating func coarsen() {
        if pixels.count % 4 == 2 {
            // The other half of the last one is still to come. What it has been divided by, it is again.
            high = max(high, Int16(pixels.removeLast()) * 256)
            low = min(low, Int16(pixels.removeLast()) * 256)
            filled += samplesPerPixel
        }
        pixels = Self.joined(pixels, by: 2)
        samplesPerPixel *= 2
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

    private mutating func fill(_ count: Int, least: Int16, most: Int16) {
        guard count > 0 else { return }
        low = min(low, least)
        high = max(high, most)
        filled += count
        if filled == samplesPerPixel { finish() }
    }

    /// Pixels gathered; the last may be of fewer.
    static func joined(_ pixels: [Int8], by factor: Int) -> [Int8] {
        var joined: [Int8] = []
        joined.reserveCapacity(pixels.count / factor + 2)
        var start = 0
        while start < pixels.count {
            let end = min(pixels.count, start + 2 * factor)
            var (low, high) = (pixels[start], pixels[start + 1])
            var next = start + 2
            while next < end {
                low = min(low, pixels[next])
                high = max(high, pixels[next + 1])
                next += 2
            }
            joined.append(low)
            joined.append(high)
            start = end
        }
        return joined
    }
}
