import MediaWork
import Sandbox

/// The poster of a clip that is being made: a draft until the transaction that keeps the clip.
///
/// It is made of the finished clip, so whatever is redacted there is redacted in it.
struct PosterDraft: Sendable {
    private let draft: Draft
    private let blob: BlobStore.Blob
    private let report: PosterReport

    /// Nil where none could be made, which is no reason to refuse the clip.
    init?(of clip: Draft, _ run: JobRun) throws {
        let services = run.services
        let draft = try services.blobs.makeDraft()
        do {
            let answer = try services.media.run(
                .poster, inputs: [clip.descriptor], outputs: [draft.descriptor], priority: .person,
                cancellation: run.cancellation)
            guard case .poster(let report) = answer else {
                draft.discard()
                return nil
            }
            self.report = report
            self.draft = draft
            blob = try services.blobs.seal(draft)
        } catch {
            draft.discard()
            switch error {
            case MediaFailure.cancelled, MediaFailure.noSpace, MediaFailure.unavailable: throw error
            case is MediaFailure: return nil
            default: throw error
            }
        }
    }

    func keep(_ services: Services) throws -> KeptClip.Poster {
        try services.blobs.adopt(draft, as: blob)
        return KeptClip.Poster(blob: blob, width: Int64(report.width), height: Int64(report.height))
    }

    func discard() { draft.discard() }
}
