import Domain
import JSON
import SQL

/// A remark on an interaction, on an instant or range of it, or on a segment of its transcript.
struct Comment: Sendable {
    let id: String
    let interactionID: String
    let author: Reference?
    let body: String
    let startMs: Int64?
    let endMs: Int64?
    let segment: Int64?
    let visibility: CommentVisibility
    let parent: String?
    let createdAt: Int64
    let editedAt: Int64?

    func write(_ writer: inout JSONWriter, for caller: Caller) {
        writer.field("id", id)
        writer.field("interactionId", interactionID)
        writer.field("author", author)
        writer.field("body", body)
        writer.field("startMs", startMs)
        writer.field("endMs", endMs)
        writer.field("segment", segment)
        writer.field("visibility", visibility.rawValue)
        writer.field("parent", parent)
        writer.field("createdAt", instant: createdAt)
        writer.field("editedAt", instant: editedAt)
        writer.field("mine", author?.id == caller.id)
    }
}

/// The table of comments; finders leave out private ones of others, but for supervisors and admins.
enum CommentStore {
    static func insert(_ comment: Comment, by caller: Caller, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO comments (id, interaction_id, author_id, parent_id, body, start_ms, end_ms, segment, visibility,
                created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(comment.id), .text(comment.interactionID), .text(caller.id), .optional(comment.parent),
            .text(comment.body), .optional(comment.startMs), .optional(comment.endMs), .optional(comment.segment),
            .text(comment.visibility.rawValue), .integer(comment.createdAt))
    }

    static func change(
        _ id: String, body: String, visibility: CommentVisibility, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE comments SET body = ?, visibility = ?, edited_at = ? WHERE id = ?", .text(body),
            .text(visibility.rawValue), .integer(transaction.now), .text(id))
    }

    /// A thread shares its visibility.
    static func setVisibility(
        ofAnswersTo id: String, _ visibility: CommentVisibility, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE comments SET visibility = ? WHERE parent_id = ?", .text(visibility.rawValue), .text(id))
    }

    static func delete(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM comments WHERE id = ?", .text(id))
    }

    static func find(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Comment? {
        try rows("c.id = ?", [.text(id)], for: caller, transaction).first
    }

    /// In the order of writing.
    static func all(
        of interactionID: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [Comment] {
        try rows("c.interaction_id = ?", [.text(interactionID)], for: caller, transaction)
    }

    private static func rows(
        _ sql: String, _ arguments: [SQLValue], for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [Comment] {
        var condition = FindInteraction.inSight(of: caller)
        condition.add(sql, arguments)
        if caller.role == .agent || caller.role == .evaluator {
            condition.add("c.visibility = 'public' OR c.author_id = ?", .text(caller.id))
        }
        return try transaction.rows(
            """
            SELECT c.id, c.interaction_id, c.author_id, u.name, c.body, c.start_ms, c.end_ms, c.segment, c.visibility,
                c.parent_id, c.created_at, c.edited_at
            FROM comments c JOIN interactions i ON i.id = c.interaction_id JOIN users u ON u.id = c.author_id
            WHERE \(condition.text) ORDER BY c.created_at, c.id
            """, condition.arguments
        ) { row in
            Comment(
                id: row.text(0), interactionID: row.text(1), author: Reference(id: row.text(2), name: row.text(3)),
                body: row.text(4), startMs: row.optionalInt64(5), endMs: row.optionalInt64(6),
                segment: row.optionalInt64(7), visibility: CommentVisibility(rawValue: row.text(8)) ?? .private,
                parent: row.optionalText(9), createdAt: row.int64(10), editedAt: row.optionalInt64(11))
        }
    }
}
