import MediaWork

/// What the levels of a whole recording say about its health.
enum SoundHealth {
    /// A line without a voice stays below this in every sample, dBFS.
    private static let audibleDb = -60.0
    /// Sound is bad when it is cut off for this long, ms, and in so much of all samples.
    private static let leastClippedMs = 1_000
    private static let leastClippedPart = 0.001

    static func health(_ levels: LevelsReport) -> [Health] {
        levels.channels.enumerated().compactMap { number, channel in
            if channel.peakDb < audibleDb {
                let sentence = SilentChannels.sentence(channel: number, of: levels.channels.count)
                return Health(.silentChannel, sentence)
            }
            let clippedMs = channel.clips.reduce(0) { $0 + $1.endMs - $1.startMs }
            guard clippedMs >= leastClippedMs, channel.clippedPart >= leastClippedPart else { return nil }
            let place =
                levels.channels.count == 1 ? "The recording" : "Channel \(number + 1) of \(levels.channels.count)"
            let seconds = (clippedMs + 500) / 1_000
            return Health(
                .clippedSound, "\(place) was recorded too loud: \(seconds) s of it are cut off and distorted.")
        }
    }
}
