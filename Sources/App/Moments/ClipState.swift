import Domain
import SQL

/// Where the clip of a moment stands.
enum ClipState: Sendable {
    case none
    case rendering(Job)
    case ready(KeptClip)
    case failed(Refusal)

    init(of kept: KeptMoment, _ transaction: borrowing Transaction) throws {
        let recipe: MomentRecipe
        do {
            recipe = try MomentRecipe(kept, transaction)
        } catch let refusal as Refusal {
            self = .failed(refusal)
            return
        }
        if let clip = try ClipStore.find(recipe: recipe.hash, transaction) {
            self = .ready(clip)
            return
        }
        // A job for what the moment was before makes another clip.
        let kind = RenderClip.kind.name
        guard let job = try JobQueue.latest(kind, subject: kept.id, input: recipe.input, transaction) else {
            self = .none
            return
        }
        switch job.state {
        case .queued, .running: self = .rendering(job)
        case .failed: self = .failed(Refusal(job.errorCode ?? "internal", job.errorMessage ?? ""))
        case .done, .cancelled: self = .none
        }
    }
}
