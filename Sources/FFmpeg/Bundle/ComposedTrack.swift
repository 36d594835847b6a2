import CFFmpeg
import MediaWork

/// One track of a composed MP4: samples that stay where they are, and the tables that say where that is.
struct ComposedTrack {
    let boxes: TrackBoxes
    let report: BundleStream
    /// Units a second.
    let timescale: Int
    /// In the order of decoding, times in units of `timescale` from the first decoding.
    let samples: [IndexedSample]
    let isSound: Bool
    /// Where the track begins on the bundle's timeline, and how long it is presented, ms.
    let startMs: Int
    let durationMs: Int
    /// Where in the track's own time that begins.
    let mediaStart: Int

    init(
        _ reader: IndexReader, _ stream: IndexedStream, offsetMs: Int, title: String
    ) throws(MediaFailure) {
        let parameters = stream.parameters
        guard stream.isPlain, stream.samples > 0 else {
            throw .doesNotFit(title: title, codec: parameters.codec, container: Container.mp4.rawValue)
        }
        boxes = try TrackBoxes(parameters, title: title)
        report = BundleStream(type: parameters.type, codec: parameters.codec, title: title, offsetMs: offsetMs)
        isSound = parameters.type == .audio
        var samples: [IndexedSample] = []
        samples.reserveCapacity(stream.samples)
        for block in stream.blocks { samples += try reader.samples(block, of: stream) }
        let unit = parameters.timeBase
        let origin = Int(
            av_rescale_q(Int64(reader.index.originUs), AVRational(num: 1, den: AV_TIME_BASE), unit.rational))
        let first = samples[0].dts
        // Beyond any recording, and far from where sums and products of times would not fit.
        let times = -(1 << 50) / unit.numerator...(1 << 50) / unit.numerator
        guard times.contains(stream.start - first), times.contains(stream.end - first),
            samples.allSatisfy({
                times.contains($0.dts - first) && times.contains($0.pts - first) && times.contains($0.duration)
            })
        else { throw IndexReader.damaged }
        let coarser = Self.commonUnit(samples, from: first, start: stream.start, parameters)
        timescale = unit.denominator / coarser
        var last = -1
        for number in samples.indices {
            // Containers refuse time that stands still; damaged files have it.
            let dts = max((samples[number].dts - first) * unit.numerator / coarser, last + 1)
            samples[number].pts = max((samples[number].pts - first) * unit.numerator / coarser, dts)
            samples[number].dts = dts
            samples[number].duration = samples[number].duration * unit.numerator / coarser
            last = dts
        }
        // Tables count in 32 bits.
        guard zip(samples, samples.dropFirst()).allSatisfy({ $1.dts - $0.dts <= Int32.max }),
            samples.allSatisfy({ $0.pts - $0.dts <= Int32.max && $0.duration <= Int32.max })
        else { throw .doesNotFit(title: title, codec: parameters.codec, container: Container.mp4.rawValue) }
        self.samples = samples
        mediaStart = max(0, (stream.start - first) * unit.numerator / coarser)
        startMs = max(0, offsetMs + Self.milliseconds(stream.start - origin, unit))
        durationMs = max(1, Self.milliseconds(stream.end - stream.start, unit))
    }

    /// Subtitles: `samples` follow each other without a gap and lie behind each other from position 0.
    init(subtitles samples: [IndexedSample], boxes: TrackBoxes, title: String) {
        self.boxes = boxes
        self.samples = samples
        report = BundleStream(type: .subtitle, codec: "mov_text", title: title, offsetMs: 0)
        timescale = 1_000
        isSound = true
        startMs = 0
        mediaStart = 0
        durationMs = samples.last.map { $0.dts + $0.duration } ?? 0
    }

    var endMs: Int { startMs + durationMs }

    /// When a sample is decoded on the bundle's timeline, ms.
    func dueMs(_ sample: IndexedSample) -> Int { startMs + (sample.dts - mediaStart) * 1_000 / timescale }

    /// By how much the time base can be coarser: sound is counted in its own samples where all times are whole ones.
    private static func commonUnit(
        _ samples: [IndexedSample], from first: Int, start: Int, _ parameters: StreamParameters
    ) -> Int {
        let unit = parameters.timeBase
        guard parameters.type == .audio, parameters.sampleRate > 0, unit.numerator == 1,
            unit.denominator % parameters.sampleRate == 0
        else { return 1 }
        let factor = unit.denominator / parameters.sampleRate
        let isWhole = samples.allSatisfy {
            ($0.dts - first) % factor == 0 && ($0.pts - first) % factor == 0 && $0.duration % factor == 0
        }
        return isWhole && (start - first) % factor == 0 ? factor : 1
    }

    private static func milliseconds(_ time: Int, _ unit: Fraction) -> Int {
        let milliseconds = Int(av_rescale_q(Int64(time), unit.rational, AVRational(num: 1, den: 1_000)))
        return min(max(milliseconds, -(1 << 50)), 1 << 50)
    }
}
