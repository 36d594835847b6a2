import Domain
import JSON
import SQL

/// Makes a complete upload a recording of an interaction and starts its ingest. Needs `upload_recordings`.
///
/// Recordings it replaces go in the same transaction, so that nothing goes unless it comes. Refuses an upload that is not
/// complete, a fifth monitor, a place that is taken, and screens the capture policy forbids.
enum AttachRecording {
    struct Input: Sendable {
        let upload: String
        let place: RecordingPlace
        let offsetMs: Int64
        let capture: CaptureMetadata?
        /// Recordings of the interaction that go when this one comes.
        let replaces: [String]

        init(reading fields: inout JSONFields) throws {
            upload = try fields.string("upload", max: 100)
            place = try RecordingPlace(
                kind: fields.choice("kind", of: RecordingKind.self),
                party: fields.optionalChoice("party", of: Party.self), monitor: fields.optionalInt64("monitor"))
            offsetMs = try fields.optionalInt64("offsetMs") ?? 0
            replaces = try fields.strings("replaces", max: 6, each: 100)
            if var capture = try fields.optionalObject("capture") {
                guard place.kind == .screen else {
                    throw Refusal.field("/capture", "capture_of_audio", "Only a screen recording has capture metadata.")
                }
                self.capture = try CaptureMetadata(reading: &capture)
            } else {
                capture = nil
            }
            try fields.finish()
        }
    }

    static func run(
        _ interactionID: String, _ input: Input, by caller: Caller, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> Recording {
        guard let interaction = try FindInteraction.run(interactionID, for: caller, transaction) else {
            throw Refusal.notFound
        }
        if input.place.kind == .screen { try checkPolicy(interaction, transaction) }
        let all = try RecordingStore.all(of: interactionID, for: .system, transaction)
        for old in input.replaces where !all.contains(where: { $0.id == old }) {
            throw Refusal.field(
                "/replaces", "recording_unknown", "“\(old)” is no recording of this interaction.")
        }
        let others = all.filter { !input.replaces.contains($0.id) }
        try input.place.check(beside: others.filter { $0.state != .failed }.map(\.place), offsetMs: input.offsetMs)
        let id = services.outside.id()
        guard let upload = try UploadStore.find(input.upload, for: caller, transaction) else {
            throw Refusal.field("/upload", "upload_unknown", "There is no such upload of yours.")
        }
        if upload.recordingID == nil, upload.expiresAt <= transaction.now {
            throw Refusal.field("/upload", "upload_expired", "This upload was given up; send the file again.")
        }
        guard try UploadStore.consume(upload.id, as: id, transaction) else {
            throw upload.isComplete
                ? Refusal.field("/upload", "upload_gone", "This upload has become a recording already.")
                : Refusal.field("/upload", "upload_incomplete", "Send the rest of the file first.")
        }
        for old in Set(input.replaces) { try RemoveRecording.run(old, by: caller, services, transaction) }
        let recording = Recording(id: id, upload: upload, interactionID: interactionID, input, now: transaction.now)
        guard try RecordingStore.insert(recording, by: caller, transaction) else {
            throw Refusal("monitor_taken", "Somebody attached a recording for this place meanwhile.")
        }
        try RecordingStore.insertWindows(input.capture?.windows ?? [], of: id, transaction)
        let job = try JobQueue.enqueue(
            IngestRecording.kind.name, subject: id, for: caller, services, transaction)
        try RecordingStore.setJob(id, job, transaction)
        try EventLog.record("recording.attached", .init(kind: "recording", id: id), by: caller, transaction) {
            $0.field("interaction", interactionID)
            $0.field("kind", recording.kind.rawValue)
        }
        guard let recording = try RecordingStore.find(id, for: .system, transaction) else { throw Refusal.notFound }
        return recording
    }

    /// Refuses a screen of an interaction of which none is to be captured.
    static func checkPolicy(_ interaction: Interaction, _ transaction: borrowing Transaction) throws {
        let agent = try interaction.agent.flatMap { try FindPerson.run($0.id, transaction) }
        try SettingsStore.capturePolicy(transaction).checkScreen(
            team: interaction.team?.id, channel: interaction.channel, role: agent?.role.rawValue)
    }
}

/// Takes a recording away. Needs `upload_recordings`; its bytes go with the next sweep, unless something else has them.
enum RemoveRecording {
    static func run(
        _ id: String, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws {
        guard let recording = try RecordingStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        guard recording.state != .processing else {
            throw Refusal("in_use", "This recording is being read; cancel that first.")
        }
        if let rendition = recording.rendition { try PlanRenditions.drop(rendition, services, transaction) }
        try RecordingStore.delete(id, transaction)
        try SweepMedia.request(services, transaction)
        // One that could not be read was kept aside until now.
        if let draft = recording.draft {
            transaction.afterCommit { if let file = try? services.blobs.draft(named: draft) { file.discard() } }
        }
        try PlanRenditions.run(of: recording.interactionID, services, transaction)
        try EventLog.record("recording.removed", .init(kind: "recording", id: id), by: caller, transaction) {
            $0.field("interaction", recording.interactionID)
        }
    }
}

extension Recording {
    var place: RecordingPlace {
        if let monitor { .screen(monitor: Int(monitor)) } else { .audio(party ?? .both) }
    }

    fileprivate init(
        id: String, upload: Upload, interactionID: String, _ input: AttachRecording.Input, now: Int64
    ) {
        self.id = id
        self.interactionID = interactionID
        kind = input.place.kind
        switch input.place {
        case .audio(let party):
            self.party = party
            monitor = nil
        case .screen(let monitor):
            party = nil
            self.monitor = Int64(monitor)
        }
        offsetMs = input.offsetMs
        durationMs = nil
        state = .processing
        failure = nil
        fileName = upload.fileName
        bytes = upload.length
        draft = upload.draft
        hash = nil
        container = nil
        streams = "[]"
        health = "[]"
        capture = input.capture?.json
        jobID = nil
        createdAt = now
    }
}
