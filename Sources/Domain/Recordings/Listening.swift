/// What somebody has listened to of a conversation: stretches of its timeline in order, apart from each other.
package struct Listening: Equatable, Sendable {
    /// A stretch `[startMs, endMs)`; below 0 where a recording began before the conversation did.
    package struct Stretch: Equatable, Sendable {
        package let startMs: Int64
        package let endMs: Int64

        /// A stretch that ends after it starts, where recordings may lie.
        package init(startMs: Int64, endMs: Int64) throws(Refusal) {
            guard startMs < endMs else { throw Refusal("range_empty", "A range must end after it starts.") }
            guard startMs >= -TimeRange.longestMs, endMs <= 2 * TimeRange.longestMs else {
                throw Refusal("range_outside", "A range must lie where recordings can: from -24 to 48 hours.")
            }
            self.init(from: startMs, to: endMs)
        }

        fileprivate init(from startMs: Int64, to endMs: Int64) {
            self.startMs = startMs
            self.endMs = endMs
        }
    }

    /// More than this are not kept: the shortest gaps between them are closed.
    package static let mostStretches = 500
    /// Stretches nearer to each other than this are one, ms; a player reports a pause as a gap of that length.
    package static let gapMs: Int64 = 250

    package let stretches: [Stretch]

    package init(_ stretches: [Stretch] = []) {
        self.stretches = Listening.fewer(Listening.joined(stretches))
    }

    /// With what was listened to elsewhere or later; the same again changes nothing.
    package func adding(_ more: [Stretch]) -> Listening { Listening(stretches + more) }

    /// How much of `[startMs, endMs)` was listened to, ms.
    package func heardMs(from startMs: Int64, to endMs: Int64) -> Int64 {
        stretches.reduce(0) { $0 + max(0, min($1.endMs, endMs) - max($1.startMs, startMs)) }
    }

    private static func joined(_ stretches: [Stretch]) -> [Stretch] {
        var joined: [Stretch] = []
        for next in stretches.sorted(by: { $0.startMs < $1.startMs }) {
            guard let last = joined.last, next.startMs <= last.endMs + gapMs else {
                joined.append(next)
                continue
            }
            joined[joined.count - 1] = Stretch(from: last.startMs, to: max(last.endMs, next.endMs))
        }
        return joined
    }

    private static func fewer(_ stretches: [Stretch]) -> [Stretch] {
        guard stretches.count > mostStretches else { return stretches }
        let gaps = (1..<stretches.count).sorted {
            stretches[$0].startMs - stretches[$0 - 1].endMs < stretches[$1].startMs - stretches[$1 - 1].endMs
        }
        let closed = Set(gaps.prefix(stretches.count - mostStretches))
        var kept: [Stretch] = []
        for (index, stretch) in stretches.enumerated() {
            if closed.contains(index), let last = kept.last {
                kept[kept.count - 1] = Stretch(from: last.startMs, to: stretch.endMs)
            } else {
                kept.append(stretch)
            }
        }
        return kept
    }
}
