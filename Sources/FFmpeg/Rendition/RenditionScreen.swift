import CFFmpeg
import MediaWork

/// The pictures of a screen recording in order, each with the instant at which it comes on screen, in ticks of 1/90000 s.
final class RenditionScreen {
    static let ticks: Int64 = 90_000

    private let track: TrackReader
    private var last: Int64?

    init(_ source: Source) throws(MediaFailure) {
        track = try TrackReader(source, AVMEDIA_TYPE_VIDEO, threads: 2)
    }

    var stream: UnsafeMutablePointer<AVStream> { track.stream }

    /// The next picture; nil at the end. One that goes back in time is damage and is left out.
    func next() throws(MediaFailure) -> (frame: Frame, time: Int64)? {
        while try track.next() {
            let time = max(0, track.time(rate: Self.ticks) ?? due)
            if let last, time <= last { continue }
            last = time
            return (try track.frame.reference(), time)
        }
        return nil
    }

    /// When a picture without a time is due: one frame after the last.
    private var due: Int64 {
        guard let last else { return 0 }
        let rate = stream.pointee.avg_frame_rate
        return last + (rate.num > 0 ? Self.ticks * Int64(rate.den) / Int64(rate.num) : Self.ticks / 25)
    }
}
