/// Who talked over whom, from the talk of two channels or of two legs placed on one timeline.
package enum Talk {
    /// Overlaps shorter than this (ms) are a "yes" or a breath, not talking over somebody.
    package static let overTalkMs = 300

    /// Where both talk, at least `minMs` long; both lists ascending and free of overlap.
    package static func overTalk(_ first: [TimeRange], _ second: [TimeRange], minMs: Int = overTalkMs) -> [TimeRange] {
        var found: [TimeRange] = []
        var i = 0
        var j = 0
        while i < first.count, j < second.count {
            let start = max(first[i].startMs, second[j].startMs)
            let end = min(first[i].endMs, second[j].endMs)
            if end - start >= minMs { found.append(TimeRange(startMs: start, endMs: end)) }
            if first[i].endMs <= second[j].endMs { i += 1 } else { j += 1 }
        }
        return found
    }

    /// The first one's part of all talk, 0...1; nil when nobody talks.
    package static func ratio(_ first: [TimeRange], _ second: [TimeRange]) -> Double? {
        let mine = first.reduce(0) { $0 + $1.endMs - $1.startMs }
        let theirs = second.reduce(0) { $0 + $1.endMs - $1.startMs }
        guard mine + theirs > 0 else { return nil }
        return Double(mine) / Double(mine + theirs)
    }
}
