import CFFmpeg
import MediaWork

/// The pictures of a rendition as H.264, each at its own instant, with a keyframe every few seconds for seeking.
final class RenditionPicture {
    private let screen: RenditionScreen
    private let canvas: RenditionCanvas
    private let encoder: Encoder
    /// Ticks in all.
    private let end: Int64
    private let lengthMs: Int
    private var upcoming: (frame: Frame, time: Int64)?
    private var lastKey = Int64.min / 2
    /// A packet waits until it is known when the next one comes.
    private var waiting: Packet?

    /// How far apart keyframes are at most, where there are pictures: 4 s.
    private static let keyTicks = 4 * RenditionScreen.ticks

    init(_ screen: RenditionScreen, lengthMs: Int, sink: Sink) throws(MediaFailure) {
        self.screen = screen
        self.lengthMs = lengthMs
        end = Int64(lengthMs) * RenditionScreen.ticks / 1_000
        upcoming = try screen.next()
        guard let first = upcoming?.frame.raw.pointee else {
            throw .unreadable(code: EARMARK_AVERROR_INVALIDDATA)
        }
        let canvas = try RenditionCanvas(width: Int(first.width), height: Int(first.height))
        self.canvas = canvas
        let rate = Self.frameRate(screen.stream.pointee)
        let options = Options(["preset": "veryfast", "crf": "23", "profile": "high", "a53cc": "0"])
        encoder = try Encoder("libx264", sink, options: options) { context in
            context.pointee.width = Int32(canvas.width)
            context.pointee.height = Int32(canvas.height)
            context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
            context.pointee.time_base = AVRational(num: 1, den: Int32(RenditionScreen.ticks))
            context.pointee.framerate = rate
            context.pointee.gop_size = 10_000
            context.pointee.max_b_frames = 0
            context.pointee.thread_count = 2
            Colours.describe(first, to: context)
            context.pointee.sample_aspect_ratio = first.sample_aspect_ratio
        }
        turn()
    }

    func write(_ progress: (Double) -> Void) throws(MediaFailure) {
        // Before a recording's first picture there is black.
        if let upcoming, upcoming.time > 0 { try encode(at: 0) }
        while let (frame, time) = upcoming, time < end {
            try canvas.show(frame)
            try encode(at: time)
            upcoming = try screen.next()
            progress(Double(time) / Double(end))
        }
        try encoder.encode(nil, hold)
        if let waiting { try write(waiting, until: end) }
    }

    private func encode(at time: Int64) throws(MediaFailure) {
        let frame = try canvas.frame(at: time)
        if time - lastKey >= Self.keyTicks {
            frame.raw.pointee.pict_type = AV_PICTURE_TYPE_I
            lastKey = time
        }
        try encoder.encode(frame, hold)
    }

    private func hold(_ packet: Packet) throws(MediaFailure) {
        if let waiting { try write(waiting, until: packet.raw.pointee.pts) }
        waiting = packet
    }

    private func write(_ packet: Packet, until time: Int64) throws(MediaFailure) {
        packet.raw.pointee.duration = max(1, time - packet.raw.pointee.pts)
        try encoder.write(packet)
    }

    private static func frameRate(_ stream: AVStream) -> AVRational {
        let rate = stream.avg_frame_rate
        guard rate.num > 0, rate.den > 0, rate.num / rate.den <= 120 else { return AVRational(num: 25, den: 1) }
        return rate
    }

    /// A recording that is to be shown turned stays so.
    private func turn() {
        var size = 0
        guard let matrix = av_stream_get_side_data(screen.stream, AV_PKT_DATA_DISPLAYMATRIX, &size), size == 36,
            let copy = av_stream_new_side_data(encoder.stream, AV_PKT_DATA_DISPLAYMATRIX, size)
        else { return }
        copy.update(from: matrix, count: size)
    }
}
