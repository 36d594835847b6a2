import Domain
import JSON
import MediaWork
import SQL
import Sandbox

/// Renders a moment's clip once and keeps it by its recipe.
enum RenderClip {
    static let kind = JobKind(
        name: "clip", run: run, gaveUp: { _, _, _ in },
        isSeen: { job, caller, transaction in try MomentStore.find(job.subjectID, for: caller, transaction) != nil },
        turn: .awaited)

    /// The clip when it is there, else the job that makes it.
    static func request(
        _ kept: KeptMoment, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> ClipState {
        let recipe = try MomentRecipe(kept, transaction)
        if let clip = try ClipStore.find(recipe: recipe.hash, transaction) { return .ready(clip) }
        let id = try JobQueue.enqueue(
            kind.name, subject: kept.id, input: recipe.input, for: caller, services, transaction)
        guard let job = try JobQueue.find(id, transaction) else { throw Refusal.notFound }
        return .rendering(job)
    }

    private static func run(_ run: JobRun) throws {
        let services = run.services
        let recordings = try recordings(run.job)
        let (recipe, indexes) = try services.database.read { transaction in
            guard var kept = try MomentStore.find(run.job.subjectID, for: .system, transaction) else {
                throw Refusal.notFound
            }
            kept.only = recordings
            let recipe = try MomentRecipe(kept, transaction)
            return (recipe, try recipe.recordings.map { try FindSampleIndex.run(of: $0.id, transaction) })
        }
        run.tell(0.05, step: "Rendering the clip")
        let blobs = services.blobs
        let draft = try blobs.makeDraft()
        defer { draft.discard() }
        let report = try render(recipe, indexes, into: draft, run)
        let blob = try blobs.seal(draft)
        let poster = recipe.hasPicture ? try PosterDraft(of: draft, run) : nil
        defer { poster?.discard() }
        try run.finish(resultPath: "moments/\(run.job.subjectID)/clip") { transaction in
            try blobs.adopt(draft, as: blob)
            let clip = KeptClip(
                blob: blob, contentType: recipe.contentType, durationMs: Int64(report.durationMs),
                poster: try poster?.keep(services),
                packets: KeptClip.Packets(
                    reencodedFrames: Int64(report.reencodedFrames), copiedPackets: Int64(report.copiedPackets)))
            try ClipStore.insert(recipe: recipe.hash, clip, transaction)
        }
    }

    /// Those the job was asked for: what came in since is in no clip that somebody has asked for before.
    private static func recordings(_ job: Job) throws -> Set<String>? {
        let ids = try JSONReader.read(Array(job.input.utf8))["recordings"]?.elements
        return ids.map { Set($0.compactMap(\.text)) }
    }

    /// Recordings whose samples are known are not parsed again.
    private static func render(
        _ recipe: MomentRecipe, _ indexes: [BlobStore.Blob?], into draft: Draft, _ run: JobRun
    ) throws -> ClipReport {
        var clip = recipe.clip
        var hashes = recipe.recordings.compactMap(\.hash)
        for (position, index) in indexes.enumerated() {
            guard let index else { continue }
            clip.inputs[position].index = hashes.count
            hashes.append(index.hash)
        }
        let sources = try OpenBlobs(hashes, run.services.blobs)
        defer { sources.close() }
        let answer = try run.services.media.run(
            .clip(clip), inputs: sources.descriptors, outputs: [draft.descriptor], priority: .person,
            progress: { run.tell(0.05 + 0.85 * $0) }, cancellation: run.cancellation)
        guard case .clip(let report) = answer else {
            throw Refusal("internal", "The clip was not made as asked.")
        }
        return report
    }
}
