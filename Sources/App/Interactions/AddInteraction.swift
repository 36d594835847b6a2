import Domain
import JSON
import SQL

/// A new row of the table.
struct NewInteraction: Sendable {
    let id: String
    let metadata: InteractionMetadata
    let agentID: String?
    let teamID: String?
    let isOffline: Bool
    let createdBy: String
}

/// Adds an interaction. Needs `add_interactions`, or `add_offline_interactions` for one added by hand.
///
/// Refuses an external ID that is taken and an agent nobody knows.
enum AddInteraction {
    struct Input: Sendable {
        let metadata: InteractionMetadata
        let agentID: String?
        let isOffline: Bool

        init(reading fields: inout JSONFields) throws {
            agentID = try fields.optionalString("agentId", max: 100)
            isOffline = try fields.optionalBool("offline") ?? false
            metadata = try InteractionMetadata(
                externalId: fields.optionalString("externalId", max: 1000),
                channel: fields.choice("channel", of: Channel.self),
                queue: fields.optionalString("queue", max: 1000),
                disposition: fields.optionalString("disposition", max: 1000),
                language: fields.optionalString("language", max: 100),
                customer: fields.optionalString("customer", max: 1000),
                topics: fields.strings("topics", max: 50, each: 1000),
                startedAt: fields.instant("startedAt").milliseconds,
                durationMs: fields.optionalInt64("durationMs")
            ).checked()
            try fields.finish()
        }
    }

    static func run(
        _ input: Input, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> Interaction {
        try caller.require(input.isOffline ? .addOfflineInteractions : .addInteractions)
        let row = NewInteraction(
            id: services.outside.id(), metadata: input.metadata, agentID: input.agentID,
            teamID: try AgentTeam.find(input.agentID, transaction), isOffline: input.isOffline, createdBy: caller.id)
        guard try InteractionStore.insert(row, transaction) else { throw Refusal.externalIDTaken }
        try EventLog.record(
            "interaction.added", .init(kind: "interaction", id: row.id), by: caller, transaction
        ) { $0.field("offline", input.isOffline) }
        guard let interaction = try InteractionStore.find(row.id, for: .system, transaction) else {
            throw Refusal.notFound
        }
        return interaction
    }
}

/// Changes what is said about an interaction. Needs `add_interactions`; refuses what adding refuses.
enum ChangeInteraction {
    static func run(
        _ id: String, _ fields: inout JSONFields, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Interaction {
        guard let before = try InteractionStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        let agentID = fields.has("agentId") ? try fields.optionalString("agentId", max: 100) : before.agent?.id
        let metadata = try InteractionMetadata(
            externalId: fields.optionalString("externalId", max: 1000) ?? before.externalID,
            channel: fields.optionalChoice("channel", of: Channel.self) ?? before.channel,
            queue: kept(&fields, "queue", before.queue), disposition: kept(&fields, "disposition", before.disposition),
            language: kept(&fields, "language", before.language), customer: kept(&fields, "customer", before.customer),
            topics: fields.has("topics") ? fields.strings("topics", max: 50, each: 1000) : before.topics,
            startedAt: fields.optionalInstant("startedAt")?.milliseconds ?? before.startedAt,
            durationMs: fields.optionalInt64("durationMs") ?? before.durationMs
        ).checked()
        try fields.finish()
        let teamID = agentID == before.agent?.id ? before.team?.id : try AgentTeam.find(agentID, transaction)
        guard try InteractionStore.update(id, metadata, agentID: agentID, teamID: teamID, transaction) else {
            throw Refusal.externalIDTaken
        }
        try EventLog.record("interaction.changed", .init(kind: "interaction", id: id), by: caller, transaction)
        guard let interaction = try InteractionStore.find(id, for: .system, transaction) else { throw Refusal.notFound }
        return interaction
    }

    /// Null takes a text away, absence keeps it.
    private static func kept(
        _ fields: inout JSONFields, _ name: String, _ before: String?
    ) throws -> String? {
        fields.has(name) ? try fields.optionalString(name, max: 1000) : before
    }
}

/// Tags an interaction Evaluated, in the transaction that completed the evaluation; a second time changes nothing.
enum TagEvaluated {
    static func run(_ interactionID: String, by caller: Caller, _ transaction: borrowing Transaction) throws {
        guard try InteractionStore.tagEvaluated(interactionID, transaction) else { return }
        try EventLog.record(
            "interaction.evaluated", .init(kind: "interaction", id: interactionID), by: caller, transaction)
    }
}

/// Takes the tag Evaluated away, in the transaction that voided the only evaluation that counted.
enum UntagEvaluated {
    static func run(_ interactionID: String, by caller: Caller, _ transaction: borrowing Transaction) throws {
        try InteractionStore.untagEvaluated(interactionID, transaction)
        try EventLog.record(
            "interaction.untagged", .init(kind: "interaction", id: interactionID), by: caller, transaction)
    }
}

/// The team an agent works in, which the interaction keeps: people change teams, history does not.
enum AgentTeam {
    static func find(_ agentID: String?, _ transaction: borrowing Transaction) throws -> String? {
        guard let agentID else { return nil }
        guard let person = try FindPerson.run(agentID, transaction) else {
            throw Refusal.field("/agentId", "agent_unknown", "There is no such agent.")
        }
        return person.role == .supervisor ? nil : person.teams.first?.id
    }
}

extension Refusal {
    fileprivate static let externalIDTaken = Refusal.field(
        "/externalId", "external_id_taken", "Another interaction has this external ID.")
}

/// Lets an interaction last at least as long as what was attached to it.
enum ExtendInteraction {
    static func run(_ id: String, toMs durationMs: Int64, _ transaction: borrowing Transaction) throws {
        try InteractionStore.extend(id, toMs: durationMs, transaction)
    }
}
