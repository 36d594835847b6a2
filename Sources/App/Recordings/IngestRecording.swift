import Documents
import Domain
import Glibc
import JSON
import MediaWork
import SQL
import Sandbox

/// Reads a new recording in the media child, keeps its bytes under their hash and writes down what was found.
enum IngestRecording {
    static let kind = JobKind(
        name: "ingest", run: run, gaveUp: gaveUp,
        isSeen: { job, caller, transaction in
            try RecordingStore.find(job.subjectID, for: caller, transaction) != nil
        })

    private static func run(_ run: JobRun) throws {
        let services = run.services
        guard
            let recording = try services.database.read({
                try RecordingStore.find(run.job.subjectID, for: .system, $0)
            }), recording.state == .processing
        else { throw Refusal.notFound }
        let draft = try openDraft(recording, services)
        do {
            let findings = try Examination(of: draft.descriptor, as: recording.kind, run)
            defer { findings.sheet?.discard() }
            try keep(findings, of: recording, draft, run)
        } catch {
            draft.close()
            throw error
        }
        draft.discard()
    }

    private static func keep(
        _ findings: Examination, of recording: Recording, _ draft: Draft, _ run: JobRun
    ) throws {
        run.tell(0.95, step: "Keeping the file")
        let blobs = run.services.blobs
        var crc = CRC32()
        let blob = try blobs.seal(draft) { crc.update($0) }
        let survey = try SurveyDraft(of: draft.descriptor, crc: crc.value, run.services, run.cancellation)
        defer { survey.discard() }
        let thumbnails = try findings.sheet.map { try blobs.seal($0) }
        try run.finish(resultPath: "recordings/\(recording.id)") { transaction in
            try blobs.adopt(draft, as: blob)
            try RecordingStore.setReady(
                recording.id,
                RecordingStore.Findings(
                    hash: blob.hash, bytes: blob.bytes, container: findings.probe.container,
                    durationMs: Int64(findings.probe.durationMs), streams: findings.streams, health: findings.health,
                    levels: findings.levels),
                transaction)
            try ToneStore.replace(of: recording, findings.sound?.levels.channels.map(\.tones) ?? [], transaction)
            try survey.keep(for: recording.id, run.services, transaction)
            try PlanRenditions.run(of: recording.interactionID, run.services, transaction)
            try PeaksStore.insert(findings.sound?.peaks ?? [], of: recording.id, transaction)
            if let blob = thumbnails, let sheet = findings.sheet, let screen = findings.screen {
                try blobs.adopt(sheet, as: blob)
                let details = ReportJSON.thumbnails(screen, of: recording.id)
                try ThumbnailStore.insert(.init(details: details, blob: blob), of: recording.id, transaction)
            }
            let end = recording.offsetMs + Int64(findings.probe.durationMs)
            try ExtendInteraction.run(recording.interactionID, toMs: max(0, end), transaction)
            try EventLog.record(
                "recording.ready", .init(kind: "recording", id: recording.id), by: .system, transaction
            ) { $0.field("sha256", blob.hash) }
        }
    }

    private static func gaveUp(
        _ job: Job, _ refusal: Refusal, _ transaction: borrowing Transaction
    ) throws {
        try RecordingStore.setFailed(job.subjectID, refusal, transaction)
        try EventLog.record("recording.failed", .init(kind: "recording", id: job.subjectID), by: .system, transaction) {
            $0.field("code", refusal.code)
        }
    }

    private static func openDraft(_ recording: Recording, _ services: Services) throws -> Draft {
        do {
            return try services.blobs.draft(named: recording.draft ?? "")
        } catch {
            guard error.code == ENOENT else { throw error }
            throw Refusal("upload_lost", "The uploaded file is gone; upload it again.")
        }
    }
}
