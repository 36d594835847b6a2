import CFFmpeg
import MediaWork

/// The decoded frames of one stream of a file, in order.
final class TrackReader {
    let source: Source
    let stream: UnsafeMutablePointer<AVStream>
    let decoder: Decoder
    /// The frame that `next` found; the next call replaces it.
    let frame: Frame
    private let packet: Packet
    private var isAtEnd = false

    /// The first stream of a kind in a file of its own; throws `.nothingToUse` where there is none.
    init(_ source: Source, _ type: AVMediaType, threads: Int32 = 1) throws(MediaFailure) {
        guard let stream = source.stream(type) else {
            let unread = source.streams.first { $0.pointee.codecpar.pointee.codec_type == type }
            guard let unread, unread.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0 else {
                throw .nothingToUse(type == AVMEDIA_TYPE_VIDEO ? .video : .audio)
            }
            throw .unsupportedCodec(String(cString: avcodec_get_name(unread.pointee.codecpar.pointee.codec_id)))
        }
        self.source = source
        self.stream = stream
        source.want([stream])
        decoder = try Decoder(stream, threads: threads)
        frame = try Frame()
        packet = try Packet()
    }

    /// Decodes on; false at the end of the stream.
    func next() throws(MediaFailure) -> Bool {
        while true {
            if try decoder.receive(into: frame) { return true }
            if isAtEnd { return false }
            if try source.read(into: packet) {
                if packet.stream == Int(stream.pointee.index) { try decoder.send(packet) }
            } else {
                isAtEnd = true
                try decoder.send(nil)
            }
        }
    }

    /// Goes to a place from which all that is played at `timeUs` (from the file's first instant) can be decoded.
    func seek(toUs timeUs: Int64) {
        let isThere =
            timeUs > 0 ? source.seek(toUs: timeUs + source.originUs, in: stream) : source.rewind(stream)
        guard isThere else { return }
        decoder.flush()
        isAtEnd = false
    }

    /// When the frame is due, from the file's first instant, in units of 1/`rate` s; nil when the file does not say.
    func time(rate: Int64) -> Int64? {
        let time = frame.raw.pointee.best_effort_timestamp
        guard time != EARMARK_NOPTS else { return nil }
        let unit = AVRational(num: 1, den: Int32(rate))
        let origin = av_rescale_q(source.originUs, AVRational(num: 1, den: AV_TIME_BASE), unit)
        return av_rescale_q(time, stream.pointee.time_base, unit) - origin
    }
}
