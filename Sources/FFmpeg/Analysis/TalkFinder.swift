import MediaWork

/// Finds where somebody talks, from the loudness of short windows.
///
/// A window counts when it is louder than silence and 12 dB above the channel's own noise (its quietest tenth). The
/// pauses between words are bridged, and clicks dropped.
struct TalkFinder {
    /// Samples of a window, at `rate`: 10 ms, or a little less where that is no whole number.
    let window: Int
    let rate: Int
    /// dBFS.
    let silenceDb: Double

    private static let aboveNoiseDb = 12.0
    /// Noise louder than this is taken for somebody who never stops, dBFS.
    private static let loudestNoiseDb = -35.0
    private static let clickMs = 30
    private static let pauseMs = 400
    private static let wordMs = 150

    func talks(in windows: [Int8]) -> [TimeRange] {
        let threshold = threshold(windows)
        var talks: [TimeRange] = []
        for sound in runs(in: windows, from: threshold) where sound.endMs - sound.startMs >= Self.clickMs {
            if let last = talks.last, sound.startMs - last.endMs <= Self.pauseMs {
                talks[talks.count - 1].endMs = sound.endMs
            } else {
                talks.append(sound)
            }
        }
        return talks.filter { $0.endMs - $0.startMs >= Self.wordMs }
    }

    private func threshold(_ windows: [Int8]) -> Double {
        var histogram = [Int](repeating: 0, count: 256)
        for window in windows { histogram[Int(window) + 128] += 1 }
        var seen = 0
        let noise = histogram.firstIndex { count in
            seen += count
            return seen * 10 > windows.count
        }
        let noiseDb = Double((noise ?? 0) - 128)
        return max(silenceDb, min(noiseDb + Self.aboveNoiseDb, Self.loudestNoiseDb))
    }

    private func runs(in windows: [Int8], from threshold: Double) -> [TimeRange] {
        var runs: [TimeRange] = []
        var start: Int?
        func ms(_ windows: Int) -> Int { windows * window * 1_000 / rate }
        let loud = Int(threshold.rounded(.up))
        for (index, window) in windows.enumerated() {
            if Int(window) >= loud {
                if start == nil { start = index }
            } else if let begun = start {
                runs.append(TimeRange(startMs: ms(begun), endMs: ms(index)))
                start = nil
            }
        }
        if let begun = start { runs.append(TimeRange(startMs: ms(begun), endMs: ms(windows.count))) }
        return runs
    }
}
