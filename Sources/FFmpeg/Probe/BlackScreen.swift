import CFFmpeg
import MediaWork

/// Whether a screen recording shows nothing but black. Looks only until a picture is not.
struct BlackScreen {
    /// Luma up to this is black (16 is the blackest that video has).
    private static let blackest: UInt8 = 24
    /// Of all pixels, so many may be lighter: a mouse pointer, a clock.
    private static let lighterPart = 0.001
    /// Longer recordings are looked at so far.
    private static let mostKeyframes = 300
    private static let mostPictures = 2_000

    /// `open` opens the file anew: keyframes tell of nearly every recording that it is not black; of the rest every
    /// picture is looked at.
    static func health(_ open: () throws(MediaFailure) -> Source) throws(MediaFailure) -> [Health] {
        let keyframes = try TrackReader(open(), AVMEDIA_TYPE_VIDEO)
        keyframes.stream.pointee.discard = AVDISCARD_NONKEY
        keyframes.decoder.context.pointee.skip_frame = AVDISCARD_NONKEY
        guard try isBlack(keyframes, most: mostKeyframes) else { return [] }
        guard try isBlack(TrackReader(open(), AVMEDIA_TYPE_VIDEO, threads: 2), most: mostPictures) else { return [] }
        return [Health(.blackScreen, "The picture is black throughout.")]
    }

    private static func isBlack(_ track: TrackReader, most: Int) throws(MediaFailure) -> Bool {
        let scaler = Scaler()
        var seen = 0
        while seen < most, try track.next() {
            seen += 1
            let raw = track.frame.raw.pointee
            let picture = try scaler.scale(
                track.frame, width: max(2, Int(raw.width) & ~1), height: max(2, Int(raw.height) & ~1))
            if !isBlack(picture.raw.pointee) { return false }
        }
        return seen > 0
    }

    /// Of a picture in 4:2:0.
    static func isBlack(_ frame: AVFrame) -> Bool {
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
