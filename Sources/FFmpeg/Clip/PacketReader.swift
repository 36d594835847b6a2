import CFFmpeg
import MediaWork

/// The packets of one stream of a recording as they are, with their times on the clip's timeline.
final class PacketReader {
    let source: Source
    let stream: UnsafeMutablePointer<AVStream>
    /// The packet that `next` found; the next call replaces it.
    let packet: Packet
    private let unit: AVRational
    /// The clip's start on the container's timeline.
    private let start: Int64
    /// The recording's first instant on the container's timeline.
    private let origin: Int64

    /// Times are in units of 1/`rate` s from `start`, which is on the recording's own timeline in the same unit.
    init(_ source: Source, _ stream: UnsafeMutablePointer<AVStream>, rate: Int64, start: Int64) throws(MediaFailure) {
        self.source = source
        self.stream = stream
        unit = AVRational(num: 1, den: Int32(rate))
        origin = av_rescale_q(source.originUs, AVRational(num: 1, den: AV_TIME_BASE), unit)
        self.start = start + origin
        packet = try Packet()
        source.want([stream])
    }

    /// To the last place not after `time` where decoding can start.
    func seek(to time: Int64) {
        guard time + start > origin else {
            _ = source.rewind(stream)
            return
        }
        let target = av_rescale_q(time + start, unit, stream.pointee.time_base)
        _ = source.seek(to: target, in: stream)
    }

    /// Reads on; false at the end.
    func next() throws(MediaFailure) -> Bool {
        while try source.read(into: packet) {
            if packet.stream == Int(stream.pointee.index), packet.raw.pointee.size > 0 { return true }
        }
        return false
    }

    /// When the packet is shown or heard; nil when the container does not say.
    var time: Int64? { time(packet.raw.pointee.pts) }

    /// When the packet is to be decoded.
    var decodeTime: Int64? { time(packet.raw.pointee.dts) }

    private func time(_ stamp: Int64) -> Int64? {
        guard stamp != EARMARK_NOPTS else { return nil }
        return av_rescale_q(stamp, stream.pointee.time_base, unit) - start
    }
}

extension Packet {
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: raw.pointee.data, count: Int(raw.pointee.size))
    }

    /// A packet of given bytes; its times are still to be set.
    convenience init(_ bytes: [UInt8]) throws(MediaFailure) {
        try self.init()
        try AVCode.writing(av_new_packet(raw, Int32(bytes.count)))
        memcpy(raw.pointee.data, bytes, bytes.count)
    }
}
