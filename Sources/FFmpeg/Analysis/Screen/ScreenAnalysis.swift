import CFFmpeg
import MediaWork

/// What a screen recording shows, from its keyframes alone: thumbnails, when something happens, what is black or still.
final class ScreenAnalysis {
    private let keyframes: KeyframeReader
    private let scaler = Scaler()
    private var activity = ScreenActivity()
    private let thumbnails = Thumbnails()
    private let durationMs: Int

    /// Pictures are compared at this size at most, along their longer side.
    private static let side = 640

    init(_ source: Source, durationMs: Int) throws(MediaFailure) {
        keyframes = try KeyframeReader(source)
        self.durationMs = durationMs
    }

    /// Writes the thumbnails' picture to `output`. `open` opens the file anew, for the rare second look.
    func run(
        to output: Int32, progress: (Double) -> Void, open: () throws(MediaFailure) -> Source
    ) throws(MediaFailure) -> ScreenReport {
        while let ms = try keyframes.next() {
            let raw = keyframes.frame.raw.pointee
            let size = Self.fitted(width: Int(raw.width), height: Int(raw.height), side: Self.side)
            let small = try scaler.scale(keyframes.frame, width: size.width, height: size.height)
            activity.add(small.raw.pointee, at: ms)
            try thumbnails.offer(small, at: ms)
            progress(keyframes.track.source.bytes.fraction)
        }
        guard activity.count > 0 else { throw .unreadable(code: 0) }
        var health: [Health] = []
        if activity.isBlackThroughout {
            health = try BlackScreen.health(open)
        } else if activity.isStillThroughout {
            health = [Health(.frozenScreen, "The picture does not change from beginning to end.")]
        }
        let sheet = try thumbnails.write(to: output)
        return ScreenReport(
            thumbnails: sheet, activity: activity.strip(durationMs: durationMs), blacks: activity.blacks(durationMs),
            stills: activity.stills, health: health)
    }

    /// Even sides within a square, no larger than they were.
    static func fitted(width: Int, height: Int, side: Int) -> (width: Int, height: Int) {
        let longer = max(width, height, 1)
        let part = min(longer, side)
        return (max(2, (width * part / longer) & ~1), max(2, (height * part / longer) & ~1))
    }
}
