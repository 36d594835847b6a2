import Glibc

/// How far a long command is, on standard error where somebody watches; sentences go there in any case.
final class ProgressBar {
    private let total: Int
    private let isWatched = isatty(STDERR_FILENO) == 1
    private let began = ProgressBar.seconds()
    private var done = 0
    private var step = ""
    private var drawnAt = 0.0

    init(total: Int) {
        self.total = total
    }

    func begin(line: Int) {
        step = "line \(line)"
        draw()
    }

    /// Tells what is being done, with how much of it is done (0 to 1).
    func tell(_ what: String, _ fraction: Double) {
        // Names come from a file; a terminal would obey what is in them.
        let plain = what.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        step = "\(String(String.UnicodeScalarView(plain)).prefix(40)) \(Int(fraction * 100))%"
        draw()
    }

    func advance() {
        done += 1
        draw(isForced: true)
    }

    func say(_ sentence: String) {
        if isWatched { write("\r\u{1b}[K") }
        let plain = sentence.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
        Earmark.say(String(String.UnicodeScalarView(plain)))
        draw(isForced: true)
    }

    func end() {
        if isWatched { write("\r\u{1b}[K") }
    }

    private func draw(isForced: Bool = false) {
        guard isWatched else { return }
        let now = Self.seconds()
        guard isForced || now - drawnAt > 0.1 else { return }
        drawnAt = now
        let filled = total > 0 ? min(24, 24 * done / total) : 24
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
        write("\r\u{1b}[K\(bar) \(done) of \(total)\(left(now)) · \(step)")
    }

    private func left(_ now: Double) -> String {
        guard done > 0, done < total else { return "" }
        let seconds = Int((now - began) / Double(done) * Double(total - done))
        return seconds < 60 ? " · \(seconds) s left" : " · \(seconds / 60 + 1) min left"
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private func write(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
