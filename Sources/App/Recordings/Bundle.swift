import Crypto
import Domain
import JSON
import MediaWork
import SQL

/// What a bundle is made of; the hash tells one content from another.
struct RecordingBundle: Sendable {
    let interaction: Interaction
    let format: BundleFormat
    let recordings: [Recording]
    /// In the order of the recordings; nil of one that came in before there were surveys.
    let surveys: [Survey?]
    /// The transcript, times on the interaction's timeline.
    let cues: [Cue]
    let hash: String

    /// Raised when the same recipe is composed or joined in another way than before.
    private static let making = 2

    /// Refuses an interaction that the caller does not see or that has no recording ready.
    init(
        of interactionID: String, _ format: BundleFormat, for caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        guard let interaction = try FindInteraction.run(interactionID, for: caller, transaction) else {
            throw Refusal.notFound
        }
        let recordings = try RecordingStore.all(of: interactionID, for: caller, transaction)
            .filter { $0.state == .ready }
        guard !recordings.isEmpty else { throw Refusal.notReady }
        let cues = format == .zip ? [] : try BundleCues.of(interactionID, transaction)
        surveys = try recordings.map { try SurveyStore.find($0.id, transaction) }
        var writer = JSONWriter()
        writer.array { list in
            list.value(Self.making)
            list.value(format.rawValue)
            for recording in recordings {
                list.value(recording.hash)
                list.value(recording.offsetMs)
                list.value(recording.title)
                list.value(recording.fileName)
                list.value(recording.createdAt)
            }
            for cue in cues {
                list.value(cue.startMs)
                list.value(cue.endMs)
                list.value(cue.text)
            }
        }
        self.interaction = interaction
        self.format = format
        self.recordings = recordings
        self.cues = cues
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

    /// The originals as they lie in the store.
    var blobs: [BlobStore.Blob] {
        recordings.map { BlobStore.Blob(hash: $0.hash ?? "", bytes: $0.bytes) }
    }

    var mediaRecipe: BundleRecipe {
        BundleRecipe(
            container: format == .mp4 ? .mp4 : .mkv,
            inputs: recordings.map { recording in
                BundleInput(
                    kind: recording.kind == .audio ? .audio : .screen, offsetMs: Int(recording.offsetMs),
                    title: recording.title)
            }, cues: cues)
    }
}

/// The transcript of an interaction as captions, read from what the room of transcripts keeps; it alone writes it.
private enum BundleCues {
    static func of(_ interactionID: String, _ transaction: borrowing Transaction) throws -> [Cue] {
        try transaction.rows(
            "SELECT start_ms, end_ms, speaker, text FROM segments WHERE interaction_id = ? ORDER BY position, id",
            .text(interactionID)
        ) { row in
            let speaker = row.optionalText(2).map { $0 + ": " } ?? ""
            return Cue(
                startMs: Int(row.int64(0)), endMs: Int(row.int64(1)),
                text: String((speaker + row.text(3)).prefix(5_000)))
        }
    }
}
