import Domain
import JSON
import SQL

/// Has a recording read once more that could not be read. Needs `upload_recordings`.
///
/// Its file was kept aside; the job is like the first. Asking while it is being read changes nothing. Refuses one that
/// is ready, one whose place another has taken meanwhile, and screens the capture policy forbids by now.
enum ReadAgain {
    static func run(
        _ id: String, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> Recording {
        guard let recording = try RecordingStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        switch recording.state {
        case .processing: return recording
        case .ready: throw Refusal("read_already", "This recording has been read; there is nothing to read again.")
        case .failed: break
        }
        guard let interaction = try FindInteraction.run(recording.interactionID, for: caller, transaction) else {
            throw Refusal.notFound
        }
        if recording.kind == .screen { try AttachRecording.checkPolicy(interaction, transaction) }
        let others = try RecordingStore.all(of: interaction.id, for: .system, transaction)
            .filter { $0.id != id && $0.state != .failed }
        try recording.place.check(beside: others.map(\.place), offsetMs: recording.offsetMs)
        let job = try JobQueue.enqueue(IngestRecording.kind.name, subject: id, for: caller, services, transaction)
        try RecordingStore.setProcessing(id, job: job, transaction)
        try EventLog.record("recording.read_again", .init(kind: "recording", id: id), by: caller, transaction) {
            $0.field("interaction", interaction.id)
            $0.field("code", recording.failure?.code)
        }
        guard let waiting = try RecordingStore.find(id, for: .system, transaction) else { throw Refusal.notFound }
        return waiting
    }

    /// Why a recording was not read, where the reason lay with the machine or with people and not in the file.
    private static let passing: Set<String> = [
        "cancelled", "disk_full", "internal", "media_killed", "media_not_locked", "media_timed_out",
        "media_unavailable", "no_space",
    ]

    /// Whether reading the same file again may succeed.
    static func mayHelp(against failure: Refusal) -> Bool { passing.contains(failure.code) }
}
