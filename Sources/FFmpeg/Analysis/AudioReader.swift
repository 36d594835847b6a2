import CFFmpeg
import MediaWork

/// The sound of a file as blocks of samples with their place on the file's timeline.
final class AudioReader {
    let track: TrackReader
    /// Hz.
    let rate: Int
    let channels: Int
    /// Where the next block belongs when no timestamp says otherwise, in samples.
    private var expected: Int64?
    /// By how many samples the second block was said to lie behind the first one's end. Decoders that hold samples back
    /// (Opus at its low rates) are ahead of their times by that much, which counting on takes out and seeking does not.
    private(set) var lag: Int64?
    private var hasBegun = false
    /// What seeking has decoded already.
    private var peeked: Block?

    /// Timestamps of some containers are rounded to ms or jitter; only a larger step is a gap.
    static let jitterMs: Int64 = 60
    /// So much before the place that is sought, µs.
    private let runUpUs: Int64

    /// `runUpUs`: how long decoders that remember take to settle; a second will do for all of them.
    init(_ source: Source, runUpUs: Int64 = 1_000_000) throws(MediaFailure) {
        self.runUpUs = runUpUs
        track = try TrackReader(source, AVMEDIA_TYPE_AUDIO)
        let context = track.decoder.context.pointee
        rate = Int(context.sample_rate)
        channels = Int(context.ch_layout.nb_channels)
        guard Limits.sampleRates.contains(rate) else { throw .tooLarge(.sampleRate) }
        guard (1...Limits.channels).contains(channels) else { throw .tooLarge(.channels) }
    }

    /// A decoded block: `count` samples, the first of which belongs at `position` (samples from the file's start).
    struct Block {
        let position: Int64
        let count: Int
        let frame: Frame
    }

    /// The next block; nil at the end. A block that goes back in time is put behind the one before it.
    func next() throws(MediaFailure) -> Block? {
        if let block = peeked {
            peeked = nil
            return block
        }
        hasBegun = true
        while try track.next() {
            let raw = track.frame.raw.pointee
            // A stream that changes rate in the middle cannot be placed sample by sample.
            guard Int(raw.sample_rate) == rate, raw.nb_samples > 0 else { continue }
            let stamped = track.time(rate: Int64(rate))
            var position = expected ?? stamped ?? 0
            if let stamped, let expected, lag == nil { lag = stamped - expected }
            if let stamped, let expected, abs(stamped - expected) > Self.jitterMs * Int64(rate) / 1_000 {
                position = max(expected, stamped)
            }
            guard position / Int64(rate) <= Limits.durationUs / 1_000_000 else { throw .tooLarge(.duration) }
            let count = Int(raw.nb_samples)
            expected = position + Int64(count)
            return Block(position: position, count: count, frame: track.frame)
        }
        return nil
    }

    /// Where the block lies that seeking came upon, in samples from the file's start.
    var upcoming: Int64? { peeked?.position }

    /// Goes to some time before `sample`, so that decoders that remember have settled when it comes; from further back
    /// where the container comes to stand too late.
    func seek(to sample: Int64) throws(MediaFailure) {
        let us = sample * 1_000_000 / Int64(rate)
        for backUs: Int64 in [runUpUs, 10_000_000, .max] {
            let isFromStart = us <= backUs
            if isFromStart, !hasBegun { return }
            track.seek(toUs: isFromStart ? 0 : us - backUs)
            expected = nil
            peeked = nil
            if !isFromStart {
                // What a decoder leaves out behind a seek is placed by a time rounded twice; the next block is not.
                _ = try next()
                expected = nil
            }
            peeked = try next()
            if isFromStart || peeked.map({ $0.position <= sample }) ?? false { return }
        }
    }
}
