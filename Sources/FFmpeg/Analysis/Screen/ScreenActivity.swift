import CFFmpeg
import MediaWork

/// How much a screen changes from one keyframe to the next, and where it is black or stands still.
///
/// A picture is compared in cells of 8 x 8 pixels: the noise of a picture that was compressed anew stays below what a
/// letter typed does to its cell.
struct ScreenActivity {
    private struct Keyframe {
        let ms: Int
        let isBlack: Bool
        /// Since the one before, 0...100.
        let change: UInt8
    }

    private var keyframes: [Keyframe] = []
    private var luma: [UInt8] = []
    private var width = 0

    private static let cell = 8
    /// Of a cell that changed, the sum of its pixels' differences.
    private static let leastDifference = 5 * cell * cell
    private static let stillMs = 60_000
    private static let blackMs = 2_000
    private static let mostSteps = 600

    var count: Int { keyframes.count }
    var isBlackThroughout: Bool { keyframes.allSatisfy(\.isBlack) }

    /// A minute or longer, seen three times at least.
    var isStillThroughout: Bool {
        guard keyframes.count >= 3, let first = keyframes.first, let last = keyframes.last else { return false }
        return last.ms - first.ms >= Self.stillMs && keyframes.dropFirst().allSatisfy { $0.change == 0 }
    }

    mutating func add(_ picture: AVFrame, at ms: Int) {
        guard let plane = picture.data.0 else { return }
        let (width, height) = (Int(picture.width), Int(picture.height))
        var now = [UInt8](repeating: 0, count: width * height)
        now.withUnsafeMutableBufferPointer { now in
            for row in 0..<height {
                let line = UnsafeBufferPointer(start: plane + row * Int(picture.linesize.0), count: width)
                _ = now[(row * width)...].update(fromContentsOf: line)
            }
        }
        let isSameSize = width == self.width && now.count == luma.count
        let change = keyframes.isEmpty ? 0 : isSameSize ? Self.change(luma, now, width: width) : 100
        keyframes.append(Keyframe(ms: ms, isBlack: BlackScreen.isBlack(picture), change: change))
        luma = now
        self.width = width
    }

    /// The strip under the timeline: of each step the liveliest change.
    func strip(durationMs: Int) -> ActivityStrip {
        let endMs = max(durationMs, keyframes.last?.ms ?? 0, 1)
        let stepMs = max(1, (endMs + Self.mostSteps * 1_000 - 1) / (Self.mostSteps * 1_000)) * 1_000
        var values = [UInt8](repeating: 0, count: (endMs + stepMs - 1) / stepMs)
        for (before, after) in zip(keyframes, keyframes.dropFirst()) where after.change > 0 {
            let first = min(values.count - 1, before.ms / stepMs)
            let last = min(values.count - 1, max(first, (after.ms - 1) / stepMs))
            for step in first...last { values[step] = max(values[step], after.change) }
        }
        return ActivityStrip(stepMs: stepMs, values: values)
    }

    /// From a black keyframe to the next that is not.
    func blacks(_ durationMs: Int) -> [TimeRange] {
        var found: [TimeRange] = []
        for (index, keyframe) in keyframes.enumerated() where keyframe.isBlack {
            let next = index + 1 < keyframes.count ? keyframes[index + 1].ms : max(durationMs, keyframe.ms)
            if let last = found.last, last.endMs >= keyframe.ms {
                found[found.count - 1].endMs = next
            } else {
                found.append(TimeRange(startMs: keyframe.ms, endMs: next))
            }
        }
        return found.filter { $0.endMs - $0.startMs >= Self.blackMs }
    }

    /// A minute and longer without any change.
    var stills: [TimeRange] {
        var found: [TimeRange] = []
        for (before, after) in zip(keyframes, keyframes.dropFirst()) where after.change == 0 {
            if let last = found.last, last.endMs == before.ms {
                found[found.count - 1].endMs = after.ms
            } else {
                found.append(TimeRange(startMs: before.ms, endMs: after.ms))
            }
        }
        return found.filter { $0.endMs - $0.startMs >= Self.stillMs }
    }

    /// 100 for a whole new picture; the root of the part that changed, so that a word typed is seen beside it.
    private static func change(_ before: [UInt8], _ after: [UInt8], width: Int) -> UInt8 {
        let (columns, rows) = (width / cell, after.count / max(1, width) / cell)
        guard columns > 0, rows > 0 else { return before == after ? 0 : 100 }
        let changed = before.withUnsafeBufferPointer { before in
            after.withUnsafeBufferPointer { after in
                var changed = 0
                for row in 0..<rows {
                    for column in 0..<columns {
                        let corner = row * cell * width + column * cell
                        if difference(before, after, at: corner, width: width) >= leastDifference { changed += 1 }
                    }
                }
                return changed
            }
        }
        guard changed > 0 else { return 0 }
        let part = Double(changed) / Double(columns * rows)
        return UInt8(max(1, min(100, (part.squareRoot() * 100).rounded())))
    }

    private static func difference(
        _ before: UnsafeBufferPointer<UInt8>, _ after: UnsafeBufferPointer<UInt8>, at corner: Int, width: Int
    ) -> Int {
        var sum: Int32 = 0
        var line = 0
        while line < cell {
            let start = corner &+ line &* width
            var index = 0
            while index < cell {
                let difference = Int32(before[start &+ index]) &- Int32(after[start &+ index])
                sum &+= difference < 0 ? 0 &- difference : difference
                index &+= 1
            }
            line &+= 1
        }
        return Int(sum)
    }
}
