import CFFmpeg
import MediaWork

/// The pictures of one screen recording on the clip's timeline, in ticks of 1/90000 s from the clip's start.
final class ScreenReader {
    /// What is on screen now; nil before the recording's first picture.
    private(set) var shown: Frame?
    /// What comes on screen next, and when; nil when nothing comes any more.
    private(set) var upcoming: (frame: Frame, time: Int64)?
    let track: TrackReader
    /// What of it must not be seen; nil where nothing is redacted.
    let mask: PictureMask?
    /// The clip's start on the recording's own timeline.
    private let start: Int64
    private var last: Int64?

    static let ticks: Int64 = 90_000

    /// Shows what is on screen `at` ticks from the clip's start; `startMs` is that start on the recording's own timeline,
    /// `clipStartMs` on that of the redactions.
    init(
        _ source: Source, startMs: Int, at time: Int64 = 0, redactions: [PictureRedaction] = [], clipStartMs: Int = 0
    ) throws(MediaFailure) {
        track = try TrackReader(source, AVMEDIA_TYPE_VIDEO, threads: 2)
        mask =
            redactions.isEmpty
            ? nil : PictureMask(redactions, clipStartMs: clipStartMs, turn: PictureTurn(of: track.stream))
        start = Int64(startMs) * Self.ticks / 1_000
        try settle(at: time)
    }

    var isOver: Bool { upcoming == nil }

    /// The next picture comes on screen.
    func advance() throws(MediaFailure) {
        if let upcoming { shown = upcoming.frame }
        upcoming = try decode()
    }

    /// Decodes up to the picture that is on screen at a time. A container may come to stand after it, where the
    /// keyframe is decoded before it is shown; then from further back.
    private func settle(at time: Int64) throws(MediaFailure) {
        let placeMs = Int((start + time) * 1_000 / Self.ticks)
        for backMs in [0, 2_000, 20_000, Int.max] {
            last = nil
            shown = nil
            let isFromStart = placeMs <= backMs
            track.seek(toUs: isFromStart ? 0 : Int64(placeMs - backMs) * 1_000)
            upcoming = try decode()
            while let next = upcoming, next.time <= time { try advance() }
            if shown != nil || isFromStart { return }
        }
    }

    private func decode() throws(MediaFailure) -> (frame: Frame, time: Int64)? {
        while try track.next() {
            let time = track.time(rate: Self.ticks).map { $0 - start } ?? guess()
            // Pictures come in the order they are shown; one that goes back in time is damage.
            if let last, time <= last { continue }
            last = time
            return (try track.frame.reference(), time)
        }
        return nil
    }

    /// When a picture without a time is due: one frame after the last.
    private func guess() -> Int64 {
        guard let last else { return -start }
        let rate = track.stream.pointee.avg_frame_rate
        return last + (rate.num > 0 ? Self.ticks * Int64(rate.den) / Int64(rate.num) : Self.ticks / 25)
    }
}
