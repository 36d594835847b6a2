import Domain
import SQL
import Sandbox

/// Sees to it that an interaction has the renditions its recordings need, and no other: called in every transaction
/// that makes a recording ready or takes one away.
enum PlanRenditions {
    /// Recordings that were ready before there were renditions are planned at the next start.
    static let kind = JobKind(
        name: "plan_renditions", run: { run in try planRest(run.services) }, gaveUp: { _, _, _ in },
        isSeen: { _, caller, _ in caller.may(.manageSettings) },
        everyMs: 24 * 3_600_000)

    static func run(
        of interactionID: String, _ services: Services, _ transaction: borrowing Transaction
    ) throws {
        let recordings = try RecordingStore.all(of: interactionID, for: .system, transaction)
        let plans = RenditionPlan.all(for: recordings)
        var standing: Set<String?> = []
        for rendition in try RenditionStore.all(of: interactionID, transaction) {
            let isWanted = plans.contains {
                $0.recordingID == rendition.recordingID && $0.recipe == rendition.recipe
            }
            if isWanted {
                standing.insert(rendition.recordingID)
            } else {
                try drop(rendition, services, transaction)
            }
        }
        for plan in plans where !standing.contains(plan.recordingID) {
            let id = services.outside.id()
            let job = try JobQueue.enqueue(
                RenderRendition.kind.name, subject: id, for: .system, services, transaction)
            try RenditionStore.insert(id, plan, of: interactionID, job: job, transaction)
        }
        try RenditionStore.setPlanned(interactionID, transaction)
    }

    /// Takes a rendition away, and ends the work on it; its bytes go with the next sweep.
    static func drop(
        _ rendition: Rendition, _ services: Services, _ transaction: borrowing Transaction
    ) throws {
        try RenditionStore.delete(rendition.id, transaction)
        guard rendition.state == .preparing, let job = rendition.jobID,
            try JobQueue.end(job, .cancelled, refusal: .jobCancelled, transaction)
        else { return }
        let worker = services.worker
        transaction.afterCommit { worker.run(of: job)?.cancellation.cancel() }
    }

    private static let atOnce: Int64 = 50

    private static func planRest(_ services: Services) throws {
        while true {
            let isDone = try services.database.write { transaction in
                let interactions = try RenditionStore.unplanned(most: atOnce, transaction)
                for interaction in Set(interactions) { try run(of: interaction, services, transaction) }
                return interactions.isEmpty
            }
            if isDone { return }
        }
    }
}
