import Crypto
import Documents
import Domain
import Glibc
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
enum BundleRecordings {
    static let kind = JobKind(
        name: "bundle", run: run, gaveUp: { _, _, _ in },
        isSeen: { job, caller, transaction in try FindInteraction.run(job.subjectID, for: caller, transaction) != nil },
        isAwaited: true)

    /// What a bundle is made of; the hash tells one content from another.
    struct Recipe: Sendable {
        let interaction: Interaction
        let format: BundleFormat
        let recordings: [Recording]
        let hash: String

        /// Refuses an interaction that the caller does not see or that has no recording ready.
        init(
            _ interactionID: String, _ format: BundleFormat, for caller: Caller, _ transaction: borrowing Transaction
        ) throws {
            guard let interaction = try FindInteraction.run(interactionID, for: caller, transaction) else {
                throw Refusal.notFound
            }
            let recordings = try RecordingStore.all(of: interactionID, for: caller, transaction)
                .filter { $0.state == .ready }
            guard !recordings.isEmpty else { throw Refusal.notReady }
            var writer = JSONWriter()
            writer.array { list in
                list.value(format.rawValue)
                for recording in recordings {
                    list.value(recording.hash)
                    list.value(recording.offsetMs)
                    list.value(recording.title)
                    list.value(recording.fileName)
                }
            }
            self.interaction = interaction
            self.format = format
            self.recordings = recordings
            hash = SHA256Digest.of(writer.bytes).hex
        }

        /// What tells this format's job from another's.
        var jobInput: String {
            var writer = JSONWriter()
            writer.object { $0.field("format", format.rawValue) }
            return String(decoding: writer.bytes, as: UTF8.self)
        }

        var fileName: String { interaction.externalID + "." + format.rawValue }

        var path: String { "interactions/\(interaction.id)/bundle?format=\(format.rawValue)" }
    }

    /// The file when it is there already, else the job that makes it.
    enum Standing: Sendable {
        case ready(BlobStore.Blob)
        case making(Job)
    }

    static func request(
        _ recipe: Recipe, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> Standing {
        if let blob = try BundleStore.find(recipe: recipe.hash, transaction) { return .ready(blob) }
        let id = try JobQueue.enqueue(
            kind.name, subject: recipe.interaction.id, input: recipe.jobInput, for: caller, services, transaction)
        guard let job = try JobQueue.find(id, transaction) else { throw Refusal.notFound }
        return .making(job)
    }

    private static func run(_ run: JobRun) throws {
        let services = run.services
        var fields = try JSONFields(try JSONReader.read(Array(run.job.input.utf8)))
        let format = try fields.choice("format", of: BundleFormat.self)
        let recipe = try services.database.read {
            try Recipe(run.job.subjectID, format, for: .system, $0)
        }
        let draft = try services.blobs.makeDraft()
        defer { draft.discard() }
        let sources = try OpenBlobs(recipe.recordings.compactMap(\.hash), services.blobs)
        defer { sources.close() }
        run.tell(0.02, step: format == .zip ? "Packing the originals" : "Joining the streams")
        if format == .zip {
            try ZipOriginals.write(recipe.recordings, from: sources.descriptors, to: draft, run)
        } else {
            _ = try services.media.run(
                .bundle(mediaRecipe(recipe)), inputs: sources.descriptors, outputs: [draft.descriptor],
                priority: .person,
                progress: { run.tell(0.02 + 0.9 * $0) }, cancellation: run.cancellation)
        }
        run.tell(0.95, step: "Keeping the file")
        let blob = try services.blobs.seal(draft)
        try run.finish(resultPath: recipe.path) { transaction in
            try services.blobs.adopt(draft, as: blob)
            try BundleStore.insert(recipe: recipe.hash, blob, of: recipe.interaction.id, transaction)
        }
    }

    private static func mediaRecipe(_ recipe: Recipe) -> BundleRecipe {
        BundleRecipe(
            container: recipe.format == .mp4 ? .mp4 : .mkv,
            inputs: recipe.recordings.map { recording in
                BundleInput(
                    kind: recording.kind == .audio ? .audio : .screen, offsetMs: Int(recording.offsetMs),
                    title: recording.title)
            })
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
