import MediaWork
import SQL
import Sandbox

/// What was written down about a recording's bytes so that bundles can be composed of them without reading them again.
struct Survey: Sendable {
    /// CRC-32 of the whole file, for archives.
    let crc: UInt32
    /// The hash of its sample index; nil where the media child could not make one.
    let index: BlobStore.Blob?
}

/// A survey under way: its index is a draft until the transaction that keeps it.
struct SurveyDraft: Sendable {
    let crc: UInt32
    private let index: (draft: Draft, blob: BlobStore.Blob)?

    /// Has the media child write the index of a recording. That it cannot is no reason to refuse the recording.
    init(
        of descriptor: Int32, crc: UInt32, _ services: Services, _ cancellation: Cancellation
    ) throws {
        self.crc = crc
        let draft = try services.blobs.makeDraft()
        do {
            _ = try services.media.run(
                .index, inputs: [descriptor], outputs: [draft.descriptor], cancellation: cancellation)
            index = (draft, try services.blobs.seal(draft))
        } catch {
            draft.discard()
            switch error {
            case MediaFailure.cancelled, MediaFailure.noSpace, MediaFailure.unavailable: throw error
            case is MediaFailure: index = nil
            default: throw error
            }
        }
    }

    func keep(for recordingID: String, _ services: Services, _ transaction: borrowing Transaction) throws {
        if let index { try services.blobs.adopt(index.draft, as: index.blob) }
        try SurveyStore.insert(Survey(crc: crc, index: index?.blob), of: recordingID, transaction)
    }

    func discard() { index?.draft.discard() }
}

/// The table of surveys.
enum SurveyStore {
    static func insert(_ survey: Survey, of recordingID: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO recording_surveys (recording_id, crc, index_hash, index_bytes, created_at)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT (recording_id) DO NOTHING
            """,
            .text(recordingID), .integer(Int64(survey.crc)), .optional(survey.index?.hash),
            .optional(survey.index?.bytes), .integer(transaction.now))
    }

    static func find(_ recordingID: String, _ transaction: borrowing Transaction) throws -> Survey? {
        try transaction.row(
            "SELECT crc, index_hash, index_bytes FROM recording_surveys WHERE recording_id = ?", .text(recordingID)
        ) { row in
            Survey(
                crc: UInt32(truncatingIfNeeded: row.int64(0)),
                index: row.optionalText(1).map { BlobStore.Blob(hash: $0, bytes: row.optionalInt64(2) ?? 0) })
        }
    }

    /// Recordings that came in before there were surveys, oldest first.
    static func missing(_ transaction: borrowing Transaction) throws -> [(id: String, hash: String)] {
        try transaction.rows(
            """
            SELECT r.id, r.hash FROM recordings r LEFT JOIN recording_surveys s ON s.recording_id = r.id
            WHERE s.recording_id IS NULL AND r.state = 'ready' ORDER BY r.created_at, r.id
            """
        ) { (id: $0.text(0), hash: $0.text(1)) }
    }
}

/// The sample index of a recording, for the rooms above; nil where there is none (yet).
enum FindSampleIndex {
    static func run(of recordingID: String, _ transaction: borrowing Transaction) throws -> BlobStore.Blob? {
        try SurveyStore.find(recordingID, transaction)?.index
    }
}
