import Glibc
import MediaWork

/// Listens on one channel for the tones of a telephone's keys: pairs of a low and a high one (ITU-T Q.23).
///
/// Samples are averaged down to some 8 kHz and taken in windows of 10 ms; of each window the part of the eight tones is
/// kept, and two neighbours are judged together (`KeypadPair`).
struct KeypadMeter {
    /// Hz; the four rows of the keypad, then its four columns.
    static let tones: [Double] = [697, 770, 852, 941, 1_209, 1_336, 1_477, 1_633]

    /// Samples averaged to one.
    private let step: Int
    /// Samples of a window after that.
    private let width: Int
    /// Cosine and sine of each tone over a window, a row each.
    private let tables: [Int16]
    private let pairs: KeypadPair
    private let rate: Int
    private var raw: [Int16]
    private var filled = 0
    private var averaged: [Int16]
    private var before: KeypadPair.Window?
    private var windows = 0
    private var runs = KeypadRuns()

    /// 8-bit tables: products of 16-bit samples then add up in 32 bits.
    private static let tableScale = 255.0
    private static let usualRate = 8_000
    /// Nothing quieter (-55 dBFS) is listened to; keys are heard 30 dB above that.
    private static let quietest: Int64 = 3_400

    init(rate: Int) {
        self.rate = rate
        step = max(1, rate / Self.usualRate)
        let slow = Double(rate) / Double(step)
        let width = max(8, Int(slow / 100))
        self.width = width
        tables = Self.tables(turns: Self.tones.map { $0 / slow }, width: width)
        pairs = KeypadPair(rate: slow, width: width)
        raw = Array(repeating: 0, count: width * step)
        averaged = Array(repeating: 0, count: width)
    }

    /// `turns`: of each tone, by sample.
    private static func tables(turns: [Double], width: Int) -> [Int16] {
        var tables: [Int16] = []
        for turn in turns {
            let angles = (0..<width).map { 2 * Double.pi * turn * Double($0) }
            tables += angles.map { Int16((cos($0) * tableScale).rounded()) }
            tables += angles.map { Int16((sin($0) * tableScale).rounded()) }
        }
        return tables
    }

    mutating func add(_ samples: UnsafeBufferPointer<Int16>) {
        guard let base = samples.baseAddress else { return }
        var position = 0
        let size = raw.count
        while position < samples.count {
            if filled == 0, samples.count - position >= size {
                listen(UnsafeBufferPointer(start: base + position, count: size))
                position += size
                continue
            }
            let part = min(size - filled, samples.count - position)
            raw.withUnsafeMutableBufferPointer { buffer in
                _ = buffer[filled...].update(fromContentsOf: UnsafeBufferPointer(start: base + position, count: part))
            }
            filled += part
            position += part
            if filled == size {
                filled = 0
                let window = raw
                window.withUnsafeBufferPointer { listen($0) }
            }
        }
    }

    /// Where keys were pressed, ms; presses within a second of each other are one stretch.
    mutating func report(durationMs: Int) -> [TimeRange] {
        runs.end()
        let windowMs = Double(width * step) * 1_000 / Double(rate)
        return runs.stretches(windowMs: windowMs, durationMs: durationMs)
    }

    private mutating func listen(_ window: UnsafeBufferPointer<Int16>) {
        defer { windows += 1 }
        guard let now = spectrum(window) else {
            before = nil
            runs.end()
            return
        }
        if let earlier = before, let finding = pairs.judge(earlier, now) {
            runs.add(finding, at: windows - 1)
        } else {
            runs.end()
        }
        before = now
    }

    /// nil when it is too quiet.
    private mutating func spectrum(_ window: UnsafeBufferPointer<Int16>) -> KeypadPair.Window? {
        if step > 1 { average(window) }
        return averaged.withUnsafeBufferPointer { slow in
            let heard = step > 1 ? slow : window
            let energy = SampleSums.squares(heard)
            guard let samples = heard.baseAddress, energy > Self.quietest * Int64(width) else { return nil }
            var spectrum = KeypadPair.Window(energy: Float(energy))
            tables.withUnsafeBufferPointer { tables in
                guard var table = tables.baseAddress else { return }
                for tone in 0..<8 {
                    spectrum.real[tone] = Float(SampleSums.product(samples, table, count: width))
                    // The sine turns backwards.
                    spectrum.imaginary[tone] = -Float(SampleSums.product(samples, table + width, count: width))
                    table += 2 * width
                }
            }
            spectrum.real *= Float(1 / Self.tableScale)
            spectrum.imaginary *= Float(1 / Self.tableScale)
            return spectrum
        }
    }

    private mutating func average(_ window: UnsafeBufferPointer<Int16>) {
        guard let base = window.baseAddress else { return }
        averaged.withUnsafeMutableBufferPointer { averaged in
            var index = 0
            while index < width {
                var sum: Int32 = 0
                var part = 0
                while part < step {
                    sum &+= Int32(base[index &* step &+ part])
                    part &+= 1
                }
                averaged[index] = Int16(truncatingIfNeeded: sum / Int32(truncatingIfNeeded: step))
                index &+= 1
            }
        }
    }
}
