import HTTP
import Synchronization

/// What a media door answers: bytes the event thread may go on serving, or an ordinary answer.
enum MediaReply: Sendable {
    case media(Media)
    /// What takes longer than a transaction may be kept open; decided behind it.
    case later(@Sendable () throws -> MediaReply)
    case response(Response)
}

/// A file of media that a caller may read, and how it is shown to the browser.
struct Media: Sendable {
    let bytes: Bytes
    let contentType: String
    /// Set when the browser shall save it under this name.
    let downloadName: String?
    /// What it is, for the event log.
    let subject: EventLog.Subject
    /// Headers that belong to this answer alone.
    let headers: [(String, String)]
    /// Playback answers an open-ended range with at most this many bytes; nil sends all that was asked for.
    let openRangeLimit: Int64?
    /// The instant from which the answer no longer holds, ms since 1970.
    let expiresAt: Int64

    enum Bytes: Sendable {
        case stored(BlobStore.Blob)
        case composed(ComposedMedia)
    }

    init(
        blob: BlobStore.Blob, contentType: String, downloadName: String?, subject: EventLog.Subject,
        headers: [(String, String)], openRangeLimit: Int64?, expiresAt: Int64
    ) {
        bytes = .stored(blob)
        self.contentType = contentType
        self.downloadName = downloadName
        self.subject = subject
        self.headers = headers
        self.openRangeLimit = openRangeLimit
        self.expiresAt = expiresAt
    }

    /// A download, of which every range is sent as it was asked for.
    init(
        _ bytes: Bytes, contentType: String, downloadName: String, subject: EventLog.Subject, expiresAt: Int64
    ) {
        self.bytes = bytes
        self.contentType = contentType
        self.downloadName = downloadName
        self.subject = subject
        headers = []
        openRangeLimit = nil
        self.expiresAt = expiresAt
    }

    static let playbackRangeLimit: Int64 = 2 << 20

    /// How long a decision about media may stand before the sign-in is looked at again.
    static let grantMs: Int64 = 60_000
}

/// Decisions about media kept in memory, so that every Range need not ask the database again.
///
/// Any commit that could change such a decision clears all of them.
final class Grants: Sendable {
    private let kept = Mutex<[String: Media]>([:])
    private static let capacity = 10_000

    /// Nil when nothing is kept or its time is over.
    func find(_ key: String, now: Int64) -> Media? {
        kept.withLock { grants in
            guard let media = grants[key] else { return nil }
            guard now < media.expiresAt else {
                grants[key] = nil
                return nil
            }
            return media
        }
    }

    /// Decisions carry the generation they were made in: one that was overtaken by a commit is not kept.
    func keep(_ key: String, _ media: Media, generation: Int) {
        kept.withLock { grants in
            guard generation == self.generation.load(ordering: .acquiring) else { return }
            if grants.count >= Grants.capacity { grants.removeAll() }
            grants[key] = media
        }
    }

    private let generation = Atomic<Int>(0)

    var currentGeneration: Int { generation.load(ordering: .acquiring) }

    func clear() {
        kept.withLock { grants in
            generation.add(1, ordering: .acquiringAndReleasing)
            grants.removeAll()
        }
    }
}
