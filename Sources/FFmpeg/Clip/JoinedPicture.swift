import CFFmpeg
import MediaWork

/// The pictures of one screen, copied as far as may be and encoded anew where the range begins and ends.
final class JoinedPicture: PictureTrack {
    private enum Phase {
        case head(ScreenReader)
        case copying
        case tail(ScreenReader)
        case done
    }

    private let source: Source
    private let from: UnsafeMutablePointer<AVStream>
    private let sink: Sink
    private let to: UnsafeMutablePointer<AVStream>
    private let join: PictureJoin
    private let plan: CutPlan
    private let encoder: Encoder?
    private let reader: PacketReader
    private let startMs: Int
    /// Ticks from the clip's start to its end.
    private let end: Int64
    private var clock: DecodeClock
    private var phase = Phase.done
    private var isTailsFirst = false
    private var durations: [Int64: Int64] = [:]
    private(set) var nextTime: Int64?
    private(set) var encodedFrames = 0
    private(set) var copiedPackets = 0

    private static let unit = AVRational(num: 1, den: Int32(ScreenReader.ticks))
    /// Ten minutes of 120 pictures a second.
    private static let mostPackets = 72_000 * 2

    /// Nil where nothing of the stream can be copied; then it has to be encoded anew.
    init?(_ source: Source, startMs: Int, lengthMs: Int, sink: Sink) throws(MediaFailure) {
        guard let from = source.stream(AVMEDIA_TYPE_VIDEO), let join = PictureJoin(from, container: sink.container)
        else { return nil }
        end = Int64(lengthMs) * ScreenReader.ticks / 1_000
        reader = try PacketReader(
            source, from, rate: ScreenReader.ticks, start: Int64(startMs) * ScreenReader.ticks / 1_000)
        guard let notes = try Self.notes(reader, join, end: end), let plan = CutPlan(notes, end: end) else {
            return nil
        }
        (self.source, self.from, self.join, self.plan, self.sink) = (source, from, join, plan, sink)
        self.startMs = startMs
        let rate = Self.frameRate(from)
        clock = DecodeClock(delay: plan.delay, gap: max(1, ScreenReader.ticks * Int64(rate.den) / Int64(rate.num)))
        to = try sink.addStream()
        let isEncoding = plan.hasHead || plan.tailFrom != nil
        encoder = isEncoding ? try Self.encoder(join, like: from, rate, sink, to) : nil
        try join.describe(to, like: from, with: encoder)
        to.pointee.time_base = Self.unit
        from.turn(to)
        if plan.hasHead {
            phase = .head(try ScreenReader(source, startMs: startMs))
            nextTime = 0
        } else {
            startCopying()
        }
    }

    func advance() throws(MediaFailure) {
        switch phase {
        case .head(let screen):
            let until = plan.copied[0].time
            try encode(screen, at: nextTime ?? 0, until: until)
            guard let next = screen.upcoming?.time, next < until else { return startCopying() }
            try screen.advance()
            nextTime = next
        case .copying:
            try copy()
            guard copiedPackets == plan.copied.count else {
                nextTime = max(nextTime ?? 0, plan.copied[copiedPackets].shownFrom)
                return
            }
            guard let tailFrom = plan.tailFrom else { return stop() }
            let screen = try ScreenReader(source, startMs: startMs, at: tailFrom)
            isTailsFirst = true
            phase = .tail(screen)
            nextTime = tailFrom
        case .tail(let screen):
            try encode(screen, at: nextTime ?? 0, until: end)
            guard let next = screen.upcoming?.time, next < end else { return stop() }
            try screen.advance()
            nextTime = next
        case .done: nextTime = nil
        }
    }

    func finish() throws(MediaFailure) {
        // Every picture has come out as it went in.
        guard durations.isEmpty else { throw .unwritable(code: EARMARK_AVERROR_EXTERNAL) }
    }

    private func stop() {
        phase = .done
        nextTime = nil
    }

    private func startCopying() {
        reader.source.want([from])
        reader.seek(to: plan.decodeTime)
        phase = .copying
        nextTime = plan.copied[0].shownFrom
    }

