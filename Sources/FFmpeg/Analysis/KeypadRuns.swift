import MediaWork

/// Puts what pairs of windows show together to presses of keys, and presses to stretches of time.
///
/// Speech now and then has two strong tones in the right places, but it neither holds them nor keeps them equally loud; a
/// press does both for 40 ms at least (Q.24). Beside a press that is certain, one that is half covered by speech is
/// believed too. Which key it was is forgotten with the run: digits of cards must not be read from a database.
struct KeypadRuns {
    private struct Press {
        /// Windows, the end not included.
        let start: Int
        let end: Int
        let isCertain: Bool
    }

    private var key = -1
    private var start = 0
    private var findings: [KeypadPair.Finding] = []
    private var presses: [Press] = []

    /// 10 s: whoever holds a key longer is judged in parts.
    private static let longestRun = 1_000
    /// More than these helps nobody.
    private static let maxPresses = 100_000
    private static let nearMs = 1_500.0
    private static let joinedMs = 1_000
    /// A window at either end is not seen when a key fills only a part of it.
    private static let marginMs = 20

    /// `window` is the first of the pair's two.
    mutating func add(_ finding: KeypadPair.Finding, at window: Int) {
        if finding.key != key || findings.count >= Self.longestRun {
            end()
            key = finding.key
            start = window
        }
        findings.append(finding)
    }

    /// No key is pressed here.
    mutating func end() {
        guard key >= 0 else { return }
        if presses.count < Self.maxPresses, Self.isPossible(findings) {
            presses.append(
                Press(start: start, end: start + findings.count + 1, isCertain: Self.isCertain(findings)))
        }
        key = -1
        findings.removeAll(keepingCapacity: true)
    }

    func stretches(windowMs: Double, durationMs: Int) -> [TimeRange] {
        let near = Int(Self.nearMs / windowMs)
        var stretches: [TimeRange] = []
        var certainBefore: Int?
        for (index, press) in presses.enumerated() {
            if press.isCertain { certainBefore = press.start }
            guard
                press.isCertain || certainBefore.map({ press.start - $0 < near }) ?? false
                    || hasCertain(after: index, within: near)
            else { continue }
            let startMs = max(0, Int(Double(press.start) * windowMs) - Self.marginMs)
            let endMs = min(durationMs, Int(Double(press.end) * windowMs) + Self.marginMs)
            if let last = stretches.last, startMs - last.endMs <= Self.joinedMs {
                stretches[stretches.count - 1].endMs = max(last.endMs, endMs)
            } else if startMs < endMs {
                stretches.append(TimeRange(startMs: startMs, endMs: endMs))
            }
        }
        return stretches
    }

    private func hasCertain(after index: Int, within near: Int) -> Bool {
        var next = index + 1
        while next < presses.count, presses[next].start - presses[index].start < near {
            if presses[next].isCertain { return true }
            next += 1
        }
        return false
    }

    private static func isPossible(_ run: [KeypadPair.Finding]) -> Bool {
        run.count >= 2 && median(run.map(\.share)) >= 0.35 && drift(run) <= 0.022
    }

    /// The bounds part thirty minutes of calls in three languages (no press in them) from tones laid over the same.
    private static func isCertain(_ run: [KeypadPair.Finding]) -> Bool {
        guard run.count >= 3, drift(run) <= 0.02 else { return false }
        let share = median(run.map(\.share))
        let steps = zip(run, run.dropFirst()).map { max(abs($0.lowDb - $1.lowDb), abs($0.highDb - $1.highDb)) }
        let isSteady = run.count <= 5 ? (steps.min() ?? 99) < 1 : median(steps) < 1.2
        if share >= 0.6, isSteady, (run.map(\.share).max() ?? 0) >= 0.88 { return true }
        return run.count >= 5 && share >= 0.4 && median(steps) < 0.75 && drift(run) <= 0.018 && spread(run) <= 0.007
    }

    /// How far the tones are off on average.
    private static func drift(_ run: [KeypadPair.Finding]) -> Float {
        max(abs(mean(run.map(\.lowDrift))), abs(mean(run.map(\.highDrift))))
    }

    /// How much they waver.
    private static func spread(_ run: [KeypadPair.Finding]) -> Float {
        [run.map(\.lowDrift), run.map(\.highDrift)].map { drifts in
            let mean = mean(drifts)
            return (drifts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(drifts.count)).squareRoot()
        }.max() ?? 0
    }

    private static func mean(_ values: [Float]) -> Float { values.reduce(0, +) / Float(max(1, values.count)) }

    private static func median(_ values: [Float]) -> Float {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return 0 }
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
