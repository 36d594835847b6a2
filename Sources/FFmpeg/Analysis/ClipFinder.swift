import MediaWork

/// Finds where sound was recorded louder than it can be written down, so that its tops are cut off flat.
struct ClipFinder {
    /// -0.2 dBFS; µ-law goes no further than -0.17 dBFS.
    static let fullScale: Int16 = 32_000

    private var full: Int64 = 0
    /// Windows, the end not included.
    private var runs: [Range<Int>] = []

    /// Of a window's samples, so many at full scale are no single peak.
    private static let leastPart = 50
    /// Windows within this are one stretch.
    private static let joined = 20
    private static let maxRuns = 100_000

    mutating func add(full count: Int, of samples: Int, window: Int) {
        full += Int64(count)
        guard count * Self.leastPart >= samples else { return }
        if let last = runs.last, window - last.upperBound <= Self.joined {
            runs[runs.count - 1] = last.lowerBound..<(window + 1)
        } else if runs.count < Self.maxRuns {
            runs.append(window..<(window + 1))
        }
    }

    /// Of all samples, those at full scale, 0...1.
    func part(of samples: Int64) -> Double { samples == 0 ? 0 : Double(full) / Double(samples) }

    /// `window` samples each, at `rate`.
    func stretches(window: Int, rate: Int, durationMs: Int) -> [TimeRange] {
        func ms(_ windows: Int) -> Int { min(durationMs, windows * window * 1_000 / rate) }
        return runs.map { run in
            TimeRange(startMs: ms(run.lowerBound), endMs: ms(run.upperBound))
        }.filter { $0.startMs < $0.endMs }
    }
}
