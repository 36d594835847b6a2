import CFFmpeg
import MediaWork

/// The pictures of a clip: its screens put together and encoded anew, each change at its own instant.
final class ClipPicture: PictureTrack {
    private let screens: [ScreenReader]
    /// Of screens that were recorded lying, upside down or mirrored.
    private let uprights: [UprightPictures?]
    private let canvas: Canvas
    private let encoder: Encoder
    /// Ticks from the clip's start to its end.
    private let end: Int64
    /// When pictures were given to the encoder, for how long each is shown.
    private var shownUntil: [Int64: Int64] = [:]
    private var lastShown: Int64?
    private var waiting: [Packet] = []
    private(set) var encodedFrames = 0
    let copiedPackets = 0

    /// Changes of several screens that lie closer together become one picture (8 ms).
    private static let togetherTicks = ScreenReader.ticks / 125

    init(_ screens: [ScreenReader], lengthMs: Int, sink: Sink) throws(MediaFailure) {
        self.screens = screens
        end = Int64(lengthMs) * ScreenReader.ticks / 1_000
        let turns = screens.map { PictureTurn(of: $0.track.stream) }
        uprights = turns.map { UprightPictures($0) }
        let sizes = zip(screens, turns).map { screen, turn in
            let frame = (screen.shown ?? screen.upcoming?.frame)?.raw.pointee
            let (width, height) = (Int(frame?.width ?? 640), Int(frame?.height ?? 360))
            return turn.isSideways ? (width: height, height: width) : (width: width, height: height)
        }
        let canvas = try Canvas(sizes)
        self.canvas = canvas
        let name = sink.container.pictureEncoder ?? "libx264"
        let rate = Self.frameRate(screens)
        let first = screens.compactMap { $0.shown ?? $0.upcoming?.frame }.first?.raw.pointee
        encoder = try Encoder(name, sink, options: Self.options(name)) { context in
            context.pointee.width = Int32(canvas.width)
            context.pointee.height = Int32(canvas.height)
            context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
            context.pointee.time_base = AVRational(num: 1, den: Int32(ScreenReader.ticks))
            context.pointee.framerate = rate
            // A keyframe every five seconds, so that seeking in the clip is quick.
            context.pointee.gop_size = max(10, min(250, 5 * rate.num / max(1, rate.den)))
            context.pointee.max_b_frames = 0
            context.pointee.thread_count = 2
            if let first {
                Colours.describe(first, to: context)
                if screens.count == 1 {
                    let shape = first.sample_aspect_ratio
                    context.pointee.sample_aspect_ratio =
                        turns[0].isSideways ? AVRational(num: shape.den, den: shape.num) : shape
                }
            }
        }
        if screens.count == 1, !turns[0].isKnown { screens[0].track.stream.turn(encoder.stream) }
    }

    /// When the next picture is due, ticks from the start; nil when the clip's pictures are done.
    private(set) var nextTime: Int64? = 0

    /// Encodes the picture that is due and finds the next.
    func advance() throws(MediaFailure) {
        guard let time = nextTime else { return }
        try show(at: time, until: time == 0 ? 0 : time + (screens.count > 1 ? Self.togetherTicks : 0))
        if let lastShown { shownUntil[lastShown] = time }
        lastShown = time
        try encoder.encode(try canvas.frame(at: time), hold)
        let changes = screens.compactMap { $0.upcoming?.time } + screens.compactMap { $0.mask?.change(after: time) }
        nextTime = changes.min().flatMap { $0 < end ? $0 : nil }
    }

    func finish() throws(MediaFailure) {
        if let lastShown { shownUntil[lastShown] = end }
        try encoder.encode(nil, hold)
        try release()
    }

    /// Draws everything that comes on screen from `time` through `last`, but nothing from the end on.
    private func show(at time: Int64, until last: Int64) throws(MediaFailure) {
        for (number, screen) in screens.enumerated() {
            var isNew = time == 0 || screen.mask != nil
            while let next = screen.upcoming, next.time <= last, next.time < end {
                try screen.advance()
                isNew = true
            }
            guard isNew, let shown = screen.shown else { continue }
            let masked = try screen.mask?.masked(shown, from: time, through: last) ?? shown
            try canvas.show(try uprights[number]?.upright(masked) ?? masked, screen: number)
        }
    }

    /// Packets wait until it is known how long their picture is shown.
    private func hold(_ packet: Packet) throws(MediaFailure) {
        waiting.append(packet)
        try release()
    }

    private func release() throws(MediaFailure) {
        while let first = waiting.first, let until = shownUntil[first.raw.pointee.pts] {
            waiting.removeFirst()
            shownUntil[first.raw.pointee.pts] = nil
            first.raw.pointee.duration = until - first.raw.pointee.pts
            encodedFrames += 1
            try encoder.write(first)
        }
    }

    private static func options(_ name: String) -> Options {
        name == "libvpx"
            ? Options([
                "deadline": "realtime", "cpu-used": "8", "crf": "10", "b": "4M", "auto-alt-ref": "0",
                "lag-in-frames": "0",
            ])
            : Options(["preset": "veryfast", "crf": "20", "profile": "high", "a53cc": "0"])
    }

    private static func frameRate(_ screens: [ScreenReader]) -> AVRational {
        let rates = screens.map(\.track.stream.pointee.avg_frame_rate).filter { $0.num > 0 && $0.den > 0 }
        let fastest = rates.max { Int64($0.num) * Int64($1.den) < Int64($1.num) * Int64($0.den) }
        guard let fastest, fastest.num / fastest.den <= 120 else { return AVRational(num: 25, den: 1) }
        return fastest
    }
}

extension UnsafeMutablePointer<AVStream> {
    /// What is to be shown turned stays so in another file.
    func turn(_ other: UnsafeMutablePointer<AVStream>) {
        var size = 0
        guard let matrix = av_stream_get_side_data(self, AV_PKT_DATA_DISPLAYMATRIX, &size), size == 36,
            let copy = av_stream_new_side_data(other, AV_PKT_DATA_DISPLAYMATRIX, size)
        else { return }
        copy.update(from: matrix, count: size)
    }
}
