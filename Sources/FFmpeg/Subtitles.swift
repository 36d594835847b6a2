import CFFmpeg
import MediaWork

/// Captions as a stream of the file they belong to, in the form its container knows.
final class Subtitles {
    private let cues: [Cue]
    private let stream: UnsafeMutablePointer<AVStream>
    private let isTimedText: Bool
    private static let milliseconds = AVRational(num: 1, den: 1_000)

    /// Nil where there are no cues, or the container knows no subtitles.
    init?(_ cues: [Cue], sink: Sink) throws(MediaFailure) {
        let codec: AVCodecID
        switch sink.container {
        case .mp4: codec = AV_CODEC_ID_MOV_TEXT
        case .mkv: codec = AV_CODEC_ID_SUBRIP
        case .webm: codec = AV_CODEC_ID_WEBVTT
        default: return nil
        }
        guard !cues.isEmpty else { return nil }
        self.cues = cues
        isTimedText = codec == AV_CODEC_ID_MOV_TEXT
        stream = try sink.addStream()
        stream.pointee.time_base = Self.milliseconds
        let parameters = stream.pointee.codecpar!
        parameters.pointee.codec_type = AVMEDIA_TYPE_SUBTITLE
        parameters.pointee.codec_id = codec
        if isTimedText { try describe(parameters) }
    }

    /// All cues, or those that start before `untilMs` when called again and again.
    func write(to sink: Sink, untilMs: Int = .max) throws(MediaFailure) {
        while next < cues.count, cues[next].startMs < untilMs {
            let cue = cues[next]
            next += 1
            var payload = Array(cue.text.utf8.prefix(60_000))
            if isTimedText { payload = [UInt8(payload.count >> 8), UInt8(payload.count & 0xff)] + payload }
            let packet = try Packet()
            try AVCode.writing(av_new_packet(packet.raw, Int32(payload.count)))
            packet.raw.pointee.data.update(from: payload, count: payload.count)
            packet.raw.pointee.pts = Int64(cue.startMs)
            packet.raw.pointee.dts = Int64(cue.startMs)
            packet.raw.pointee.duration = Int64(cue.endMs - cue.startMs)
            packet.raw.pointee.flags |= AV_PKT_FLAG_KEY
            try sink.write(packet, to: stream, timeBase: Self.milliseconds)
        }
    }

    private var next = 0

    /// The sample description of 3GPP timed text (TS 26.245, 5.16) behind its box header: white on black, one font.
    static let timedTextDescription: [UInt8] = {
        let font = Array("Sans-Serif".utf8)
        var bytes: [UInt8] = [0, 0, 0, 0, 1, 0xff, 0, 0, 0, 0]
        bytes += [0, 0, 0, 0, 0, 0, 0, 0]
        bytes += [0, 0, 0, 0, 0, 1, 0, 18, 0xff, 0xff, 0xff, 0xff]
        let table = [0, 1, 0, 1, UInt8(font.count)] + font
        bytes += [0, 0, 0, UInt8(8 + table.count)] + Array("ftab".utf8) + table
        return bytes
    }()

    private func describe(_ parameters: UnsafeMutablePointer<AVCodecParameters>) throws(MediaFailure) {
        let bytes = Self.timedTextDescription
        guard let extra = av_mallocz(bytes.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)) else { throw .tooLarge(.memory) }
        memcpy(extra, bytes, bytes.count)
        parameters.pointee.extradata = extra.assumingMemoryBound(to: UInt8.self)
        parameters.pointee.extradata_size = Int32(bytes.count)
    }
}
