import Domain
import MediaWork
import SQL
import Sandbox

/// Makes a rendition in the media child. Nobody sits and waits for it, and its failure is no failure of the recording.
enum RenderRendition {
    static let kind = JobKind(
        name: "rendition", run: run,
        gaveUp: { job, refusal, transaction in try RenditionStore.setFailed(job.subjectID, refusal, transaction) },
        isSeen: { job, caller, transaction in
            guard let rendition = try RenditionStore.find(job.subjectID, transaction) else { return false }
            return try FindInteraction.run(rendition.interactionID, for: caller, transaction) != nil
        },
        turn: .patient)

    private static func run(_ run: JobRun) throws {
        let services = run.services
        let id = run.job.subjectID
        let plan = try services.database.read { transaction in
            guard let rendition = try RenditionStore.find(id, transaction) else { return nil as RenditionPlan? }
            let recordings = try RecordingStore.all(of: rendition.interactionID, for: .system, transaction)
            return RenditionPlan.all(for: recordings).first {
                $0.recordingID == rendition.recordingID && $0.recipe == rendition.recipe
            }
        }
        guard let plan else { throw Refusal.notFound }
        let draft = try services.blobs.makeDraft()
        defer { draft.discard() }
        let sources = try OpenBlobs(plan.hashes, services.blobs)
        defer { sources.close() }
        run.tell(0.01, step: "Preparing playback")
        _ = try services.media.run(
            .render(plan.work), inputs: sources.descriptors, outputs: [draft.descriptor],
            progress: { run.tell(0.01 + 0.95 * $0) }, cancellation: run.cancellation)
        run.tell(0.97, step: "Keeping the file")
        let blob = try services.blobs.seal(draft)
        try run.finish { transaction in
            guard try RenditionStore.setReady(id, blob, transaction) else { return }
            try services.blobs.adopt(draft, as: blob)
        }
    }
}
