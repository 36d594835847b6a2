import Glibc
import MediaWork

/// Listens on one channel for the tones of a telephone's keys: pairs of a low and a high one (ITU-T Q.23).
///
/// Windows of 10 ms are averaged down to some 8 kHz, and two neighbours are judged together (`KeypadPair`) by the part that
/// each of the eight tones has of them. A press has three windows at least, so every other one is asked first, for its
/// rows: only where it has some of one are those around it asked, and only where a row stands out are columns.
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
    /// Of this window and of the one before, in turn, what is measured; filled up with zeros to whole eights.
    private var slots: [Int16]
    private let slotSize: Int
    /// The window before, when it is loud enough, and every second one only when it has some of a row.
    private var before: Window?
    private var windows = 0
    private var runs = KeypadRuns()

    private static let usualRate = 8_000
    /// Nothing quieter (-55 dBFS) is listened to; keys are heard 30 dB above that.
    private static let quietest: Int64 = 3_400
    /// The parts of a window's energy below which no pair with it would pass `KeypadPair`.
    private static let leastRow: Float = 0.02
    private static let leastBoth: Float = 0.08

    /// A window that may have something of a key, as far as it has been measured.
    private struct Window {
        let number: Int
        let energy: Int64
        var rows: KeypadTones.Parts?
        var columns: KeypadTones.Parts?
        /// Row and column together are too little.
        var isTooLittle = false

        /// Every second window, which must have something of a key.
        var isAsked: Bool { number % 2 == 1 }
    }

    /// `window`: samples of 10 ms.
    init(rate: Int, window: Int) {
        step = max(1, rate / Self.usualRate)
        width = window / step
        windowMs = Double(window) * 1_000 / Double(rate)
        let slow = Double(rate) / Double(step)
        rows = KeypadTones(Self.tones[..<4].map { $0 / slow }, width: width)
        columns = KeypadTones(Self.tones[4...].map { $0 / slow }, width: width)
        pairs = KeypadPair(width: width, windowSeconds: windowMs / 1_000)
        slotSize = rows.eights * 8
        slots = Array(repeating: 0, count: 2 * slotSize)
    }

    /// Takes in the next window; `squares` is the sum of its samples'.
    mutating func listen(_ window: UnsafeBufferPointer<Int16>, squares: Int64) {
        defer { windows += 1 }
        // Averages have no more energy than what they are made of.
        guard squares > Self.quietest * Int64(width * step), var now = take(window, squares: squares) else {
            if before != nil || windows % 2 == 1 { runs.end() }
            before = nil
            return
        }
        if now.isAsked {
            let row = rows(of: &now).greatest
            guard row > Self.leastRow * Self.whole(now.energy, width) else {
                runs.end()
                before = nil
                return
            }
        }
        if before != nil {
            judge(&now)
        } else if now.isAsked {
            runs.end()
        }
        before = now
    }

    /// Takes in as many windows of silence, as if it listened to each of them.
    mutating func rest(_ count: Int) {
        guard count > 0 else { return }
        if before != nil || count > 1 || windows % 2 == 1 { runs.end() }
        before = nil
        windows += count
    }

    /// Where keys were pressed, ms; presses within a second of each other are one stretch.
    mutating func report(durationMs: Int) -> [TimeRange] {
        runs.end()
        return runs.stretches(windowMs: windowMs, durationMs: durationMs)
    }

    /// The window at hand with the one before.
    private mutating func judge(_ now: inout Window) {
        guard var earlier = before else { return }
        if let finding = finding(&earlier, &now) {
            runs.add(finding, at: windows - 1)
        } else {
            runs.end()
        }
    }

    private mutating func finding(_ earlier: inout Window, _ now: inout Window) -> KeypadPair.Finding? {
        guard !earlier.isTooLittle else { return nil }
        let rows = (rows(of: &earlier), rows(of: &now))
        guard pairs.hasRow(rows.0, rows.1) else { return nil }
        let columns = (columns(of: &earlier), columns(of: &now))
        guard !earlier.isTooLittle, !now.isTooLittle else { return nil }
        return pairs.judge(
            KeypadPair.Window(rows: rows.0, columns: columns.0, energy: Float(earlier.energy)),
            KeypadPair.Window(rows: rows.1, columns: columns.1, energy: Float(now.energy)))
    }

    private func rows(of window: inout Window) -> KeypadTones.Parts {
        if let known = window.rows { return known }
        let parts = measure(rows, window)
        window.rows = parts
        return parts
    }

    private func columns(of window: inout Window) -> KeypadTones.Parts {
        if let known = window.columns { return known }
        let parts = measure(columns, window)
        window.columns = parts
        let both = rows(of: &window).greatest + parts.greatest
        window.isTooLittle = window.isAsked && both <= Self.leastBoth * Self.whole(window.energy, width)
        return parts
    }

    private func measure(_ tones: KeypadTones, _ window: Window) -> KeypadTones.Parts {
        slots.withUnsafeBufferPointer { slots in
            slots.baseAddress.map { tones.parts(of: $0 + window.number % 2 * slotSize) } ?? KeypadTones.Parts()
        }
    }

    /// Of a pure tone's energy, its part is all.
    private static func whole(_ energy: Int64, _ width: Int) -> Float { Float(energy) * Float(width) / 2 }

    /// Keeps what is measured of a window; nil when too little is left of it.
    private mutating func take(_ window: UnsafeBufferPointer<Int16>, squares: Int64) -> Window? {
        let (number, step, width, slotSize) = (windows, step, width, slotSize)
        let energy = slots.withUnsafeMutableBufferPointer { slots -> Int64 in
            guard let base = slots.baseAddress, let samples = window.baseAddress else { return 0 }
            let slot = base + number % 2 * slotSize
            guard step > 1 else {
                slot.update(from: samples, count: width)
                return squares
            }
            Self.average(samples, by: step, into: slot, width)
            return SampleSums.squares(UnsafeBufferPointer(start: slot, count: slotSize))
        }
        return energy > Self.quietest * Int64(width) ? Window(number: number, energy: energy) : nil
    }

    private static func average(
        _ samples: UnsafePointer<Int16>, by step: Int, into averaged: UnsafeMutablePointer<Int16>, _ width: Int
    ) {
        // Of the usual rates the compiler knows how many are added.
        switch step {
        case 2: averageSteps(samples, by: 2, into: averaged, width)
        case 6: averageSteps(samples, by: 6, into: averaged, width)
        default: averageSteps(samples, by: step, into: averaged, width)
        }
    }

    @inline(__always)
    private static func averageSteps(
        _ samples: UnsafePointer<Int16>, by step: Int, into averaged: UnsafeMutablePointer<Int16>, _ width: Int
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
