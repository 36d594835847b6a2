import Crypto
import Domain
import JSON
import SQL

/// Draws interactions that a saved search finds and makes a session of each. Needs `edit_criteria`.
///
/// Drawn are those neither evaluated nor in an open session, in an order that the seed alone decides. Too few is no
/// refusal: the shortfall is told. Giving them to somebody else needs `assign_evaluations`.
enum DrawEvaluations {
    struct Input: Sendable {
        let count: Int
        let scorecards: [String]
        let assignee: Assignee
        let dueAt: Int64?
        let seed: String?

        init(reading fields: inout JSONFields, _ settings: Settings) throws {
            count = Int(try fields.int64("count", in: 1...1000))
            scorecards = try fields.strings("scorecards", max: 100, each: 100)
            assignee = Assignee(try fields.optionalString("evaluatorId", max: 100))
            dueAt = try DueDate.read(&fields, "dueAt", settings)
            seed = try fields.optionalString("seed", min: 1, max: 100)
            try fields.finish()
        }
    }

    /// The sessions made, and what has to be told about the draw.
    struct Outcome: Sendable {
        let evaluations: [String]
        let shortfall: Int
        let seed: String
    }

    static func run(
        _ criteriaID: String, _ input: Input, by caller: Caller, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> Outcome {
        let criteria = try FindCriteria.run(criteriaID, transaction)
        let versions = try PinScorecards.run(input.scorecards, for: caller, transaction)
        let evaluator = try input.assignee.checked(by: caller, transaction)
        let seed = input.seed ?? String(SecureRandom.token().prefix(12))
        let drawn = try DrawStore.draw(criteria.search, count: input.count, seed: seed, for: caller, transaction)
        let drawID = services.outside.id()
        try DrawStore.insert(
            id: drawID, criteria, seed: seed, asked: input.count, drawn: drawn.count, by: caller, transaction)
        var evaluations: [String] = []
        for interactionID in drawn {
            guard let interaction = try DrawStore.interaction(interactionID, for: caller, transaction) else { continue }
            let row = NewEvaluation(
                id: services.outside.id(), name: try SessionName.make(versions, externalID: interaction.externalID),
                isNamed: false, origin: .criteria, interactionID: interactionID, agentID: interaction.agentID,
                drawID: drawID, evaluatorID: evaluator, dueAt: input.dueAt, createdBy: caller.id)
            if try CreateEvaluation.insert(row, versions, by: caller, services, transaction) {
                evaluations.append(row.id)
            }
        }
        try EventLog.record("criteria.drawn", .init(kind: "criteria", id: criteriaID), by: caller, transaction) {
            $0.field("asked", input.count)
            $0.field("drawn", evaluations.count)
            $0.field("seed", seed)
        }
        return Outcome(evaluations: evaluations, shortfall: input.count - evaluations.count, seed: seed)
    }
}
