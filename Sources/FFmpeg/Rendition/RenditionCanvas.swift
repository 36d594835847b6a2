import CFFmpeg
import MediaWork

/// The picture that an encoder is given: of one even size, whatever size the recording changes to.
final class RenditionCanvas {
    /// Pixels, even.
    let width: Int
    let height: Int
    private var picture: Frame
    private let scaler = Scaler()

    /// What browsers decode in time; larger screens are made smaller (4K).
    private static let most = (width: 3_840, height: 2_160)

    /// For screens of this size in pixels.
    init(width: Int, height: Int) throws(MediaFailure) {
        let size = Self.fit(width, height, into: Self.most, enlarge: false)
        self.width = size.width
        self.height = size.height
        picture = try Picture.black(width: size.width, height: size.height)
    }

    func show(_ frame: Frame) throws(MediaFailure) {
        let raw = frame.raw.pointee
        let isPlain = AVPixelFormat(raw.format) == AV_PIX_FMT_YUV420P && raw.color_range != AVCOL_RANGE_JPEG
        if isPlain, Int(raw.width) == width, Int(raw.height) == height {
            picture = frame
            return
        }
        let size = Self.fit(Int(raw.width), Int(raw.height), into: (width, height), enlarge: true)
        let scaled = try scaler.scale(frame, width: size.width, height: size.height)
        if size == (width, height) {
            picture = scaled
        } else {
            picture = try Picture.black(width: width, height: height)
            Picture.put(scaled, into: picture, x: ((width - size.width) / 2) & ~1, y: ((height - size.height) / 2) & ~1)
        }
    }

    /// The picture as it is now, to be shown from `time` on; nothing of the source's notes goes with it.
    func frame(at time: Int64) throws(MediaFailure) -> Frame {
        let frame = try picture.reference()
        while frame.raw.pointee.nb_side_data > 0, let first = frame.raw.pointee.side_data[0] {
            av_frame_remove_side_data(frame.raw, first.pointee.type)
        }
        av_dict_free(&frame.raw.pointee.metadata)
        frame.raw.pointee.pts = time
        frame.raw.pointee.pict_type = AV_PICTURE_TYPE_NONE
        frame.raw.pointee.key_frame = 0
        return frame
    }

    private static func fit(
        _ width: Int, _ height: Int, into most: (width: Int, height: Int), enlarge: Bool
    ) -> (width: Int, height: Int) {
        let scale = min(Double(most.width) / Double(width), Double(most.height) / Double(height))
        // A row more or less is no other shape.
        if scale >= 1, !enlarge || scale < 1.01 { return (even(Double(width)), even(Double(height))) }
        return (
            min(even(Double(width) * scale), most.width & ~1), min(even(Double(height) * scale), most.height & ~1)
        )
    }

    private static func even(_ side: Double) -> Int { max(2, Int((side / 2).rounded(.up)) * 2) }
}
