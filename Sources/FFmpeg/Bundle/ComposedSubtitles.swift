import CFFmpeg
import MediaWork

/// The transcript as a track of 3GPP timed text, whose samples follow each other without gap or overlap (TS 26.245).
struct ComposedSubtitles {
    let track: ComposedTrack
    let bytes: [UInt8]

    private static let title = "Transcript"

    /// Nil where nothing is said. Where several speak at once, all are shown.
    init?(_ cues: [Cue], earliestMs: Int) throws(MediaFailure) {
        let cues = cues.map { Cue(startMs: $0.startMs - earliestMs, endMs: $0.endMs - earliestMs, text: $0.text) }
            .filter { $0.startMs >= 0 && $0.endMs > $0.startMs && !$0.text.isEmpty }
            .sorted { ($0.startMs, $0.endMs) < ($1.startMs, $1.endMs) }
        guard !cues.isEmpty else { return nil }
        let times = Set(cues.flatMap { [$0.startMs, $0.endMs] } + [0]).sorted()
        var bytes: [UInt8] = []
        var samples: [IndexedSample] = []
        var shown: [Cue] = []
        var next = 0
        for (from, until) in zip(times, times.dropFirst()) {
            shown.removeAll { $0.endMs <= from }
            while next < cues.count, cues[next].startMs <= from {
                shown.append(cues[next])
                next += 1
            }
            let text = Array(shown.map(\.text).joined(separator: "\n").utf8.prefix(60_000))
            let sample = [UInt8(text.count >> 8), UInt8(text.count & 0xFF)] + text
            samples.append(
                IndexedSample(
                    dts: from, pts: from, duration: until - from, size: sample.count, position: bytes.count,
                    isKeyframe: true))
            bytes += sample
        }
        var parameters = StreamParameters(
            index: 0, type: .subtitle, codec: "mov_text", timeBase: Fraction(1, 1_000))
        parameters.extradata = Subtitles.timedTextDescription
        track = ComposedTrack(
            subtitles: samples, boxes: try TrackBoxes(parameters, title: Self.title), title: Self.title)
        self.bytes = bytes
    }
}
