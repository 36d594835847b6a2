import MediaWork

/// Gathers the waveform of all channels and writes it as audiowaveform's `.dat`, version 2, 8 bit
/// (https://github.com/bbc/audiowaveform/blob/master/doc/DataFormat.md).
struct PeakMeter {
    private var samplesPerPixel: Int
    private let isFitted: Bool
    /// One for each channel.
    private var pens: [PeakPen]

    /// Of the answer's bytes, so many may be waveform.
    private static let maxBytes = 12 << 20
    /// The finest of several zooms has no more.
    private static let fittedBytes = 6 << 20
    /// Pixels of one zoom that make one of the next.
    private static let zoomFactor = 8

    /// `isFitted`: twice as many samples become a pixel whenever there are too many pixels.
    init(channels: Int, samplesPerPixel: Int, isFitted: Bool) {
        self.samplesPerPixel = samplesPerPixel
        self.isFitted = isFitted
        pens = Array(repeating: PeakPen(samplesPerPixel: samplesPerPixel), count: channels)
    }

    mutating func add(_ samples: UnsafeBufferPointer<Int16>, channel: Int) {
        pens[channel].draw(samples)
    }

    /// As many samples of silence.
    mutating func rest(_ count: Int, channel: Int) { pens[channel].rest(count) }

    /// The same, by somebody who looks at the samples for something else too.
    mutating func draw<Failure: Error>(
        channel: Int, _ body: (inout PeakPen) throws(Failure) -> Void
    ) throws(Failure) {
        try body(&pens[channel])
    }

    /// To be called when all channels have the same samples.
    mutating func fit() throws(MediaFailure) {
        while pens[0].pixels.count * pens.count > (isFitted ? Self.fittedBytes : Self.maxBytes) {
            guard isFitted else { throw .tooLarge(.answer) }
            samplesPerPixel *= 2
            for channel in pens.indices { pens[channel].coarsen() }
        }
    }

    /// So many zooms, the finest first.
    mutating func reports(rate: Int, zooms: Int) -> [PeaksReport] {
        for channel in pens.indices { pens[channel].finish() }
        var rows = pens.map(\.pixels)
        var size = samplesPerPixel
        return (0..<zooms).map { zoom in
            if zoom > 0 {
                rows = rows.map { PeakPen.joined($0, by: Self.zoomFactor) }
                size *= Self.zoomFactor
            }
            return Self.report(rows, rate: rate, samplesPerPixel: size)
        }
    }

    private static func report(_ rows: [[Int8]], rate: Int, samplesPerPixel: Int) -> PeaksReport {
        let length = rows.map(\.count).max().map { $0 / 2 } ?? 0
        var dat: [UInt8] = []
        dat.reserveCapacity(PeaksReport.headerBytes + 2 * length * rows.count)
        // Version, flags (1: 8 bit), rate, samples per pixel, length, channels: 32 bit, little-endian.
        for number in [2, 1, rate, samplesPerPixel, length, rows.count] {
            dat += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        for pixel in 0..<length {
            for row in rows {
                dat.append(UInt8(bitPattern: row[2 * pixel]))
                dat.append(UInt8(bitPattern: row[2 * pixel + 1]))
            }
        }
        return PeaksReport(
            sampleRate: rate, samplesPerPixel: samplesPerPixel, channels: rows.count, length: length, dat: dat)
    }
}
