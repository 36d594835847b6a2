import CFFmpeg
import MediaWork

/// The sound of one recording on a rendition's timeline: every sample where its timestamp says, silence in between.
final class RenditionLeg {
    /// 1 or 2.
    let channels: Int
    private let track: TrackReader
    private let rate: Int
    private let delayMs: Int
    private let queue: SampleQueue
    private var converter: SampleConverter?
    /// Where the next decoded sample belongs when no timestamp says otherwise, in the recording's own samples.
    private var expected: Int64?
    /// By how many samples the timestamps have been ahead of that lately.
    private var lean = 0.0
    /// Samples that stand in the queue or were read from it, at `rate`.
    private var produced: Int64 = 0
    /// Silence that comes before the frame that is held back, at `rate`.
    private var silence: Int64 = 0
    /// Samples that the frame held back begins with and that nobody shall hear; nil when none is held back.
    private var held: Int?
    private var isDrained = false

    /// A step of the timestamps that is a gap at once; smaller ones may be jitter of the container.
    private static let gapMs: Int64 = 60
    /// How far the samples may lag behind the timestamps, or run ahead, when that lasts.
    private static let leanMs = 4.0
    /// Over so many frames it has to last, about.
    private static let leanFrames = 16.0
    private static let silenceBlock: Int64 = 4_096

    /// `delayMs`: when the recording begins on the rendition's timeline. Sound that is not to be stereo, or has more
    /// than two channels, becomes one.
    init(_ source: Source, delayMs: Int, rate: Int, mayBeStereo: Bool) throws(MediaFailure) {
        track = try TrackReader(source, AVMEDIA_TYPE_AUDIO)
        channels = mayBeStereo && track.decoder.context.pointee.ch_layout.nb_channels == 2 ? 2 : 1
        self.rate = rate
        self.delayMs = delayMs
        queue = try SampleQueue(channels: channels)
    }

    /// The read part of its file, 0...1.
    var fraction: Double { track.source.bytes.fraction }

    /// Puts the next `count` samples into planes, one for each channel; silence behind the end.
    func read(_ count: Int, into planes: [UnsafeMutablePointer<Float>]) throws(MediaFailure) {
        while queue.count < count, !isDrained { try fill(wanted: count) }
        let got = try queue.read(count, into: planes)
        for plane in planes where got < count { (plane + got).update(repeating: 0, count: count - got) }
    }

    private func fill(wanted: Int) throws(MediaFailure) {
        if silence > 0 {
            let block = min(silence, Self.silenceBlock)
            try queue.addSilence(Int(block))
            silence -= block
            produced += block
        } else if let skipped = held {
            held = nil
            try convert(skipping: skipped)
        } else if try track.next() {
            try place()
        } else {
            try finishRun()
            isDrained = true
        }
    }

    /// Decides where the decoded frame belongs.
    private func place() throws(MediaFailure) {
        let raw = track.frame.raw.pointee
        guard raw.nb_samples > 0 else { return }
        let own = Int64(raw.sample_rate)
        if converter?.fits(raw) != true {
            // The first frame, or one in another form: what comes now is placed by its own timestamp.
            let isFirst = converter == nil
            try finishRun()
            if let expected, let before = converter?.rate, before != own { self.expected = expected * own / before }
            converter = try SampleConverter(raw, channels: channels, rate: rate)
            lean = 0
            if isFirst { expected = nil }
        }
        let delay = Int64(delayMs) * own / 1_000
        let stamped = track.time(rate: own).map { $0 + delay }
        let moved = try moved(stamped, own, otherwise: delay)
        let begun = moved ?? expected ?? delay
        guard begun / own <= 3 * Limits.durationUs / 1_000_000 else { throw .tooLarge(.duration) }
        // Samples before the rendition's beginning, or before what stands there already.
        var skipped = 0
        if let at = moved {
            let target = at * Int64(rate) / own
            if target >= produced {
                silence = target - produced
            } else {
                skipped = Int((produced - target) * own / Int64(rate))
            }
        }
        expected = begun + Int64(raw.nb_samples)
        held = skipped
    }

    /// Where the frame begins when that is not where the one before it ended; the run before it is then complete.
    private func moved(_ stamped: Int64?, _ own: Int64, otherwise: Int64) throws(MediaFailure) -> Int64? {
        guard let expected else { return stamped ?? otherwise }
        guard let stamped else { return nil }
        let ahead = stamped - expected
        lean += (Double(ahead) - lean) / Self.leanFrames
        let isGap = abs(ahead) > Self.gapMs * own / 1_000
        guard isGap || abs(lean) > Self.leanMs * Double(own) / 1_000 else { return nil }
        let at = isGap ? stamped : expected + Int64(lean.rounded())
        lean = 0
        try finishRun()
        return at
    }

    /// Hears the frame at hand.
    private func convert(skipping: Int) throws(MediaFailure) {
        guard let converter else { return }
        let raw = track.frame.raw.pointee
        guard skipping < Int(raw.nb_samples) else { return }
        produced += try converter.convert(raw, skipping: skipping, into: queue)
    }

    /// What the converter still holds.
    private func finishRun() throws(MediaFailure) {
        if let converter { produced += try converter.finish(into: queue) }
    }
}
