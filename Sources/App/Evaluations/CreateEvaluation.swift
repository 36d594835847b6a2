import Domain
import JSON
import SQL

/// Has an interaction evaluated: chosen by hand, or straight from its page (ad hoc). Needs `create_evaluations`.
///
/// Giving it to somebody else needs `assign_evaluations`. Refuses an interaction out of sight, scorecards that are not
/// published, and an interaction that is evaluated already unless it may be and is meant to be used again.
enum CreateEvaluation {
    struct Input: Sendable {
        let interactionID: String
        let scorecards: [String]
        let assignee: Assignee
        let dueAt: Int64?
        let name: String?
        let isAdHoc: Bool
        let reuseEvaluated: Bool

        init(reading fields: inout JSONFields, _ settings: Settings) throws {
            interactionID = try fields.string("interactionId", max: 100)
            scorecards = try fields.strings("scorecards", max: 100, each: 100)
            assignee = Assignee(try fields.optionalString("evaluatorId", max: 100))
            dueAt = try DueDate.read(&fields, "dueAt", settings)
            name = try fields.optionalName("name")
            isAdHoc = try fields.optionalBool("adHoc") ?? false
            reuseEvaluated = try fields.optionalBool("reuseEvaluated") ?? false
            try fields.finish()
        }
    }

    static func run(
        _ input: Input, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> EvaluationRecord {
        guard let interaction = try DrawStore.interaction(input.interactionID, for: caller, transaction) else {
            throw Refusal.notFound
        }
        let versions = try PinScorecards.run(input.scorecards, for: caller, transaction)
        let origin = input.isAdHoc ? SessionOrigin.adHoc : .manual
        try EvaluatedRule.check(
            origin: origin, isEvaluated: interaction.isEvaluated, actor: caller.actor,
            isConfirmed: input.reuseEvaluated)
        let name = try input.name ?? SessionName.make(versions, externalID: interaction.externalID)
        let row = NewEvaluation(
            id: services.outside.id(), name: name, isNamed: input.name != nil, origin: origin,
            interactionID: input.interactionID, agentID: interaction.agentID, drawID: nil,
            evaluatorID: try input.assignee.checked(by: caller, transaction), dueAt: input.dueAt, createdBy: caller.id)
        _ = try insert(row, versions, by: caller, services, transaction)
        guard let record = try EvaluationStore.find(row.id, for: .system, transaction) else { throw Refusal.notFound }
        return record
    }

    /// Adds a session with its forms; false when the interaction is in another open drawn session.
    static func insert(
        _ row: NewEvaluation, _ versions: [ScorecardVersion], by caller: Caller, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        guard try EvaluationStore.insert(row, transaction) else { return false }
        for (position, version) in versions.enumerated() {
            try FormStore.insert(
                id: services.outside.id(), evaluationID: row.id, position: position, version, transaction)
        }
        try EventLog.record("evaluation.created", .init(kind: "evaluation", id: row.id), by: caller, transaction) {
            $0.field("interaction", row.interactionID)
            $0.field("origin", row.origin.rawValue)
            $0.field("evaluator", row.evaluatorID)
        }
        return true
    }
}

/// Who is to evaluate, as a request says it: nobody yet, oneself, or somebody.
enum Assignee: Sendable, Equatable {
    case nobody
    case oneself
    case person(String)

    init(_ text: String?) {
        switch text {
        case nil: self = .nobody
        case "me"?: self = .oneself
        case let id?: self = .person(id)
        }
    }

    /// The person's id; refuses somebody who cannot evaluate, and choosing another person without the permission.
    func checked(
        by caller: Caller, at pointer: String = "/evaluatorId", _ transaction: borrowing Transaction
    ) throws -> String? {
        switch self {
        case .nobody: return nil
        case .oneself, .person(caller.id):
            guard caller.may(.performEvaluations) else { throw Refusal.forbidden(.performEvaluations) }
            return caller.id
        case .person(let id):
            guard caller.may(.assignEvaluations) else { throw Refusal.forbidden(.assignEvaluations) }
            guard try EvaluationStore.mayEvaluate(id, transaction) else {
                throw Refusal.field(pointer, "evaluator_unknown", "There is no such evaluator.")
            }
            return id
        }
    }
}

/// How a session is called that nobody named: its first scorecard and the interaction's external ID.
enum SessionName {
    static func make(_ versions: [ScorecardVersion], externalID: String) throws -> String {
        make(first: try versions.first?.scorecard().name ?? "", count: versions.count, externalID: externalID)
    }

    static func make(first name: String, count: Int, externalID: String) -> String {
        "\(name)\(count > 1 ? " +\(count - 1)" : "") · \(externalID)"
    }
}

/// A due date as a request brings it: an instant, or a day that ends where the account is.
enum DueDate {
    /// Milliseconds since 1970; nil when there is none. A day counts to its last millisecond.
    static func read(_ fields: inout JSONFields, _ name: String, _ settings: Settings) throws -> Int64? {
        guard let text = try fields.optionalString(name, max: 40) else { return nil }
        if let day = CalendarDay(text: text) { return settings.endOfDay(day) - 1 }
        guard let instant = Instant(text: text) else {
            throw FieldError(
                pointer: fields.pointer(to: name), code: "instant_invalid",
                sentence: "Give the due date as in 2026-11-30 or 2026-11-30T17:00:00Z.")
        }
        return instant.milliseconds
    }
}
