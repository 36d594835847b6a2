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

    /// A word of the other that is shorter (ms) is a "yes", and does not take the word from whoever has it.
    package static let interjectionMs = 700
    /// Whoever is silent for longer (ms) has ended.
    package static let pauseMs = 3_000

    /// The longest time that one of two talks without the other saying more than a "yes"; the first of equals.
    package static func longestMonologue(_ first: [TimeRange], _ second: [TimeRange]) -> Monologue? {
        let both = [first, second]
        var longest: Monologue?
        for channel in 0..<2 {
            let others = both[1 - channel].filter { $0.endMs - $0.startMs >= interjectionMs }
            for range in turns(both[channel], others: others) {
                let length = range.endMs - range.startMs
                if length > longest.map({ $0.range.endMs - $0.range.startMs }) ?? 0 {
                    longest = Monologue(channel: channel, range: range)
                }
            }
        }
        return longest
    }

    /// Talk joined to turns: a turn ends where the other begins to talk, or after a pause.
    private static func turns(_ talks: [TimeRange], others: [TimeRange]) -> [TimeRange] {
        var turns: [TimeRange] = []
        var other = 0
        var isInterrupted = false
        func add(_ startMs: Int, _ endMs: Int) {
            if let last = turns.last, !isInterrupted, startMs - last.endMs <= pauseMs {
                turns[turns.count - 1].endMs = endMs
            } else {
                turns.append(TimeRange(startMs: startMs, endMs: endMs))
            }
            isInterrupted = false
        }
        for talk in talks {
            var startMs = talk.startMs
            while startMs < talk.endMs {
                while other < others.count, others[other].endMs <= startMs {
                    isInterrupted = true
                    other += 1
                }
                let next = other < others.count ? others[other].startMs : talk.endMs
                if next > startMs { add(startMs, min(next, talk.endMs)) }
                guard next < talk.endMs else { break }
                isInterrupted = true
                startMs = others[other].endMs
            }
        }
        return turns
    }
}
