/// Who waits for a piece of media work.
package enum MediaPriority: Hashable, Sendable {
    /// Nobody in particular: ingest, renditions, waveforms.
    case batch
    /// Somebody in front of a screen or a command line: a clip, a bundle, a preview.
    case person
}
