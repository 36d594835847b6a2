import CFFmpeg
import MediaWork

/// The sound of one recording, its packets copied, and encoded anew where the range begins and ends: a packet tells
/// about the time around it, so those at the edges would carry sound from outside.
final class JoinedSound: SoundTrack {
    private let source: Source
    private let sink: Sink
    private let to: UnsafeMutablePointer<AVStream>
    private let join: SoundJoin
    private let reader: PacketReader
    /// The clip's start on the recording's own timeline, and its length, in samples.
    private let start: Int64
    private let length: Int64
    /// Where the first copied packet lies in the clip.
    private let first: Int64
    private let encoder: Encoder
    /// Decodes what is around the edges, once it was asked to.
    private var heard: AudioReader?
    /// Up to where packets are written, and whether copying goes on there.
    private var place: Int64
    private var isCopying = true
    private(set) var encodedFrames = 0
    private(set) var copiedPackets = 0

    /// Timestamps of some containers are rounded to ms or jitter; only a larger step is a gap.
    private static let jitterMs: Int64 = 60
    /// Packets of ours after which an encoder knows what it hears.
    private static let warmUp: Int64 = 4

    /// Nil where nothing of the recording can be copied; then it has to be encoded anew.
    init?(_ input: ClipSound.Input, sink: Sink) throws(MediaFailure) {
        guard let from = input.source.stream(AVMEDIA_TYPE_AUDIO), let join = SoundJoin(from, container: sink.container)
        else { return nil }
        start = Leg.sample(input.startMs, join.rate)
        length = Leg.sample(input.endMs, join.rate) - start
        reader = try PacketReader(input.source, from, rate: Int64(join.rate), start: start)
        guard let first = try Self.first(reader, join, length: length) else { return nil }
        (source, self.join, self.sink, self.first) = (input.source, join, sink, first)
        to = try sink.addStream()
        encoder = try Encoder(join.encoder, sink, to, configure: join.configure)
        // Our own packets come on the grid of the copied ones, the first early enough to be decoded whole at the start.
        let delay = Int64(encoder.context.pointee.initial_padding)
        place = first - (first + delay + join.block - 1) / join.block * join.block
        try join.describe(to, like: from, padding: -place)
    }

    func advance(toMs ms: Int) throws(MediaFailure) {
        let target = min(length, Int64(ms) * Int64(join.rate) / 1_000)
        if place < first {
            try encode(from: place, until: first, warmUp: 0)
            place = first
            reader.source.want([reader.stream])
            reader.seek(to: 0)
            let jitter = Int64(join.rate) / 500
            repeat { isCopying = try reader.next() } while isCopying && (reader.time ?? first) < first - jitter
        }
        while isCopying, place < target { try copy() }
    }

    func finish() throws(MediaFailure) {
        try advance(toMs: .max / join.rate / 1_000)
        guard place < length else { return }
        try encode(from: place, until: length, warmUp: Self.warmUp)
    }

    /// Copies the packet at hand, unless it goes with something that is not to be in the clip.
    private func copy() throws(MediaFailure) {
        let raw = reader.packet.raw
        var size = 0
        let isCut = av_packet_get_side_data(raw, AV_PKT_DATA_SKIP_SAMPLES, &size) != nil
        let isSound = raw.pointee.flags & (AV_PKT_FLAG_CORRUPT | AV_PKT_FLAG_DISCARD) == 0
        let jitter = Self.jitterMs * Int64(join.rate) / 1_000
        guard !isCut, isSound, let samples = join.samples(reader.packet), place + samples + join.reach <= length,
            reader.time.map({ abs($0 - place) <= jitter }) ?? true
        else {
            isCopying = false
            return
        }
        try join.clean(reader.packet)
        copiedPackets += 1
        try write(reader.packet, at: place, for: samples)
        place += samples
        isCopying = try reader.next()
    }

    /// Writes packets of ours for `[from, until)`; `warmUp` more come before them and are thrown away.
    private func encode(from: Int64, until: Int64, warmUp: Int64) throws(MediaFailure) {
        let delay = Int64(encoder.context.pointee.initial_padding)
        var position = from + delay - warmUp * join.block
        let heard = try listener()
        let first = start + max(0, position)
        try heard.seek(to: max(0, first))
        let slip = slip(heard.upcoming)
        let leg = try Leg(
            heard, from: first + slip, until: start + min(length, until + 8 * join.block) + slip, rate: join.rate)
        var written = from
        while written < until {
            let frame = try encoder.soundFrame(count: Int(join.block), at: position)
            let silent = Int(max(0, min(join.block, -position)))
            let samples = try leg.read(Int(join.block) - silent)
            Samples.write(samples.map { [Float](repeating: 0, count: silent) + $0 }, to: frame)
            position += join.block
            try encoder.encode(frame) { packet throws(MediaFailure) in
                guard packet.raw.pointee.pts >= written, written < until else { return }
                encodedFrames += 1
                try write(packet, at: written, for: min(join.block, until - written))
                written += join.block
            }
        }
    }

    private func listener() throws(MediaFailure) -> AudioReader {
        if let heard { return heard }
        _ = source.rewind(reader.stream)
        let opened = try AudioReader(source, runUpUs: join.runUpUs)
        heard = opened
        return opened
    }

    /// By how many samples decoded packets lie later than the copied ones: rounded times place the two differently.
    private func slip(_ decoded: Int64?) -> Int64 {
        guard let decoded else { return 0 }
        let apart = (decoded - start - first) % join.block
        let nearest = apart > join.block / 2 ? apart - join.block : apart < -join.block / 2 ? apart + join.block : apart
        return abs(nearest) <= Int64(join.rate) / 500 ? nearest : 0
    }

    private func write(_ packet: Packet, at time: Int64, for samples: Int64) throws(MediaFailure) {
        packet.raw.pointee.pts = time
        packet.raw.pointee.dts = time
        packet.raw.pointee.duration = samples
        if time + join.block > length, samples < join.block { try packet.cutOff(back: Int(join.block - samples)) }
        try sink.write(packet, to: to, timeBase: AVRational(num: 1, den: Int32(join.rate)))
    }

    /// Where the first packet lies that may be copied: late enough for ours to have brought a decoder there.
    private static func first(
        _ reader: PacketReader, _ join: SoundJoin, length: Int64
    ) throws(MediaFailure) -> Int64? {
        reader.seek(to: 0)
        while try reader.next() {
            guard let time = reader.time, let samples = join.samples(reader.packet) else { return nil }
            guard time >= join.lead else { continue }
            return time + samples + join.reach <= length ? time : nil
        }
        return nil
    }
}
