import Domain
import HTTP
import JSON
import MediaWork
import SQL
import Sandbox

/// The forms in which an interaction's recordings are downloaded together.
enum BundleFormat: String, CaseIterable, Sendable {
    case mkv, mp4, zip

    var contentType: String {
        switch self {
        case .mkv: "video/x-matroska"
        case .mp4: "video/mp4"
        case .zip: "application/zip"
        }
    }
}

/// Audio and screens of an interaction as one file, nothing re-encoded: aligned and titled in an MKV or MP4, or the
/// originals in a ZIP. Needs `download_recordings`.
///
/// The ZIP, and the MP4 where the recordings' samples fit it as they are, are composed while they are sent; what else is
/// asked for is made by a job and kept.
enum BundleRecordings {
    static let kind = JobKind(
        name: "bundle", run: run, gaveUp: { _, _, _ in },
        isSeen: { job, caller, transaction in try FindInteraction.run(job.subjectID, for: caller, transaction) != nil },
        turn: .awaitedLong)

    /// The bundle when it is there already, else the job that makes it.
    enum Standing: Sendable {
        case ready(Media.Bytes)
        case making(Job)
        /// Nobody has asked for it.
        case unmade

        /// Bytes of the file that is there.
        var bytes: Int64? {
            switch self {
            case .ready(.stored(let blob)): blob.bytes
            case .ready(.composed(let media)): media.composition.length
            case .making, .unmade: nil
            }
        }
    }

    /// Asks for a bundle; what cannot be composed becomes a job.
    static func request(_ bundle: RecordingBundle, by caller: Caller, _ services: Services) throws -> Standing {
        let standing = try find(bundle, services)
        guard case .unmade = standing else { return standing }
        return try services.database.write { transaction in
            let id = try JobQueue.enqueue(
                kind.name, subject: bundle.interaction.id, input: bundle.jobInput, for: caller, services, transaction)
            guard let job = try JobQueue.find(id, transaction) else { throw Refusal.notFound }
            return .making(job)
        }
    }

    /// Composes it, or looks for what a job has made or is making.
    static func find(_ bundle: RecordingBundle, _ services: Services) throws -> Standing {
        if bundle.format != .mkv, let composed = try composed(bundle, services) { return .ready(.composed(composed)) }
        return try services.database.read { transaction in
            if let blob = try BundleStore.find(recipe: bundle.hash, transaction) { return .ready(.stored(blob)) }
            let job = try JobQueue.open(
                kind.name, subject: bundle.interaction.id, input: bundle.jobInput, transaction)
            return job.map { .making($0) } ?? .unmade
        }
    }

    /// Nil where an MP4 has to be written by a job, which also says why it cannot be.
    private static func composed(_ bundle: RecordingBundle, _ services: Services) throws -> ComposedMedia? {
        do {
            return try ComposeBundle.run(bundle, services)
        } catch {
            switch error {
            case MediaFailure.doesNotFit, MediaFailure.tooLarge, MediaFailure.unsupportedCodec: return nil
            default: throw error
            }
        }
    }

    private static func run(_ run: JobRun) throws {
        let services = run.services
        var fields = try JSONFields(try JSONReader.read(Array(run.job.input.utf8)))
        let format = try fields.choice("format", of: BundleFormat.self)
        let bundle = try services.database.read {
            try RecordingBundle(of: run.job.subjectID, format, for: .system, $0)
        }
        // Asked for before archives were composed.
        guard format != .zip else { return try run.finish(resultPath: bundle.path) { _ in } }
        let draft = try services.blobs.makeDraft()
        defer { draft.discard() }
        let sources = try OpenBlobs(bundle.recordings.compactMap(\.hash), services.blobs)
        defer { sources.close() }
        run.tell(0.02, step: "Joining the streams")
        _ = try services.media.run(
            .bundle(bundle.mediaRecipe), inputs: sources.descriptors, outputs: [draft.descriptor],
            progress: { run.tell(0.02 + 0.9 * $0) }, cancellation: run.cancellation)
        run.tell(0.95, step: "Keeping the file")
        let blob = try services.blobs.seal(draft)
        try run.finish(resultPath: bundle.path) { transaction in
            try services.blobs.adopt(draft, as: blob)
            try BundleStore.insert(recipe: bundle.hash, blob, of: bundle.interaction.id, transaction)
        }
    }
}

/// The table of bundles that were made.
enum BundleStore {
    static func find(recipe: String, _ transaction: borrowing Transaction) throws -> BlobStore.Blob? {
        try transaction.row("SELECT hash, bytes FROM bundles WHERE recipe = ?", .text(recipe)) { row in
            BlobStore.Blob(hash: row.text(0), bytes: row.int64(1))
        }
    }

    static func insert(
        recipe: String, _ blob: BlobStore.Blob, of interactionID: String, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO bundles (recipe, interaction_id, hash, bytes, created_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (recipe) DO NOTHING
            """,
            .text(recipe), .text(interactionID), .text(blob.hash), .integer(blob.bytes), .integer(transaction.now))
    }
}