    /// Copies the packet that is due; those before the first are passed over.
    private func copy() throws(MediaFailure) {
        let due = plan.copied[copiedPackets]
        repeat {
            guard try reader.next(), copiedPackets == 0 || reader.time == due.time else {
                throw .unreadable(code: EARMARK_AVERROR_INVALIDDATA)
            }
        } while reader.time != due.time
        let packet = try join.clean(reader.packet, isOwn: false)
        packet.raw.pointee.flags &= AV_PKT_FLAG_KEY
        copiedPackets += 1
        try write(packet, at: due.shownFrom, for: due.duration)
    }

    /// Encodes what is on screen, to be shown from `time` until the next picture or `until`.
    private func encode(_ screen: ScreenReader, at time: Int64, until: Int64) throws(MediaFailure) {
        guard let encoder else { return }
        let described = from.pointee.codecpar.pointee
        var shown = screen.shown
        if shown == nil { shown = try Picture.black(width: Int(described.width), height: Int(described.height)) }
        guard let shown, shown.raw.pointee.width == described.width, shown.raw.pointee.height == described.height else {
            throw .unreadable(code: EARMARK_AVERROR_INVALIDDATA)
        }
        let frame = try shown.plain(at: time)
        if isTailsFirst { frame.raw.pointee.pict_type = AV_PICTURE_TYPE_I }
        isTailsFirst = false
        durations[time] = min(screen.upcoming?.time ?? until, until) - time
        try encoder.encode(frame) { packet throws(MediaFailure) in
            let shownFrom = packet.raw.pointee.pts
            let clean = try join.clean(packet, isOwn: true)
            encodedFrames += 1
            try write(clean, at: shownFrom, for: durations.removeValue(forKey: shownFrom) ?? 0)
        }
    }

    private func write(_ packet: Packet, at time: Int64, for duration: Int64) throws(MediaFailure) {
        packet.raw.pointee.pts = time
        packet.raw.pointee.dts = clock.next(time)
        packet.raw.pointee.duration = duration
        try sink.write(packet, to: to, timeBase: Self.unit)
    }

    /// Every packet from where decoding starts to where only such follow as are shown behind the end; nil where times
    /// are missing.
    private static func notes(
        _ reader: PacketReader, _ join: PictureJoin, end: Int64
    ) throws(MediaFailure) -> [PictureNote]? {
        reader.seek(to: 0)
        var notes: [PictureNote] = []
        var late = 0
        while try reader.next() {
            guard let time = reader.time, notes.count < mostPackets else { return nil }
            let note = join.note(reader.packet, time: time, decodeTime: reader.decodeTime ?? time)
            notes.append(note)
            late = time >= end ? late + 1 : 0
            // Some containers do not say when to decode; nobody looks further ahead than this.
            let isPast = reader.decodeTime.map { $0 >= end } ?? false
            if isPast || late > CutPlan.longestDelay || late > 0 && note.isEntry { break }
        }
        return notes
    }

    private static func encoder(
        _ join: PictureJoin, like source: UnsafeMutablePointer<AVStream>, _ rate: AVRational, _ sink: Sink,
        _ stream: UnsafeMutablePointer<AVStream>
    ) throws(MediaFailure) -> Encoder {
        let described = source.pointee.codecpar.pointee
        return try Encoder(join.encoder, sink, stream, options: join.options) { context in
            context.pointee.width = described.width
            context.pointee.height = described.height
            context.pointee.pix_fmt = AVPixelFormat(described.format)
            context.pointee.time_base = unit
            context.pointee.framerate = rate
            context.pointee.gop_size = 250
            context.pointee.max_b_frames = 0
            context.pointee.thread_count = 2
            context.pointee.sample_aspect_ratio = described.sample_aspect_ratio
            context.pointee.color_range = described.color_range
            context.pointee.colorspace = described.color_space
            context.pointee.color_primaries = described.color_primaries
            context.pointee.color_trc = described.color_trc
        }
    }

    private static func frameRate(_ stream: UnsafeMutablePointer<AVStream>) -> AVRational {
        let rate = stream.pointee.avg_frame_rate
        return rate.num > 0 && rate.den > 0 && rate.num / rate.den <= 120 ? rate : AVRational(num: 25, den: 1)
    }
}
