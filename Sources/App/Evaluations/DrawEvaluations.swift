import Crypto
import Domain
import JSON
import SQL

/// Draws interactions that a saved search finds and makes sessions of them. Needs `edit_criteria`.
///
/// Drawn are those neither evaluated nor in an open session, so many in all or of each agent, in an order that the seed
/// alone decides. Too few is no refusal: the shortfall is told. Giving them to somebody else needs `assign_evaluations`.
enum DrawEvaluations {
    /// Sessions that one draw makes at most.
    static let mostSessions = 2_000

    struct Input: Sendable {
        let size: DrawSize
        let scorecards: [String]
        let assignees: [Assignee]
        let distribution: Distribution
        let dueAt: Int64?
        let seed: String?

        init(reading fields: inout JSONFields, _ settings: Settings) throws {
            size = try DrawSize(reading: &fields)
            scorecards = try fields.strings("scorecards", max: 100, each: 100)
            assignees = try fields.strings("evaluatorIds", max: 50, each: 100).map { Assignee($0) }
            distribution = try fields.optionalChoice("distribution", of: Distribution.self) ?? .shared
            dueAt = try DueDate.read(&fields, "dueAt", settings)
            seed = try fields.optionalString("seed", min: 1, max: 100)
            try fields.finish()
        }
    }

    /// The sessions made, and what has to be told about the draw.
    struct Outcome: Sendable {
        let evaluations: [String]
        /// Interactions.
        let drawn: Int
        /// Interactions that were asked for and are not there.
        let shortfall: Int
        let seed: String
    }

    static func run(
        _ criteriaID: String, _ input: Input, by caller: Caller, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> Outcome {
        let criteria = try FindCriteria.run(criteriaID, transaction)
        let versions = try PinScorecards.run(input.scorecards, for: caller, transaction)
        let evaluators = try evaluators(input, by: caller, transaction)
        let seed = input.seed ?? String(SecureRandom.token().prefix(12))
        let draw = try DrawStore.draw(criteria.search, input.size, seed: seed, for: caller, transaction)
        let copies = input.distribution == .each ? max(1, evaluators.count) : 1
        guard draw.interactions.count * copies <= mostSessions else {
            throw Refusal.field("", "draw_large", "One draw makes at most \(mostSessions) evaluations.")
        }
        let drawID = services.outside.id()
        try DrawStore.insert(
            id: drawID, criteria, seed: seed, asked: draw.asked, drawn: draw.interactions.count, by: caller,
            transaction)
        var evaluations: [String] = []
        var drawn = 0
        for (index, interactionID) in draw.interactions.enumerated() {
            guard let interaction = try DrawStore.interaction(interactionID, for: caller, transaction) else { continue }
            let name = try SessionName.make(versions, externalID: interaction.externalID)
            let chosen = input.distribution.evaluators(of: index, among: evaluators)
            for (seat, evaluator) in chosen.enumerated() {
                let row = NewEvaluation(
                    id: services.outside.id(), name: name, isNamed: false, origin: .criteria,
                    interactionID: interactionID, agentID: interaction.agentID, drawID: drawID, seat: seat,
                    evaluatorID: evaluator, dueAt: input.dueAt, createdBy: caller.id)
                guard try CreateEvaluation.insert(row, versions, by: caller, services, transaction) else { break }
                evaluations.append(row.id)
                drawn += seat == 0 ? 1 : 0
            }
        }
        try EventLog.record("criteria.drawn", .init(kind: "criteria", id: criteriaID), by: caller, transaction) {
            $0.field("asked", draw.asked)
            $0.field("drawn", drawn)
            $0.field("seed", seed)
        }
        return Outcome(evaluations: evaluations, drawn: drawn, shortfall: draw.asked - drawn, seed: seed)
    }

    private static func evaluators(
        _ input: Input, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [String] {
        let people = try input.assignees.compactMap { try $0.checked(by: caller, at: "/evaluatorIds", transaction) }
        guard Set(people).count == people.count else {
            throw Refusal.field("/evaluatorIds", "evaluator_twice", "Each evaluator can be chosen once.")
        }
        return people
    }
}

/// How much is drawn: so many interactions in all, or of each agent whom the search finds.
enum DrawSize: Sendable, Equatable {
    case inAll(Int)
    case perAgent(Int)

    init(reading fields: inout JSONFields) throws {
        let count = try fields.optionalInt64("count", in: 1...1_000)
        let perAgent = try fields.optionalInt64("perAgent", in: 1...100)
        switch (count, perAgent) {
        case (let count?, nil): self = .inAll(Int(count))
        case (nil, let perAgent?): self = .perAgent(Int(perAgent))
        default:
            throw FieldError(
                pointer: "/count", code: "draw_size",
                sentence: "Say how many to draw: “count” in all, or “perAgent” of each agent.")
        }
    }
}

/// Who of several evaluators gets what is drawn.
enum Distribution: String, CaseIterable, Sendable {
    /// Shared out, one after another.
    case shared
    /// Each one gets all, a session each.
    case each

    /// Whose session is made of the interaction at `index`; nil is nobody's yet.
    func evaluators(of index: Int, among people: [String]) -> [String?] {
        guard !people.isEmpty else { return [nil] }
        switch self {
        case .shared: return [people[index % people.count]]
        case .each: return people
        }
    }
}
