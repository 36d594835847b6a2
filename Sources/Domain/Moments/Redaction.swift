/// Something in a moment that its clip must not hold: a stretch of sound, or a rectangle of a screen for a while.
package struct Redaction: Hashable, Sendable {
    /// On the interaction's timeline, within the moment.
    package let range: TimeRange
    package let cover: Cover

    /// How it is covered.
    package enum Cover: Hashable, Sendable {
        /// Silence in place of a party's sound.
        case mute(Party)
        /// A tone in place of a party's sound.
        case beep(Party)
        /// Black over part of a monitor.
        case black(monitor: Int, Area)
    }

    /// Part of a screen in ten-thousandths of its width and height, so that it holds for any resolution.
    package struct Area: Hashable, Sendable {
        package let x: Int64
        package let y: Int64
        package let width: Int64
        package let height: Int64

        package static let whole: Int64 = 10_000

        /// Refuses what is empty or reaches beyond the screen; `pointer` leads to it in what was asked.
        package init(x: Int64, y: Int64, width: Int64, height: Int64, pointer: String = "") throws(Refusal) {
            let sides = 0...Self.whole
            guard sides.contains(x), sides.contains(width), x + width <= Self.whole, width > 0 else {
                throw .field(
                    pointer + (sides.contains(x) ? "/width" : "/x"), "redaction_area",
                    "A rectangle lies within the screen: its left side and width add to at most 10000.")
            }
            guard sides.contains(y), sides.contains(height), y + height <= Self.whole, height > 0 else {
                throw .field(
                    pointer + (sides.contains(y) ? "/height" : "/y"), "redaction_area",
                    "A rectangle lies within the screen: its upper side and height add to at most 10000.")
            }
            self.x = x
            self.y = y
            self.width = width
            self.height = height
        }
    }

    /// As many as one moment may have.
    package static let most = 200
    /// What stands in a caption whose words are not to be read.
    package static let caption = "[redacted]"

    /// Refuses a range that is empty or not wholly within the moment, and a monitor the moment does not show.
    package init(
        startMs: Int64, endMs: Int64, _ cover: Cover, in moment: Moment, pointer: String = ""
    ) throws(Refusal) {
        guard startMs >= moment.range.startMs, startMs < moment.range.endMs else {
            throw .field(pointer + "/startMs", "redaction_outside", "A redaction begins within its moment.")
        }
        guard endMs <= moment.range.endMs else {
            throw .field(pointer + "/endMs", "redaction_outside", "A redaction ends within its moment.")
        }
        guard startMs < endMs else {
            throw .field(pointer + "/endMs", "redaction_empty", "A redaction ends after it starts.")
        }
        if case .black(let monitor, _) = cover, !moment.screens.isShown(monitor) {
            throw .field(
                pointer + "/monitor", "redaction_monitor", "Monitor \(monitor) is not shown in this moment.")
        }
        range = try TimeRange(startMs: startMs, endMs: endMs)
        self.cover = cover
    }

    /// Whose sound is covered; nil for a screen.
    package var silenced: Party? {
        switch cover {
        case .mute(let party), .beep(let party): party
        case .black: nil
        }
    }

    /// In the order of time.
    package static func inOrder(_ redactions: [Redaction]) -> [Redaction] {
        redactions.enumerated().sorted { ($0.element.range, $0.offset) < ($1.element.range, $1.offset) }.map(\.element)
    }
}

extension Moment.Screens {
    fileprivate func isShown(_ monitor: Int) -> Bool {
        switch self {
        case .grid: (1...4).contains(monitor)
        case .none: false
        case .monitor(let number): number == monitor
        }
    }
}
