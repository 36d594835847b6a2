// How what was heard crosses the wire.

/// Stretches of a day of media; more help nobody.
private let mostRanges = 500_000

extension ChannelLevels: Wired {
    package func write(to wire: inout WireWriter) {
        wire.double(loudnessDb)
        wire.double(peakDb)
        wire.list(silences)
        wire.list(talks)
        wire.list(tones)
        wire.double(clippedPart)
        wire.list(clips)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        loudnessDb = try wire.double()
        peakDb = try wire.double()
        silences = try wire.list(TimeRange.self, max: mostRanges)
        talks = try wire.list(TimeRange.self, max: mostRanges)
        tones = try wire.list(TimeRange.self, max: mostRanges)
        clippedPart = try wire.double()
        clips = try wire.list(TimeRange.self, max: mostRanges)
    }
}

extension Monologue: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(channel)
        range.write(to: &wire)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        channel = try wire.int(in: 0...7)
        range = try TimeRange(from: &wire)
    }
}

extension LevelsReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.int(durationMs)
        wire.list(channels)
        wire.list(overTalk)
        wire.optional(talkRatio) { $0.double($1) }
        wire.optional(longestMonologue) { $1.write(to: &$0) }
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        durationMs = try wire.int(in: lengthMs)
        channels = try wire.list(ChannelLevels.self, max: 8)
        overTalk = try wire.list(TimeRange.self, max: mostRanges)
        talkRatio = try wire.optional { wire throws(WireFault) in try wire.double() }
        longestMonologue = try wire.optional { wire throws(WireFault) in try Monologue(from: &wire) }
    }
}

extension AnalysisReport: Wired {
    package func write(to wire: inout WireWriter) {
        wire.list(peaks)
        levels.write(to: &wire)
        wire.list(health)
    }

    package init(from wire: inout WireReader) throws(WireFault) {
        peaks = try wire.list(PeaksReport.self, max: 4)
        levels = try LevelsReport(from: &wire)
        health = try wire.list(Health.self, max: 100)
    }
}
