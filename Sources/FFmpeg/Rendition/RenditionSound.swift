import CFFmpeg
import MediaWork

/// The sound of a rendition as AAC: one recording as it is, or two legs left and right.
final class RenditionSound {
    private let legs: [RenditionLeg]
    private let encoder: Encoder
    private let rate: Int
    /// Samples in all.
    private let total: Int64

    /// Speech of a telephone line needs no more, Hz.
    private static let narrowRate = 16_000
    private static let wideRate = 48_000

    /// The rate for sound that comes at the sources' rates.
    static func rate(for sources: [Source]) -> Int {
        let highest = sources.compactMap { $0.stream(AVMEDIA_TYPE_AUDIO)?.pointee.codecpar.pointee.sample_rate }.max()
        return Int(highest ?? 0) <= narrowRate ? narrowRate : wideRate
    }

    init(_ legs: [RenditionLeg], rate: Int, lengthMs: Int, sink: Sink) throws(MediaFailure) {
        self.legs = legs
        self.rate = rate
        total = (Int64(lengthMs) * Int64(rate) + 999) / 1_000
        let channels = legs.map(\.channels).reduce(0, +)
        // Each channel coded for itself: of one that is muted nothing is heard on the other.
        let options = Options(["aac_ms": "0", "aac_is": "0", "aac_coder": "fast"])
        encoder = try Encoder("aac", sink, options: options) { context in
            context.pointee.sample_rate = Int32(rate)
            context.pointee.time_base = AVRational(num: 1, den: Int32(rate))
            context.pointee.sample_fmt = AV_SAMPLE_FMT_FLTP
            av_channel_layout_default(&context.pointee.ch_layout, Int32(channels))
            context.pointee.bit_rate = Int64(channels) * (rate == Self.narrowRate ? 48_000 : 96_000)
        }
    }

    func write(_ progress: (Double) -> Void) throws(MediaFailure) {
        let block = Int64(max(1, encoder.context.pointee.frame_size))
        var done: Int64 = 0
        while done < total {
            let count = min(block, total - done)
            try encoder.encode(try frame(Int(count), at: done), encoder.write)
            done += count
            progress(Double(done) / Double(total))
        }
        try encoder.encode(nil, encoder.write)
    }

    private func frame(_ count: Int, at time: Int64) throws(MediaFailure) -> Frame {
        let frame = try Frame()
        frame.raw.pointee.nb_samples = Int32(count)
        frame.raw.pointee.format = AV_SAMPLE_FMT_FLTP.rawValue
        frame.raw.pointee.sample_rate = Int32(rate)
        frame.raw.pointee.pts = time
        try AVCode.writing(
            av_channel_layout_copy(&frame.raw.pointee.ch_layout, &encoder.context.pointee.ch_layout))
        try AVCode.writing(av_frame_get_buffer(frame.raw, 0))
        var plane = 0
        for leg in legs {
            let planes = (plane..<(plane + leg.channels)).map { number in
                UnsafeMutableRawPointer(frame.raw.pointee.extended_data[number]!).assumingMemoryBound(to: Float.self)
            }
            try leg.read(count, into: planes)
            plane += leg.channels
        }
        return frame
    }
}
