import Domain
import SQL

/// The table of renditions; who may see them is decided with their recordings and interactions.
enum RenditionStore {
    /// The columns in the order in which a `Rendition` is read, for a query in which the table has this name.
    static func columns(_ name: String) -> String {
        [
            "id", "interaction_id", "recording_id", "recipe", "state", "failure_code", "failure_message", "hash",
            "bytes", "offset_ms", "duration_ms", "job_id",
        ].map { "\(name).\($0)" }.joined(separator: ", ")
    }

    static func insert(
        _ id: String, _ plan: RenditionPlan, of interactionID: String, job: String, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO renditions (id, interaction_id, recording_id, recipe, state, offset_ms, duration_ms, job_id,
                created_at)
            VALUES (?, ?, ?, ?, 'preparing', ?, ?, ?, ?)
            """,
            .text(id), .text(interactionID), .optional(plan.recordingID), .text(plan.recipe), .integer(plan.offsetMs),
            .integer(plan.durationMs), .text(job), .integer(transaction.now))
    }

    static func find(_ id: String, _ transaction: borrowing Transaction) throws -> Rendition? {
        try rows("p.id = ?", id, transaction).first
    }

    static func all(of interactionID: String, _ transaction: borrowing Transaction) throws -> [Rendition] {
        try rows("p.interaction_id = ?", interactionID, transaction)
    }

    /// False when it is not wanted any more.
    static func setReady(
        _ id: String, _ blob: BlobStore.Blob, _ transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.execute(
            "UPDATE renditions SET state = 'ready', hash = ?, bytes = ? WHERE id = ? AND state = 'preparing'",
            .text(blob.hash), .integer(blob.bytes), .text(id)) > 0
    }

    static func setFailed(_ id: String, _ refusal: Refusal, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE renditions SET state = 'failed', failure_code = ?, failure_message = ?
            WHERE id = ? AND state = 'preparing'
            """, .text(refusal.code), .text(refusal.sentence), .text(id))
    }

    static func delete(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM renditions WHERE id = ?", .text(id))
    }

    /// Interactions with a recording of which nobody has decided what it needs.
    static func unplanned(most: Int64, _ transaction: borrowing Transaction) throws -> [String] {
        try transaction.rows(
            """
            SELECT interaction_id FROM recordings WHERE state = 'ready' AND is_planned = 0 ORDER BY id LIMIT ?
            """, .integer(most)
        ) { $0.text(0) }
    }

    static func setPlanned(_ interactionID: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE recordings SET is_planned = 1 WHERE interaction_id = ? AND state = 'ready' AND is_planned = 0",
            .text(interactionID))
    }

    private static func rows(
        _ condition: String, _ value: String, _ transaction: borrowing Transaction
    ) throws -> [Rendition] {
        let found = try transaction.rows(
            "SELECT \(columns("p")) FROM renditions p WHERE \(condition) ORDER BY p.created_at, p.id", .text(value)
        ) { Rendition(row: $0, from: 0) }
        return found.compactMap(\.self)
    }
}

extension Rendition {
    /// From the columns that begin at `first`; nil where a recording has none.
    init?(row: Row, from first: Int) {
        guard let id = row.optionalText(first) else { return nil }
        self.id = id
        interactionID = row.text(first + 1)
        recordingID = row.optionalText(first + 2)
        recipe = row.text(first + 3)
        state = State(rawValue: row.text(first + 4)) ?? .failed
        failure = row.optionalText(first + 5).map { Refusal($0, row.optionalText(first + 6) ?? "") }
        hash = row.optionalText(first + 7)
        bytes = row.optionalInt64(first + 8) ?? 0
        offsetMs = row.int64(first + 9)
        durationMs = row.int64(first + 10)
        jobID = row.optionalText(first + 11)
    }
}
