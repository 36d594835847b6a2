import Domain
import SQL

/// The clip behind a link and the words spoken in it, for a visitor who got in.
///
/// Refuses as `AuthorizeShare` does, downloading where the link does not allow it (`forbidden`), and a clip that is
/// still being made (`not_ready`).
enum FindClip {
    /// How long a decision may stand at most; a commit that changes it ends it at once.
    private static let grantMs: Int64 = 60_000

    static func run(
        _ visitor: ShareVisitor, isDownload: Bool, headers: [(String, String)], _ transaction: borrowing Transaction
    ) throws -> Media {
        let admission = try AuthorizeShare.run(visitor, transaction)
        guard admission.mayDownload || !isDownload else {
            throw Refusal("forbidden", "This link does not allow downloading.")
        }
        let clip = try rendered(admission, transaction)
        return Media(
            blob: clip.blob, contentType: clip.contentType,
            downloadName: isDownload ? clip.fileName(for: admission.moment) : nil,
            subject: .init(kind: "share", id: admission.share.id), headers: headers,
            openRangeLimit: Media.playbackRangeLimit,
            expiresAt: min(admission.expiresAt, transaction.now + grantMs))
    }

    /// The picture that stands for it until it is played.
    static func poster(
        _ visitor: ShareVisitor, headers: [(String, String)], _ transaction: borrowing Transaction
    ) throws -> Media {
        let admission = try AuthorizeShare.run(visitor, transaction)
        guard let poster = try rendered(admission, transaction).poster else { throw Refusal.noPoster }
        return Media(
            blob: poster.blob, contentType: "image/jpeg", downloadName: nil,
            subject: .init(kind: "share", id: admission.share.id), headers: headers, openRangeLimit: nil,
            expiresAt: min(admission.expiresAt, transaction.now + grantMs))
    }

    private static func rendered(
        _ admission: AuthorizeShare.Admission, _ transaction: borrowing Transaction
    ) throws -> KeptClip {
        guard case .ready(let clip) = try ClipState(of: admission.moment, transaction) else {
            throw Refusal("not_ready", "The clip is still being made; ask again in a moment.")
        }
        return clip
    }

    static func captions(_ visitor: ShareVisitor, _ transaction: borrowing Transaction) throws -> String {
        try MomentCaptions.text(of: try AuthorizeShare.run(visitor, transaction).moment, transaction)
    }
}
