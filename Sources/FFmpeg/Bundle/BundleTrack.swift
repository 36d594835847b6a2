import CFFmpeg
import MediaWork

/// One stream on its way from a recording into a bundle, its packets moved to the bundle's timeline.
final class BundleTrack {
    let report: BundleStream
    private let source: Source
    private let from: UnsafeMutablePointer<AVStream>
    private let to: UnsafeMutablePointer<AVStream>
    private let packet: Packet
    /// What is added to every time, in the source stream's time base.
    private let shift: Int64
    private var lastDecoded = Int64.min
    private(set) var copied = 0
    private(set) var endUs: Int64 = 0
    /// When the packet at hand is to be decoded, µs on the bundle's timeline; nil at the end.
    private(set) var dueUs: Int64?

    private static let microseconds = AVRational(num: 1, den: AV_TIME_BASE)

    /// `offsetMs`: where the recording starts on the bundle's timeline.
    init(
        _ source: Source, _ stream: UnsafeMutablePointer<AVStream>, offsetMs: Int, title: String, sink: Sink
    ) throws(MediaFailure) {
        let codec = String(cString: avcodec_get_name(stream.pointee.codecpar.pointee.codec_id))
        guard Self.fits(stream, sink) else {
            throw .doesNotFit(title: title, codec: codec, container: sink.container.rawValue)
        }
        self.source = source
        from = stream
        packet = try Packet()
        report = BundleStream(type: Probe.type(of: stream), codec: codec, title: title, offsetMs: offsetMs)
        shift = av_rescale_q(Int64(offsetMs) * 1_000 - source.originUs, Self.microseconds, stream.pointee.time_base)
        to = try sink.addStream()
        try AVCode.writing(avcodec_parameters_copy(to.pointee.codecpar, stream.pointee.codecpar))
        // The tag belongs to the container it came from.
        to.pointee.codecpar.pointee.codec_tag = 0
        to.pointee.time_base = stream.pointee.time_base
        to.pointee.avg_frame_rate = stream.pointee.avg_frame_rate
        to.pointee.sample_aspect_ratio = stream.pointee.sample_aspect_ratio
        to.pointee.disposition = AV_DISPOSITION_DEFAULT
        try AVCode.writing(av_dict_set(&to.pointee.metadata, "title", title, 0))
        // What MP4 players show.
        if sink.container == .mp4 { try AVCode.writing(av_dict_set(&to.pointee.metadata, "handler_name", title, 0)) }
        copyTurn()
        source.want([stream])
    }

    /// The read part of its source, 0...1.
    var fraction: Double { source.bytes.fraction }

    /// Reads on to the next packet.
    func advance() throws(MediaFailure) {
        repeat {
            guard try source.read(into: packet) else {
                dueUs = nil
                return
            }
        } while packet.stream != Int(from.pointee.index) || packet.raw.pointee.size == 0
        place(packet.raw)
        dueUs = av_rescale_q(packet.raw.pointee.dts, from.pointee.time_base, Self.microseconds)
    }

    /// Copies the packet at hand.
    func copy(to sink: Sink) throws(MediaFailure) {
        let raw = packet.raw.pointee
        endUs = max(endUs, av_rescale_q(raw.pts + raw.duration, from.pointee.time_base, Self.microseconds))
        copied += 1
        try sink.write(packet, to: to, timeBase: from.pointee.time_base)
    }

    /// Moves a packet to the bundle's timeline; what lacks a time gets the next that is free.
    private func place(_ packet: UnsafeMutablePointer<AVPacket>) {
        let none = EARMARK_NOPTS
        if packet.pointee.dts == none { packet.pointee.dts = packet.pointee.pts }
        if packet.pointee.pts == none { packet.pointee.pts = packet.pointee.dts }
        if packet.pointee.dts == none {
            let next = lastDecoded == .min ? 0 : lastDecoded - shift + max(1, packet.pointee.duration)
            packet.pointee.dts = next
            packet.pointee.pts = next
        }
        packet.pointee.dts = packet.pointee.dts.addingReportingOverflow(shift).partialValue
        packet.pointee.pts = packet.pointee.pts.addingReportingOverflow(shift).partialValue
        // Containers refuse time that stands still; damaged files have it.
        if packet.pointee.dts <= lastDecoded { packet.pointee.dts = lastDecoded + 1 }
        packet.pointee.pts = max(packet.pointee.pts, packet.pointee.dts)
        lastDecoded = packet.pointee.dts
    }

    private static func fits(_ stream: UnsafeMutablePointer<AVStream>, _ sink: Sink) -> Bool {
        let codec = stream.pointee.codecpar.pointee.codec_id
        // Matroska holds what AVI and WAV do, under the tags they use, besides the codecs with names of its own.
        let compliance = sink.container == .mkv ? FF_COMPLIANCE_UNOFFICIAL : FF_COMPLIANCE_NORMAL
        return avformat_query_codec(sink.context.pointee.oformat, codec, compliance) == 1
    }

    private func copyTurn() {
        var size = 0
        guard let matrix = av_stream_get_side_data(from, AV_PKT_DATA_DISPLAYMATRIX, &size),
            let copy = av_stream_new_side_data(to, AV_PKT_DATA_DISPLAYMATRIX, size)
        else { return }
        copy.update(from: matrix, count: size)
    }
}
