import Glibc
import MediaWork

/// Loudness, silence, talk, clipped sound and pressed keys of one channel.
struct LevelMeter {
    private let rate: Int
    private let silenceDb: Double
    /// Samples per window of 10 ms.
    private let window: Int
    /// A sample of this size ends a silence.
    private let audible: Int32
    private let minSilence: Int64

    private var sum = 0.0
    private var peak: Int32 = 0
    private var count: Int64 = 0
    private var silences: [TimeRange] = []
    /// Silent samples up to now.
    private var run: Int64 = 0
    /// Loudness of each window of 10 ms, whole dB.
    private var windows: [Int8] = []
    private let loudness: WindowLoudness
    /// The start of a window whose end has not come yet.
    private var begun: [Int16] = []
    private var clips = ClipFinder()
    private var keypad: KeypadMeter

    /// What nothing at all is called, dBFS.
    static let nothingDb = -120.0
    private static let windowMs = 10
    /// More stretches than these help nobody.
    private static let maxSilences = 100_000

    init(rate: Int, silenceDb: Double, minMs: Int) {
        self.rate = rate
        self.silenceDb = silenceDb
        window = rate * Self.windowMs / 1_000
        audible = Int32((pow(10, silenceDb / 20) * 32_768).rounded(.up))
        minSilence = max(1, Int64(minMs) * Int64(rate) / 1_000)
        loudness = WindowLoudness(window: window)
        keypad = KeypadMeter(rate: rate, window: window)
    }

    /// Takes samples in, and draws them as well: the least and the most of a window serve both.
    mutating func add(_ samples: UnsafeBufferPointer<Int16>, drawing pen: inout PeakPen) throws(MediaFailure) {
        var position = 0
        if !begun.isEmpty {
            position = min(window - begun.count, samples.count)
            begun += samples[..<position]
            if begun.count == window { endBegun(drawing: &pen) }
        }
        while samples.count - position >= window {
            look(UnsafeBufferPointer(rebasing: samples[position..<(position + window)]), drawing: &pen)
            position += window
        }
        begun += samples[position...]
        try checkSilences()
    }

    /// Takes in, and draws, as many samples of silence, whole windows at once.
    mutating func rest(_ samples: Int, drawing pen: inout PeakPen) throws(MediaFailure) {
        let first = begun.isEmpty ? 0 : min(window - begun.count, samples)
        begun += repeatElement(0, count: first)
        if begun.count == window { endBegun(drawing: &pen) }
        let (whole, left) = (samples - first).quotientAndRemainder(dividingBy: window)
        pen.rest(whole * window)
        keypad.rest(whole)
        windows += repeatElement(loudness.db(0), count: whole)
        count += Int64(whole * window)
        if audible > 0 { run += Int64(whole * window) }
        begun += repeatElement(0, count: left)
        try checkSilences()
    }

    /// Takes in what is left at the end.
    mutating func end(drawing pen: inout PeakPen) {
        if !begun.isEmpty { endBegun(drawing: &pen) }
    }

    /// Of all that was taken in, after its end.
    mutating func report() -> ChannelLevels {
        endSilence()
        let loudness = count == 0 ? 0 : (sum / Double(count)).squareRoot() / 32_768
        return ChannelLevels(
            loudnessDb: Self.tenths(Self.db(loudness)), peakDb: Self.tenths(Self.db(Double(peak) / 32_768)),
            silences: silences,
            talks: TalkFinder(window: window, rate: rate, silenceDb: silenceDb).talks(in: windows),
            tones: keypad.report(durationMs: ms(count)), clippedPart: clips.part(of: count),
            clips: clips.stretches(window: window, rate: rate, durationMs: ms(count)))
    }

    private func checkSilences() throws(MediaFailure) {
        guard silences.count <= Self.maxSilences else {
            throw .misasked("There are too many silences to list; ask for longer ones.")
        }
    }

    private mutating func endBegun(drawing pen: inout PeakPen) {
        let last = begun
        begun.removeAll(keepingCapacity: true)
        last.withUnsafeBufferPointer { look($0, drawing: &pen) }
    }

    /// Takes in a window; only the last of all may be shorter.
    private mutating func look(_ samples: UnsafeBufferPointer<Int16>, drawing pen: inout PeakPen) {
        let (least, most) = SampleSums.extremes(samples)
        pen.draw(samples, least: least, most: most)
        let loudest = max(Int32(most), -Int32(least))
        let squares = SampleSums.squares(samples, loudest: loudest)
        sum += Double(squares)
        peak = max(peak, loudest)
        if loudest >= Int32(ClipFinder.fullScale) {
            let full = SampleSums.count(atLeast: ClipFinder.fullScale, samples)
            clips.add(full: full, of: samples.count, window: windows.count)
        }
        let isWhole = samples.count == window
        if isWhole { keypad.listen(samples, squares: squares) }
        windows.append(loudness.db(isWhole ? squares : squares * Int64(window) / Int64(samples.count)))
        if loudest < audible {
            run += Int64(samples.count)
        } else {
            // The silence up to here ends at the first loud sample; the next one starts after the last.
            if run + Int64(samples.count) > minSilence {
                let first = samples.firstIndex { abs(Int32($0)) >= audible } ?? 0
                note(run + Int64(first), until: count + Int64(first))
                noteInner(samples, from: first)
            }
            let last = samples.lastIndex { abs(Int32($0)) >= audible } ?? 0
            run = Int64(samples.count - 1 - last)
        }
        count += Int64(samples.count)
    }

    /// Silences inside 10 ms matter only to somebody who asks for such short ones.
    private mutating func noteInner(_ samples: UnsafeBufferPointer<Int16>, from first: Int) {
        guard minSilence < Int64(samples.count - first) else { return }
        var quiet: Int64 = 0
        for index in first..<samples.count {
            if abs(Int32(samples[index])) < audible {
                quiet += 1
            } else {
                note(quiet, until: count + Int64(index))
                quiet = 0
            }
        }
    }

    private mutating func endSilence() {
        note(run, until: count)
        run = 0
    }

    private mutating func note(_ quiet: Int64, until end: Int64) {
        guard quiet >= minSilence else { return }
        silences.append(TimeRange(startMs: ms(end - quiet), endMs: ms(end)))
    }

    private func ms(_ samples: Int64) -> Int { Int((samples * 1_000 + Int64(rate) / 2) / Int64(rate)) }

    private static func db(_ amplitude: Double) -> Double {
        amplitude > 0.000_001 ? max(nothingDb, 20 * log10(amplitude)) : nothingDb
    }

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
