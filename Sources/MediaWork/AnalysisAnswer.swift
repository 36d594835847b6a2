/// What is heard on one channel.
package struct ChannelLevels: Hashable, Sendable {
    /// Root mean square of all samples, dB below full scale; -120 for nothing at all.
    package var loudnessDb: Double
    /// The loudest sample, dB below full scale; -120 for nothing at all.
    package var peakDb: Double
    package var silences: [TimeRange]
    /// Where somebody speaks (or other sound is heard), short pauses bridged.
    package var talks: [TimeRange]
    /// Where keys of a telephone were pressed. Which ones is not said: they may be the number of a card.
    package var tones: [TimeRange]
    /// Of all samples those at full scale, 0...1.
    package var clippedPart: Double
    /// Where the sound is cut off at full scale.
    package var clips: [TimeRange]

    package init(
        loudnessDb: Double, peakDb: Double, silences: [TimeRange], talks: [TimeRange], tones: [TimeRange] = [],
        clippedPart: Double = 0, clips: [TimeRange] = []
    ) {
        self.loudnessDb = loudnessDb
        self.peakDb = peakDb
        self.silences = silences
        self.talks = talks
        self.tones = tones
        self.clippedPart = clippedPart
        self.clips = clips
    }
}

/// The longest time for which one of two channels has the word.
package struct Monologue: Hashable, Sendable {
    /// 0 for the first.
    package var channel: Int
    package var range: TimeRange

    package init(channel: Int, range: TimeRange) {
        self.channel = channel
        self.range = range
    }
}

/// Loudness and silence per channel, and of two channels who spoke over whom and how much each.
package struct LevelsReport: Hashable, Sendable {
    package var durationMs: Int
    package var channels: [ChannelLevels]
    /// Both channels talk; empty unless there are two.
    package var overTalk: [TimeRange]
    /// The first channel's part of all talk, 0...1; nil unless there are two channels and some talk.
    package var talkRatio: Double?
    /// nil unless there are two channels and some talk.
    package var longestMonologue: Monologue?

    package init(
        durationMs: Int, channels: [ChannelLevels], overTalk: [TimeRange], talkRatio: Double?,
        longestMonologue: Monologue? = nil
    ) {
        self.durationMs = durationMs
        self.channels = channels
        self.overTalk = overTalk
        self.talkRatio = talkRatio
        self.longestMonologue = longestMonologue
    }
}

/// Peaks and levels from one decode, and what hearing the file showed about its health.
package struct AnalysisReport: Hashable, Sendable {
    /// The finest first.
    package var peaks: [PeaksReport]
    package var levels: LevelsReport
    package var health: [Health]

    package init(peaks: [PeaksReport], levels: LevelsReport, health: [Health]) {
        self.peaks = peaks
        self.levels = levels
        self.health = health
    }
}
