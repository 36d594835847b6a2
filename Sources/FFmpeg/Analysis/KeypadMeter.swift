import Glibc
import MediaWork

/// Listens on one channel for the tones of a telephone's keys: pairs of a low and a high one (ITU-T Q.23).
///
/// Windows of 10 ms are averaged down to some 8 kHz; of each the part of the eight tones is measured, and two neighbours
/// are judged together (`KeypadPair`). A press has three windows at least, so every other one is asked first, and the
/// two around it only where it has something of a row and of a column.
struct KeypadMeter {
    /// Hz; the four rows of the keypad, then its four columns.
    static let tones: [Double] = [697, 770, 852, 941, 1_209, 1_336, 1_477, 1_633]

    /// Samples averaged to one.
    private let step: Int
    /// Samples of a window after that.
    private let width: Int
    private let windowMs: Double
    private let rows: KeypadTones
    private let columns: KeypadTones
    private let pairs: KeypadPair
    /// The window before, when that has not been measured; empty when it was too quiet.
    private var held: [Int16] = []
    /// Filled up with zeros to whole eights.
    private var averaged: [Int16]
    private var before: KeypadPair.Window?
    private var windows = 0
    private var runs = KeypadRuns()

    private static let usualRate = 8_000
    /// Nothing quieter (-55 dBFS) is listened to; keys are heard 30 dB above that.
    private static let quietest: Int64 = 3_400
    /// The parts of a window's energy below which no pair with it would pass `KeypadPair`.
    private static let leastRow: Float = 0.02
    private static let leastBoth: Float = 0.08

    /// `window`: samples of 10 ms.
    init(rate: Int, window: Int) {
        step = max(1, rate / Self.usualRate)
        width = window / step
        windowMs = Double(window) * 1_000 / Double(rate)
        let slow = Double(rate) / Double(step)
        rows = KeypadTones(Self.tones[..<4].map { $0 / slow }, width: width)
        columns = KeypadTones(Self.tones[4...].map { $0 / slow }, width: width)
        pairs = KeypadPair(width: width, windowSeconds: windowMs / 1_000)
        averaged = Array(repeating: 0, count: rows.eights * 8)
    }

    /// Takes in the next window; `squares` is the sum of its samples'.
    mutating func listen(_ window: UnsafeBufferPointer<Int16>, squares: Int64) {
        defer { windows += 1 }
        // Averages have no more energy than what they are made of.
        let isQuiet = squares <= Self.quietest * Int64(width * step)
        if windows % 2 == 0 {
            held.removeAll(keepingCapacity: true)
            guard let earlier = before else {
                if !isQuiet { held += window }
                return
            }
            before = isQuiet ? nil : measure(window, isCertain: true)
            judge(earlier, before)
        } else {
            let now = isQuiet ? nil : measure(window, isCertain: false)
            if now != nil, before == nil, !held.isEmpty {
                let earlier = held
                before = earlier.withUnsafeBufferPointer { measure($0, isCertain: true) }
            }
            judge(before, now)
            before = now
        }
    }

    /// Where keys were pressed, ms; presses within a second of each other are one stretch.
    mutating func report(durationMs: Int) -> [TimeRange] {
        runs.end()
        return runs.stretches(windowMs: windowMs, durationMs: durationMs)
    }

    private mutating func judge(_ earlier: KeypadPair.Window?, _ now: KeypadPair.Window?) {
        if let earlier, let now, let finding = pairs.judge(earlier, now) {
            runs.add(finding, at: windows - 1)
        } else {
            runs.end()
        }
    }

    /// nil when it is too quiet, and unless `isCertain`, when it has too little of a row or a column.
    private mutating func measure(_ window: UnsafeBufferPointer<Int16>, isCertain: Bool) -> KeypadPair.Window? {
        if step > 1 || width % 8 != 0 { average(window) }
        return averaged.withUnsafeBufferPointer { slow in
            let heard = step > 1 || width % 8 != 0 ? slow : window
            let energy = SampleSums.squares(heard)
            guard let samples = heard.baseAddress, energy > Self.quietest * Int64(width) else { return nil }
            // Of a pure tone's energy, its part is all.
            let whole = Float(energy) * Float(width) / 2
            let low = rows.parts(of: samples)
            let row = low.greatest
            guard isCertain || row > Self.leastRow * whole else { return nil }
            let high = columns.parts(of: samples)
            guard isCertain || row + high.greatest > Self.leastBoth * whole else { return nil }
            return KeypadPair.Window(
                real: SIMD8(lowHalf: low.real, highHalf: high.real),
                imaginary: SIMD8(lowHalf: low.imaginary, highHalf: high.imaginary), energy: Float(energy))
        }
    }

    private mutating func average(_ window: UnsafeBufferPointer<Int16>) {
        guard let base = window.baseAddress else { return }
        averaged.withUnsafeMutableBufferPointer { averaged in
            // Of the usual rates the compiler knows how many are added.
            switch step {
            case 1: _ = averaged.update(fromContentsOf: window.prefix(width))
            case 2: Self.average(base, by: 2, into: averaged, width)
            case 6: Self.average(base, by: 6, into: averaged, width)
            default: Self.average(base, by: step, into: averaged, width)
            }
        }
    }

    @inline(__always)
    private static func average(
        _ samples: UnsafePointer<Int16>, by step: Int, into averaged: UnsafeMutableBufferPointer<Int16>, _ width: Int
    ) {
        var index = 0
        while index < width {
            var sum: Int32 = 0
            var part = 0
            while part < step {
                sum &+= Int32(samples[index &* step &+ part])
                part &+= 1
            }
            averaged[index] = Int16(truncatingIfNeeded: sum / Int32(truncatingIfNeeded: step))
            index &+= 1
        }
    }
}
