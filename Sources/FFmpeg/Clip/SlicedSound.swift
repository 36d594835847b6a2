import CFFmpeg
import MediaWork

/// The sound of one recording whose samples stand side by side as they are (PCM, A-law, µ-law): cut between two of them.
final class SlicedSound: SoundTrack {
    private let sink: Sink
    private let to: UnsafeMutablePointer<AVStream>
    private let reader: PacketReader
    private let rate: Int
    /// Bytes to a sample of all channels, and what is silence in each of them.
    private let width: Int
    private let silence: UInt8
    /// Samples in all and done.
    private let length: Int64
    private var done: Int64 = 0
    /// Where the packet at hand begins; nil when there is none.
    private var position: Int64?
    let encodedFrames = 0
    private(set) var copiedPackets = 0

    /// What WAV holds and browsers play.
    private static let codecs = [
        AV_CODEC_ID_PCM_S16LE, AV_CODEC_ID_PCM_S24LE, AV_CODEC_ID_PCM_S32LE, AV_CODEC_ID_PCM_F32LE, AV_CODEC_ID_PCM_U8,
        AV_CODEC_ID_PCM_ALAW, AV_CODEC_ID_PCM_MULAW,
    ]
    private static let jitterMs: Int64 = 60

    /// Nil where the recording's samples cannot be copied into the container.
    init?(_ input: ClipSound.Input, sink: Sink) throws(MediaFailure) {
        guard sink.container == .wav, let from = input.source.stream(AVMEDIA_TYPE_AUDIO) else { return nil }
        let described = from.pointee.codecpar.pointee
        let channels = Int(described.ch_layout.nb_channels)
        guard Self.codecs.contains(described.codec_id), (1...2).contains(channels) else { return nil }
        width = Int(av_get_bits_per_sample(described.codec_id)) / 8 * channels
        silence =
            switch described.codec_id {
            case AV_CODEC_ID_PCM_U8: 0x80
            case AV_CODEC_ID_PCM_ALAW: 0xd5
            case AV_CODEC_ID_PCM_MULAW: 0xff
            default: 0
            }
        rate = Int(described.sample_rate)
        self.sink = sink
        let start = Leg.sample(input.startMs, rate)
        length = Leg.sample(input.endMs, rate) - start
        reader = try PacketReader(input.source, from, rate: Int64(rate), start: start)
        to = try sink.addStream()
        try AVCode.writing(avcodec_parameters_copy(to.pointee.codecpar, from.pointee.codecpar))
        // The tag belongs to the container it came from.
        to.pointee.codecpar.pointee.codec_tag = 0
        to.pointee.time_base = AVRational(num: 1, den: Int32(rate))
        reader.seek(to: 0)
        position = try reader.next() ? reader.time ?? -start : nil
    }

    func advance(toMs ms: Int) throws(MediaFailure) {
        let target = min(length, Int64(ms) * Int64(rate) / 1_000)
        while done < target, let begin = position, begin < length {
            let count = Int64(Int(reader.packet.raw.pointee.size) / width)
            try beSilent(until: min(begin, length))
            let skipped = max(0, done - begin)
            let taken = min(begin + count, length) - done
            if taken > 0 {
                let packet = try Packet(
                    Array(reader.packet.bytes[(Int(skipped) * width)..<(Int(skipped + taken) * width)]))
                copiedPackets += 1
                try write(packet, samples: taken)
            }
            let expected = begin + count
            guard try reader.next() else {
                position = nil
                return
            }
            let stamped = reader.time ?? expected
            position = abs(stamped - expected) > Self.jitterMs * Int64(rate) / 1_000 ? max(stamped, expected) : expected
        }
    }

    func finish() throws(MediaFailure) {
        try advance(toMs: .max / rate / 1_000)
        try beSilent(until: length)
    }

    /// Where the recording has nothing, nothing is heard.
    private func beSilent(until end: Int64) throws(MediaFailure) {
        while done < end {
            let count = min(end - done, Int64(rate))
            try write(Packet([UInt8](repeating: silence, count: Int(count) * width)), samples: count)
        }
    }

    private func write(_ packet: Packet, samples: Int64) throws(MediaFailure) {
        packet.raw.pointee.pts = done
        packet.raw.pointee.dts = done
        packet.raw.pointee.duration = samples
        packet.raw.pointee.flags |= AV_PKT_FLAG_KEY
        done += samples
        try sink.write(packet, to: to, timeBase: AVRational(num: 1, den: Int32(rate)))
    }
}
