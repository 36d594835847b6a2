import Domain
import JSON
import SQL

/// What a link shows to somebody without an account: the moment, and nothing else of its interaction. Its note is for
/// people inside.
struct SharedMoment: Sendable {
    let title: String
    let lengthMs: Int64
    let hasPicture: Bool
    let sharedBy: String
    let expiresAt: Int64
    let mayDownload: Bool
    let hasCaptions: Bool
    /// Of what is spoken, where the transcript names it.
    let language: String?
    var clip: ClipState

    init(_ admission: AuthorizeShare.Admission, _ transaction: borrowing Transaction) throws {
        let kept = admission.moment
        title = kept.title
        sharedBy = admission.share.owner.name
        expiresAt = admission.share.link.effectiveExpiry(under: admission.policy)
        mayDownload = admission.mayDownload
        hasCaptions = try MomentCaptions.exist(for: kept, transaction)
        language = try FindTranscript.run(kept.interactionID, transaction)?.language
        clip = try ClipState(of: kept, transaction)
        lengthMs = kept.moment.range.durationMs
        if case .ready(let clip) = clip {
            hasPicture = clip.contentType.hasPrefix("video/")
        } else {
            hasPicture = try MomentRecipe.hasPicture(kept, transaction)
        }
    }

    /// Nobody makes the clip: a job was cancelled, or a recording under it has changed.
    var wantsClip: Bool {
        if case .none = clip { true } else { false }
    }

    func write(_ writer: inout JSONWriter) {
        writer.field("title", title)
        writer.field("durationMs", lengthMs)
        writer.field("kind", hasPicture ? "video" : "audio")
        writer.field("sharedBy", sharedBy)
        writer.field("expiresAt", instant: expiresAt)
        writer.field("allowDownload", mayDownload)
        writer.field("hasCaptions", hasCaptions)
        writer.field("language", language)
        writer.field(
            "clip",
            object: {
                $0.field("state", wantsClip ? "rendering" : clip.name)
                clip.writePoster(&$0)
            })
    }
}

extension MomentCaptions {
    fileprivate static func exist(for kept: KeptMoment, _ transaction: borrowing Transaction) throws -> Bool {
        try text(of: kept, transaction).contains("-->")
    }
}

extension MomentRecipe {
    /// What the clip will be when it is rendered; a moment without any recording left is taken for sound.
    fileprivate static func hasPicture(_ kept: KeptMoment, _ transaction: borrowing Transaction) throws -> Bool {
        do {
            return try MomentRecipe(kept, transaction).contentType.hasPrefix("video/")
        } catch is Refusal {
            return false
        }
    }
}
