/// A clip that was rendered from a recipe, as it is kept.
struct KeptClip: Sendable {
    let blob: BlobStore.Blob
    let contentType: String
    let durationMs: Int64
    /// What stands for it until it is played; nil where there is nothing to be seen.
    var poster: Poster?
    /// What became of the recordings' packets; nil of a clip that was made before this was counted.
    var packets: Packets?

    /// A JPEG of one of the clip's own pictures.
    struct Poster: Sendable {
        let blob: BlobStore.Blob
        /// Pixels.
        let width: Int64
        let height: Int64
    }

    /// Frames that were encoded anew, and packets that were taken as they were.
    struct Packets: Sendable {
        let reencodedFrames: Int64
        let copiedPackets: Int64
    }

    static let types = ["video/mp4", "video/webm", "audio/mp4", "audio/webm"]

    /// The name under which it is saved.
    func fileName(for kept: KeptMoment) -> String {
        let ending =
            switch contentType {
            case "video/mp4": ".mp4"
            case "video/webm", "audio/webm": ".webm"
            default: ".m4a"
            }
        return kept.title + ending
    }
}
