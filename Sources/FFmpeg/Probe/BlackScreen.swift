import CFFmpeg
import MediaWork

/// Whether a screen recording shows nothing but black. Looks at keyframes, and only until one is not black.
struct BlackScreen {
    /// Luma up to this is black (16 is the blackest that video has).
    private static let blackest: UInt8 = 24
    /// Of all pixels, so many may be lighter: a mouse pointer, a clock.
    private static let lighterPart = 0.001
    private static let mostKeyframes = 300

    static func health(_ source: Source) throws(MediaFailure) -> [Health] {
        let track = try TrackReader(source, AVMEDIA_TYPE_VIDEO)
        track.stream.pointee.discard = AVDISCARD_NONKEY
        track.decoder.context.pointee.skip_frame = AVDISCARD_NONKEY
        let scaler = Scaler()
        var seen = 0
        while seen < mostKeyframes, try track.next() {
            seen += 1
            let raw = track.frame.raw.pointee
            let picture = try scaler.scale(
                track.frame, width: max(2, Int(raw.width) & ~1), height: max(2, Int(raw.height) & ~1))
            if !isBlack(picture.raw.pointee) { return [] }
        }
        return seen == 0 ? [] : [Health(.blackScreen, "The picture is black throughout.")]
    }

    private static func isBlack(_ frame: AVFrame) -> Bool {
        guard let luma = frame.data.0 else { return false }
        let most = Int(Double(frame.width) * Double(frame.height) * lighterPart)
        var lighter = 0
        for row in 0..<Int(frame.height) {
            let line = UnsafeBufferPointer(start: luma + row * Int(frame.linesize.0), count: Int(frame.width))
            for value in line where value > blackest { lighter += 1 }
            if lighter > most { return false }
        }
        return true
    }
}
