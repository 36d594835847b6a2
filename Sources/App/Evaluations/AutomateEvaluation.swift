import Domain
import JSON
import SQL

/// Has an interaction evaluated by the system itself, as an automated evaluation; gives its id.
///
/// Refuses an interaction that people evaluated already, and scorecards that are not published.
enum AutomateEvaluation {
    static func run(
        of interactionID: String, with scorecards: [String], _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> String {
        let system = Caller.system
        guard let interaction = try DrawStore.interaction(interactionID, for: system, transaction) else {
            throw Refusal.notFound
        }
        let versions = try PinScorecards.run(scorecards, for: system, transaction)
        try EvaluatedRule.check(
            origin: .automation, isEvaluated: interaction.isEvaluated, actor: system.actor, isConfirmed: false)
        let row = NewEvaluation(
            id: services.outside.id(), name: try SessionName.make(versions, externalID: interaction.externalID),
            isNamed: false, origin: .automation, interactionID: interactionID, agentID: interaction.agentID,
            drawID: nil, evaluatorID: system.id, dueAt: nil, createdBy: system.id)
        _ = try CreateEvaluation.insert(row, versions, by: system, services, transaction)
        return row.id
    }
}
