/// Who waits for a piece of media work, from the least to the most urgent.
package enum MediaPriority: Int, CaseIterable, Comparable, Sendable {
    /// Nobody in particular: ingest, renditions, waveforms; or somebody who has been told that it takes long.
    case batch
    /// Somebody in front of a screen or a command line: a clip, a preview.
    case person
    /// Somebody who should not notice that anything is done at all: the plan of a download.
    case instant

    package static func < (one: MediaPriority, other: MediaPriority) -> Bool { one.rawValue < other.rawValue }
}
