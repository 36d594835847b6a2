import Domain
import JSON
import SQL

/// Something a person is asked to do, with what was said about it.
struct ActionItem: Sendable {
    let id: String
    let type: ActionItemType
    let summary: String
    /// Whether scores, points, weights and automatic fails may be shown with it.
    let showsScore: Bool
    let dueAt: Int64?
    let assignee: Reference
    let createdBy: Reference
    let createdAt: Int64
    let closedAt: Int64?
    let closedBy: Reference?
    let evaluation: Reference
    let interactionID: String
    let externalID: String
    let messages: Int64
    let lastMessageAt: Int64?
    let lastMessageBy: Reference?
    /// Whether the evaluation is about another conversation by now.
    let hasMoved: Bool

    /// One line of the thread.
    struct Message: Sendable {
        let id: String
        let author: Reference
        let body: String
        let createdAt: Int64
    }

    var state: ActionItemState { closedAt == nil ? .open : .closed }

    func write(_ writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("type", type.rawValue)
        writer.field("state", state.rawValue)
        writer.field("summary", summary)
        writer.field("showScore", showsScore)
        writer.field("dueAt", instant: dueAt)
        writer.field("assignee", assignee)
        writer.field("createdBy", createdBy)
        writer.field("createdAt", instant: createdAt)
        writer.field("closedAt", instant: closedAt)
        writer.field("closedBy", closedBy)
        writer.field("evaluation", evaluation)
        writer.field(
            "interaction",
            object: {
                $0.field("id", interactionID)
                $0.field("externalId", externalID)
            })
        writer.field("messageCount", messages)
        writer.field("lastMessageAt", instant: lastMessageAt)
        writer.field("lastMessageBy", lastMessageBy)
    }

    func write(_ writer: inout JSONWriter, with thread: [Message], for caller: Caller) {
        write(&writer)
        writer.field(
            "messages",
            array: { list in
                for message in thread {
                    list.object {
                        $0.field("id", message.id)
                        $0.field("author", message.author)
                        $0.field("body", message.body)
                        $0.field("createdAt", instant: message.createdAt)
                        $0.field("mine", message.author.id == caller.id)
                    }
                }
            })
    }
}
