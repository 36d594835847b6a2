import CFFmpeg
import MediaWork

/// The pictures of a screen recording that stand by themselves, some second apart at least; all others are passed over
/// undecoded.
final class KeyframeReader {
    let track: TrackReader
    /// The picture that `next` found; the next call replaces it.
    var frame: Frame { track.frame }
    private let packet: Packet
    private var isAtEnd = false
    private var lastSentUs: Int64?
    private var sent = 0
    /// Pictures nearer to each other than this (µs) are passed over; grows with the number decoded.
    private var leastGapUs: Int64 = 1_000_000

    /// So many decoded pictures double the gap, so that an hour or a day costs little more than these.
    private static let picturesPerGap = 1_500
    private static let microseconds = AVRational(num: 1, den: AV_TIME_BASE)

    init(_ source: Source) throws(MediaFailure) {
        track = try TrackReader(source, AVMEDIA_TYPE_VIDEO)
        // The demuxer is not told: FFmpeg's for MP4 then gives the pictures others' times.
        track.decoder.context.pointee.skip_frame = AVDISCARD_NONKEY
        packet = try Packet()
    }

    /// When the next picture comes on screen, ms from the file's first instant; nil at the end.
    func next() throws(MediaFailure) -> Int? {
        while true {
            if try track.decoder.receive(into: track.frame) {
                return ms
            }
            if isAtEnd { return nil }
            if try track.source.read(into: packet) {
                if isWanted(packet) { try track.decoder.send(packet) }
            } else {
                isAtEnd = true
                try track.decoder.send(nil)
            }
        }
    }

    /// The picture's own time: where others are left out, the best guess is that of decoding.
    private var ms: Int {
        let raw = frame.raw.pointee
        let time = raw.pts == EARMARK_NOPTS ? raw.best_effort_timestamp : raw.pts
        guard time != EARMARK_NOPTS else { return 0 }
        let us = av_rescale_q(time, track.stream.pointee.time_base, Self.microseconds) - track.source.originUs
        return Int(max(0, us) / 1_000)
    }

    private func isWanted(_ packet: Packet) -> Bool {
        let raw = packet.raw.pointee
        guard packet.stream == Int(track.stream.pointee.index), raw.flags & AV_PKT_FLAG_KEY != 0 else { return false }
        let time = raw.pts == EARMARK_NOPTS ? raw.dts : raw.pts
        if time != EARMARK_NOPTS {
            let us = av_rescale_q(time, track.stream.pointee.time_base, Self.microseconds)
            if let last = lastSentUs, us >= last, us - last < leastGapUs { return false }
            lastSentUs = us
        }
        sent += 1
        if sent % Self.picturesPerGap == 0 { leastGapUs *= 2 }
        return true
    }
}
