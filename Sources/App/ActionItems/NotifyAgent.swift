import Domain
import JSON
import SQL

/// Tells the agent of an evaluation's interaction about it, at any time: an Evaluator Message in the agent's action
/// items. Needs `perform_evaluations`; its evaluator may, and whoever assigns evaluations.
///
/// Refuses a calibration, an archived evaluation, and an interaction without an agent or one who has left. It releases
/// nothing.
enum NotifyAgent {
    struct Input: Sendable {
        let summary: String
        let dueAt: Int64?
        let showsScore: Bool

        init(reading fields: inout JSONFields, _ settings: Settings) throws {
            summary = try ActionItemRule.checkedSummary(try fields.string("summary", max: 5_000))
            dueAt = try DueDate.read(&fields, "dueAt", settings)
            showsScore = try fields.optionalBool("showScore") ?? false
            try fields.finish()
        }
    }

    static func run(
        _ evaluationID: String, _ input: Input, by caller: Caller, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> ActionItem {
        let session = try OpenSession.load(evaluationID, for: caller, transaction)
        try session.record.session.checkNotifiable(by: caller.actor)
        guard let agent = session.record.interaction.agent,
            let person = try FindPerson.run(agent.id, transaction)
        else { throw Refusal("no_agent", "This interaction has no agent who could be told.") }
        guard !person.isDisabled else {
            throw Refusal("agent_inactive", "\(agent.name) does not sign in any more.")
        }
        let item = NewActionItem(
            id: services.outside.id(), type: .evaluatorMessage, summary: input.summary, showsScore: input.showsScore,
            dueAt: input.dueAt, assigneeID: agent.id, evaluationID: evaluationID,
            interactionID: session.record.interaction.id, createdBy: caller.id)
        try ActionItemStore.insert(item, transaction)
        try EventLog.record(
            "evaluation.agent_notified", .init(kind: "evaluation", id: evaluationID), by: caller, transaction
        ) {
            $0.field("actionItem", item.id)
            $0.field("agent", agent.id)
            $0.field("showScore", input.showsScore)
        }
        return try FindActionItem.run(item.id, for: caller, transaction)
    }
}

/// Finds an action item that the caller is asked to do or wrote, or of an evaluation in sight.
enum FindActionItem {
    static func run(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> ActionItem {
        guard let item = try ActionItemStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        return item
    }
}

/// Writes into the thread of an action item; whoever sees it may. The thread stays with the evaluation.
enum WriteMessage {
    static func run(
        _ itemID: String, _ body: String, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> ActionItem {
        let item = try FindActionItem.run(itemID, for: caller, transaction)
        let id = services.outside.id()
        try ActionItemStore.insert(messageID: id, of: item.id, body, by: caller, transaction)
        try EventLog.record("action_item.answered", .init(kind: "action_item", id: item.id), by: caller, transaction)
        return try FindActionItem.run(itemID, for: caller, transaction)
    }
}

/// Closes an action item as done, or opens it again; whoever sees it may. Doing it twice is no error.
enum CloseActionItem {
    static func run(
        _ id: String, _ isClosed: Bool, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> ActionItem {
        let item = try FindActionItem.run(id, for: caller, transaction)
        guard (item.state == .closed) != isClosed else { return item }
        if isClosed {
            try ActionItemStore.close(id, by: caller, transaction)
        } else {
            try ActionItemStore.reopen(id, transaction)
        }
        try EventLog.record(
            isClosed ? "action_item.closed" : "action_item.reopened", .init(kind: "action_item", id: id), by: caller,
            transaction)
        return try FindActionItem.run(id, for: caller, transaction)
    }
}
