import CFFmpeg
import MediaWork

/// How packets of sound encoded anew stand beside copied ones of the same coding.
struct SoundJoin {
    /// FFmpeg's name of the encoder for what is encoded anew.
    let encoder: String
    /// Hz, in which the coding counts its samples.
    let rate: Int
    let channels: Int
    /// Samples to a packet of ours.
    let block: Int64
    /// A packet tells about this many samples behind its end too: the next one's window overlaps its own.
    let reach: Int64
    /// Samples after which a decoder has forgotten where it started.
    let lead: Int64
    private let codec: AVCodecID

    /// Nil where packets of a stream cannot stand in a container, or not beside ones of ours.
    init?(_ stream: UnsafeMutablePointer<AVStream>, container: Container) {
        let described = stream.pointee.codecpar.pointee
        codec = described.codec_id
        channels = Int(described.ch_layout.nb_channels)
        guard channels == 1 || channels == 2 else { return nil }
        let extra = UnsafeBufferPointer(start: described.extradata, count: Int(described.extradata_size))
        switch codec {
        case AV_CODEC_ID_OPUS where [.webm, .mkv, .mka, .ogg, .opus].contains(container):
            // RFC 7845, 5.1: one stream, of the channels it says, and no gain that ours would get too.
            guard extra.count >= 19, Int(extra[9]) == channels, extra[16] == 0, extra[17] == 0, extra[18] == 0 else {
                return nil
            }
            encoder = "libopus"
            rate = 48_000
            block = 960
            // The overlap of CELT's windows; convergence as RFC 7845, 4.6.
            reach = 120
            lead = 3_840
        case AV_CODEC_ID_AAC where [.mp4, .m4a].contains(container):
            // Players may play the last packet to its end, so it has to be short (25 ms).
            guard described.profile == FF_PROFILE_AAC_LOW, 1_024 * 40 <= described.sample_rate,
                described.frame_size == 1_024, extra.count >= 2
            else {
                return nil
            }
            encoder = "aac"
            rate = Int(described.sample_rate)
            block = 1_024
            reach = 1_024
            lead = 3_072
        default: return nil
        }
    }

    /// Decoded before what is encoded anew, µs: three times what a decoder takes to forget.
    var runUpUs: Int64 { 3 * lead * 1_000_000 / Int64(rate) }

    /// Samples in a packet; nil when it is damaged.
    func samples(_ packet: Packet) -> Int64? {
        guard codec == AV_CODEC_ID_OPUS else { return block }
        let bytes = packet.bytes
        // RFC 6716, 3.1: the table of contents.
        guard let contents = bytes.first else { return nil }
        let size: Int64 =
            switch contents >> 3 {
            case let silk where silk < 12: [480, 960, 1_920, 2_880][Int(silk & 3)]
            case let hybrid where hybrid < 16: hybrid & 1 == 0 ? 480 : 960
            case let celt: 120 << Int64(celt & 3)
            }
        switch contents & 3 {
        case 0: return size
        case 1, 2: return 2 * size
        default: return bytes.count > 1 && bytes[1] & 63 > 0 ? Int64(bytes[1] & 63) * size : nil
        }
    }

    /// Wipes what encoders write into the filling of AAC packets about themselves (ISO/IEC 14496-3, 4.4.2.7): as long as
    /// before, and silent.
    func clean(_ packet: Packet) throws(MediaFailure) {
        av_packet_free_side_data(packet.raw)
        packet.raw.pointee.flags &= AV_PKT_FLAG_KEY
        guard codec == AV_CODEC_ID_AAC, let first = packet.bytes.first, first >> 5 == Self.filling else { return }
        try AVCode.writing(av_packet_make_writable(packet.raw))
        let bytes = UnsafeMutableBufferPointer(start: packet.raw.pointee.data, count: Int(packet.raw.pointee.size))
        var place = 0
        func number(_ bits: Int) -> Int {
            (0..<bits).reduce(0) { value, _ in
                defer { place += 1 }
                return value << 1 | (place < 8 * bytes.count ? Int(bytes[place >> 3] >> (7 - place & 7)) & 1 : 0)
            }
        }
        while number(3) == Int(Self.filling) {
            var count = number(4)
            if count == 15 { count += number(8) - 1 }
            for bit in place..<min(place + 8 * count, 8 * bytes.count) { bytes[bit >> 3] &= ~(0x80 >> UInt8(bit & 7)) }
            place += 8 * count
        }
    }

    /// The name of an element that fills (table 4.85).
    private static let filling: UInt8 = 6

    /// Describes the stream of the clip, whose first `padding` samples are not to be heard.
    func describe(
        _ stream: UnsafeMutablePointer<AVStream>, like source: UnsafeMutablePointer<AVStream>, padding: Int64
    ) throws(MediaFailure) {
        try AVCode.writing(avcodec_parameters_copy(stream.pointee.codecpar, source.pointee.codecpar))
        let parameters = stream.pointee.codecpar!
        // The tag belongs to the container it came from.
        parameters.pointee.codec_tag = 0
        parameters.pointee.initial_padding = Int32(padding)
        parameters.pointee.trailing_padding = 0
        stream.pointee.time_base = AVRational(num: 1, den: Int32(rate))
        if codec == AV_CODEC_ID_OPUS, let extra = parameters.pointee.extradata {
            extra[10] = UInt8(truncatingIfNeeded: padding)
            extra[11] = UInt8(truncatingIfNeeded: padding >> 8)
        }
    }

    func configure(_ context: UnsafeMutablePointer<AVCodecContext>) {
        context.pointee.sample_rate = Int32(rate)
        context.pointee.time_base = AVRational(num: 1, den: Int32(rate))
        av_channel_layout_default(&context.pointee.ch_layout, Int32(channels))
        let isAAC = codec == AV_CODEC_ID_AAC
        context.pointee.sample_fmt = isAAC ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_FLT
        context.pointee.bit_rate = Int64(channels) * (isAAC ? 160_000 : 64_000)
        // Edges are a tenth of a second at many bits: half of libopus's effort will do.
        if !isAAC { context.pointee.compression_level = 5 }
    }
}
