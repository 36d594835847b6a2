/// What a playback rendition is made of: whole recordings, each instant where it was.
///
/// Sound becomes AAC in M4A, a picture H.264 in MP4. `lengthMs` is how long the rendition lasts; what the recordings do
/// not fill is silence, or their last picture.
package enum RenderRecipe: Hashable, Sendable {
    /// The sound of inputs[0], with as many channels as it has (one where it has more than two).
    case sound(lengthMs: Int)
    /// The legs of a call: inputs[0] left, inputs[1] right, each so many ms after the rendition's beginning.
    case legs(leftDelayMs: Int, rightDelayMs: Int, lengthMs: Int)
    /// The picture of inputs[0].
    case screen(lengthMs: Int)

    package var lengthMs: Int {
        switch self {
        case .sound(let lengthMs), .legs(_, _, let lengthMs), .screen(let lengthMs): lengthMs
        }
    }
}

/// A rendition that was written.
package struct RenderReport: Hashable, Sendable {
    package var durationMs: Int
    package var bytes: Int

    package init(durationMs: Int, bytes: Int) {
        self.durationMs = durationMs
        self.bytes = bytes
    }
}
