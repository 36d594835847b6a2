import CFFmpeg
import MediaWork

/// The sound of a clip: legs mixed and encoded, sample by sample from its start to its end.
final class ClipSound: SoundTrack {
    private let legs: [(leg: Leg, party: Party?)]
    private let encoder: Encoder
    private let mask: SoundMask
    private let rate: Int
    private let channels: Int
    /// Samples in all and done, at `rate`; those before the first are silence that nobody hears.
    private let total: Int64
    private var done: Int64
    private(set) var encodedFrames = 0
    let copiedPackets = 0

    /// What most encoders that make a sound coding of their own are fed with, Hz.
    private static let codedRate = 48_000
    /// Rates of AAC that every player has: encoding costs by the sample, and a call has few.
    private static let rates = [16_000, 22_050, 24_000, 32_000, 44_100, codedRate]
    /// The most for a channel of AAC, bit/s, and how many for a sample at lower rates.
    private static let mostBits = 96_000
    private static let bitsPerSample = 3
    /// Of encoders that take any number of samples.
    private static let blockSamples = 1_024

    /// A recording that can be heard in the clip, opened and placed.
    struct Input {
        var source: Source
        /// On the recording's own timeline.
        var startMs: Int
        var endMs: Int
        var party: Party?
    }

    init(
        _ inputs: [Input], redactions: [SoundRedaction], clipStartMs: Int, sink: Sink
    ) throws(MediaFailure) {
        let name = sink.container.soundEncoder
        let isCoded = name == "aac" || name == "libopus"
        let rate = try Self.rate(inputs, encoder: name)
        self.rate = rate
        mask = SoundMask(redactions, clipStartMs: clipStartMs, rate: rate)
        legs = try inputs.map { input throws(MediaFailure) in
            let leg = try Leg(input.source, startMs: input.startMs, endMs: input.endMs, rate: rate)
            return (leg, input.party)
        }
        let channels = legs.count == 1 ? legs[0].leg.channels : 2
        self.channels = channels
        let total = Int64((inputs[0].endMs - inputs[0].startMs) * rate + 500) / 1_000
        self.total = total
        encoder = try Encoder(name, sink) { context in
            context.pointee.sample_rate = Int32(rate)
            context.pointee.time_base = AVRational(num: 1, den: Int32(rate))
            av_channel_layout_default(&context.pointee.ch_layout, Int32(channels))
            context.pointee.sample_fmt =
                switch name {
                case "aac": AV_SAMPLE_FMT_FLTP
                case "libopus": AV_SAMPLE_FMT_FLT
                default: AV_SAMPLE_FMT_S16
                }
            let bits = name == "aac" ? min(Self.mostBits, Self.bitsPerSample * rate) : 64_000
            if isCoded { context.pointee.bit_rate = Int64(channels * bits) }
        }
        // Players leave out what stands before the start, but may play the last packet to its end: it ends with the clip.
        // FFmpeg plays nothing of one that is left out by more than half and is the only one.
        let block = Int64(encoder.context.pointee.frame_size)
        done = name == "aac" && total > block ? (total + block - 1) / block * -block + total : 0
    }

    /// Encodes up to `ms` from the clip's start, as far as whole blocks go; to the last sample when that is the end.
    func advance(toMs ms: Int) throws(MediaFailure) {
        let target = min(total, Int64(ms) * Int64(rate) / 1_000)
        let size = encoder.context.pointee.frame_size
        let block = size > 0 ? Int64(size) : Int64(Self.blockSamples)
        while done < target {
            try encoder.encode(try nextFrame(Int(min(block, total - done))), write)
        }
    }

    func finish() throws(MediaFailure) {
        try advance(toMs: .max / rate)
        try encoder.encode(nil, write)
    }

    private func write(_ packet: Packet) throws(MediaFailure) {
        // FLAC's last one holds no sound, but what the header is to say.
        if packet.raw.pointee.size > 0 { encodedFrames += 1 }
        try encoder.write(packet)
    }

    /// PCM and FLAC keep the best rate that is there, AAC where it has it.
    private static func rate(_ inputs: [Input], encoder: String) throws(MediaFailure) -> Int {
        let own = try inputs.map { input throws(MediaFailure) in
            guard let stream = input.source.stream(AVMEDIA_TYPE_AUDIO) else { throw .nothingToUse(.audio) }
            return Int(stream.pointee.codecpar.pointee.sample_rate)
        }
        let best = own.max() ?? codedRate
        return switch encoder {
        case "libopus": codedRate
        case "aac": rates.first { $0 >= best } ?? codedRate
        default: best
        }
    }

    private func nextFrame(_ count: Int) throws(MediaFailure) -> Frame {
        let frame = try encoder.soundFrame(count: count, at: done)
        let silent = max(0, Int(-done))
        done += Int64(silent)
        let samples = try mix(count - silent)
        Samples.write(silent == 0 ? samples : samples.map { [Float](repeating: 0, count: silent) + $0 }, to: frame)
        done += Int64(count - silent)
        return frame
    }

    /// One recording as it is; of several the agent left, the customer right, the first left and the second right
    /// where nobody says who is who, all others on both sides.
    private func mix(_ count: Int) throws(MediaFailure) -> [[Float]] {
        if legs.count == 1 { return try read(0, count) }
        var sides = [[Float]](repeating: [Float](repeating: 0, count: count), count: 2)
        let isNamed = legs.contains { $0.party == .agent || $0.party == .customer }
        for (number, (_, party)) in legs.enumerated() {
            let samples = try read(number, count)
            for side in 0..<2 where Self.isHeard(party, number, isNamed: isNamed, side: side) {
                let isBoth = Self.isHeard(party, number, isNamed: isNamed, side: 1 - side)
                if isBoth || samples.count == 1 {
                    let channel = samples[samples.count == 1 ? 0 : side]
                    for index in 0..<count { sides[side][index] += channel[index] }
                } else {
                    for index in 0..<count { sides[side][index] += (samples[0][index] + samples[1][index]) / 2 }
                }
            }
        }
        return sides
    }

    /// What of a recording may be heard.
    private func read(_ number: Int, _ count: Int) throws(MediaFailure) -> [[Float]] {
        mask.masked(try legs[number].leg.read(count), at: done, of: legs[number].party)
    }

    private static func isHeard(_ party: Party?, _ number: Int, isNamed: Bool, side: Int) -> Bool {
        switch party {
        case .agent: side == 0
        case .customer: side == 1
        case nil where !isNamed && number < 2: side == number
        default: true
        }
    }
}

extension Container {
    /// FFmpeg's encoder for the sound of a clip in this container.
    var soundEncoder: String {
        switch self {
        case .mp4, .m4a: "aac"
        case .webm, .mkv, .mka, .ogg, .opus: "libopus"
        case .flac: "flac"
        case .wav: "pcm_s16le"
        }
    }

    /// FFmpeg's encoder for the pictures of a clip in this container; nil where pictures do not fit.
    var pictureEncoder: String? {
        switch self {
        case .mp4, .mkv: "libx264"
        case .webm: "libvpx"
        case .m4a, .mka, .ogg, .opus, .flac, .wav: nil
        }
    }
}
