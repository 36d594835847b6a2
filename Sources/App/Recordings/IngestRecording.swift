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
            try keep(try examine(draft.descriptor, recording, run), of: recording, draft, run)
        } catch {
            draft.close()
            throw error
        }
        draft.discard()
    }

    private static func keep(
        _ findings: Findings, of recording: Recording, _ draft: Draft, _ run: JobRun
    ) throws {
        run.tell(0.95, step: "Keeping the file")
        let blobs = run.services.blobs
        var crc = CRC32()
        let blob = try blobs.seal(draft) { crc.update($0) }
        let survey = try SurveyDraft(of: draft.descriptor, crc: crc.value, run.services, run.cancellation)
        defer { survey.discard() }
        try run.finish(resultPath: "recordings/\(recording.id)") { transaction in
            try blobs.adopt(draft, as: blob)
            try RecordingStore.setReady(
                recording.id,
                RecordingStore.Findings(
                    hash: blob.hash, bytes: blob.bytes, container: findings.probe.container,
                    durationMs: Int64(findings.probe.durationMs), streams: findings.streams, health: findings.health,
                    peaks: findings.analysis?.peaks.dat, levels: findings.levels),
                transaction)
            try ToneStore.replace(of: recording, findings.analysis?.levels.channels.map(\.tones) ?? [], transaction)
            try survey.keep(for: recording.id, run.services, transaction)
            try PlanRenditions.run(of: recording.interactionID, run.services, transaction)
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

    private static func examine(_ descriptor: Int32, _ recording: Recording, _ run: JobRun) throws -> Findings {
        run.tell(0.02, step: "Reading the file")
        guard
            case .probe(let probe) = try run.services.media.run(
                .probe, inputs: [descriptor], cancellation: run.cancellation)
        else { throw Refusal("internal", "The file was not read as asked.") }
        let hasSound = probe.streams.contains { $0.type == .audio }
        let hasPicture = probe.streams.contains { $0.type == .video }
        guard recording.kind == .audio ? hasSound : hasPicture else {
            throw Refusal(
                "media_missing_stream",
                recording.kind == .audio
                    ? "The file has no sound; choose the audio recording, or attach this one as a screen."
                    : "The file has no picture; choose the screen recording, or attach this one as audio.")
        }
        run.tell(0.15)
        guard hasSound, recording.kind == .audio else { return Findings(probe: probe, analysis: nil) }
        run.tell(0.15, step: "Drawing the waveform")
        let request = MediaRequest.analyse(
            samplesPerPixel: MediaRequest.samplesPerPixel, silenceDb: MediaRequest.silenceDb,
            minMs: MediaRequest.silenceMs)
        guard
            case .analysis(let analysis) = try run.services.media.run(
                request, inputs: [descriptor], progress: { run.tell(0.15 + 0.8 * $0) }, cancellation: run.cancellation)
        else { throw Refusal("internal", "The file was not read as asked.") }
        return Findings(probe: probe, analysis: analysis)
    }

    private struct Findings {
        let probe: ProbeReport
        let analysis: AnalysisReport?

        var streams: String { ReportJSON.streams(probe.streams) }
        /// The probe and the whole decode may come to the same verdict.
        var health: String {
            ReportJSON.health(probe.health + (analysis?.health ?? []).filter { !probe.health.contains($0) })
        }
        var levels: String? { analysis.map { ReportJSON.levels($0.levels) } }
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
