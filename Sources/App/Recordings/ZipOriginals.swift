import Documents
import Domain
import MediaWork
import Sandbox

/// The originals of an interaction, byte for byte, in one archive.
enum ZipOriginals {
    /// `descriptors` are the recordings' bytes, in their order.
    static func write(
        _ recordings: [Recording], from descriptors: [Int32], to draft: Draft, _ run: JobRun
    ) throws {
        let total = max(1, recordings.reduce(0) { $0 + $1.bytes })
        var done: Int64 = 0
        var archive = ZipWriter(descriptor: draft.descriptor)
        for (recording, descriptor) in zip(recordings, descriptors) {
            let before = done
            try archive.add(
                name: "\(recording.place.name)-\(recording.fileName)", modified: recording.createdAt, from: descriptor,
                size: recording.bytes
            ) { copied in
                if run.cancellation.isCancelled { throw MediaFailure.cancelled }
                run.tell(0.02 + 0.9 * Double(before + copied) / Double(total))
            }
            done += recording.bytes
        }
        _ = try archive.finish()
    }
}

extension RecordingPlace {
    /// What a file of this place is called before its own name, so that two of the same name do not meet.
    fileprivate var name: String {
        switch self {
        case .audio(let party): party == .both ? "audio" : party.rawValue
        case .screen(let monitor): "monitor-\(monitor)"
        }
    }
}
