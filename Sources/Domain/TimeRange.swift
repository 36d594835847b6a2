/// A stretch `[startMs, endMs)` of an interaction's timeline, in whole milliseconds.
package struct TimeRange: Equatable, Hashable, Sendable, Comparable {
    package let startMs: Int64
    package let endMs: Int64

    /// The longest timeline there is: 24 h.
    package static let longestMs: Int64 = 86_400_000

    /// A range that ends after it starts and lies within 24 h.
    package init(startMs: Int64, endMs: Int64) throws(Refusal) {
        guard startMs < endMs else { throw Refusal("range_empty", "A range must end after it starts.") }
        guard startMs >= 0, endMs <= Self.longestMs else {
            throw Refusal("range_outside", "A range must lie between 0 and 24 hours.")
        }
        self.startMs = startMs
        self.endMs = endMs
    }

    package var durationMs: Int64 { endMs - startMs }

    package static func < (left: TimeRange, right: TimeRange) -> Bool {
        (left.startMs, left.endMs) < (right.startMs, right.endMs)
    }
}
