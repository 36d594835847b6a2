/// Draws the waveform of one channel: the least and the most of so many samples are a pixel.
struct PeakPen {
    var samplesPerPixel: Int
    /// Minimum and maximum in turn.
    var pixels: [Int8] = []
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
        low = min(low, least)
        high = max(high, most)
        filled += count
        if filled == samplesPerPixel { finish() }
    }
}
