import Domain
import SQL

/// The tables of recordings; finders give only those of interactions the caller may see.
enum RecordingStore {
    /// False when this monitor or party of the interaction has its recording already.
    static func insert(
        _ recording: Recording, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Bool {
        let added: String? = try transaction.row(
            """
            INSERT INTO recordings (id, interaction_id, kind, party, monitor, offset_ms, state, file_name, bytes, draft,
                streams, health, capture, created_by, created_at)
            VALUES (?, ?, ?, ?, ?, ?, 'processing', ?, ?, ?, '[]', '[]', ?, ?, ?)
            ON CONFLICT DO NOTHING RETURNING id
            """,
            .text(recording.id), .text(recording.interactionID), .text(recording.kind.rawValue),
            .optional(recording.party?.rawValue), .optional(recording.monitor), .integer(recording.offsetMs),
            .text(recording.fileName), .integer(recording.bytes), .optional(recording.draft),
            .optional(recording.capture), .text(caller.id), .integer(transaction.now)
        ) { $0.text(0) }
        return added != nil
    }

    static func insertWindows(
        _ windows: [CaptureMetadata.ActiveWindow], of id: String, _ transaction: borrowing Transaction
    ) throws {
        for (position, window) in windows.enumerated() {
            try transaction.execute(
                """
                INSERT INTO recording_windows (recording_id, position, start_ms, application, title)
                VALUES (?, ?, ?, ?, ?)
                """,
                .text(id), .integer(Int64(position)), .integer(window.startMs), .text(window.application),
                .text(window.title))
        }
    }

    static func setJob(_ id: String, _ jobID: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("UPDATE recordings SET job_id = ? WHERE id = ?", .text(jobID), .text(id))
    }

    /// What ingest found out.
    struct Findings: Sendable {
        let hash: String
        let bytes: Int64
        let container: String
        let durationMs: Int64
        let streams: String
        let health: String
        let levels: String?
    }

    static func setReady(_ id: String, _ findings: Findings, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE recordings SET state = 'ready', hash = ?, bytes = ?, container = ?, duration_ms = ?, streams = ?,
                health = ?, levels = ?, draft = NULL WHERE id = ?
            """,
            .text(findings.hash), .integer(findings.bytes), .text(findings.container), .integer(findings.durationMs),
            .text(findings.streams), .text(findings.health), .optional(findings.levels), .text(id))
    }

    /// What failed is waited for once more.
    static func setProcessing(_ id: String, job: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE recordings SET state = 'processing', failure_code = NULL, failure_message = NULL, job_id = ?
            WHERE id = ? AND state = 'failed'
            """, .text(job), .text(id))
    }

    static func setFailed(_ id: String, _ refusal: Refusal, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE recordings SET state = 'failed', failure_code = ?, failure_message = ? WHERE id = ?",
            .text(refusal.code), .text(refusal.sentence), .text(id))
    }

    static func delete(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("DELETE FROM recordings WHERE id = ?", .text(id))
    }

    /// Screens attached before an instant, those that are being read left out.
    static func screens(
        attachedBefore instant: Int64, atMost count: Int, _ transaction: borrowing Transaction
    ) throws -> [String] {
        try transaction.rows(
            """
            SELECT id FROM recordings WHERE kind = 'screen' AND state <> 'processing' AND created_at < ?
            ORDER BY created_at LIMIT ?
            """, .integer(instant), .integer(Int64(count))
        ) { $0.text(0) }
    }

    static func find(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Recording? {
        try rows("r.id = ?", id, for: caller, transaction).first
    }

    /// Audio first, then the screens by monitor.
    static func all(
        of interactionID: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [Recording] {
        try rows("r.interaction_id = ?", interactionID, for: caller, transaction)
    }

    /// From where to where there is something to play; both 0 when there is nothing.
    static func extent(
        of interactionID: String, _ transaction: borrowing Transaction
    ) throws -> (startMs: Int64, endMs: Int64) {
        try transaction.row(
            """
            SELECT coalesce(min(offset_ms), 0), coalesce(max(offset_ms + duration_ms), 0) FROM recordings
            WHERE interaction_id = ? AND state = 'ready'
            """, .text(interactionID)
        ) { (min(0, $0.int64(0)), max(0, $0.int64(1))) } ?? (0, 0)
    }

    static func levels(_ id: String, _ transaction: borrowing Transaction) throws -> String? {
        try transaction.row("SELECT levels FROM recordings WHERE id = ?", .text(id)) { $0.optionalText(0) } ?? nil
    }

    private static func rows(
        _ sql: String, _ value: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [Recording] {
        var condition = FindInteraction.inSight(of: caller)
        condition.add(sql, .text(value))
        return try transaction.rows(
            """
            SELECT r.id, r.interaction_id, r.kind, r.party, r.monitor, r.offset_ms, r.duration_ms, r.state,
                r.failure_code, r.failure_message, r.file_name, r.bytes, r.draft, r.hash, r.container, r.streams,
                r.health, r.capture, r.job_id, r.created_at, \(RenditionStore.columns("p"))
            FROM recordings r JOIN interactions i ON i.id = r.interaction_id
                LEFT JOIN renditions p ON p.recording_id = r.id
            WHERE \(condition.text) ORDER BY r.kind, r.monitor NULLS FIRST, r.created_at, r.id
            """, condition.arguments, make: Recording.init(row:))
    }
}

extension Recording {
    fileprivate init(row: Row) {
        id = row.text(0)
        interactionID = row.text(1)
        kind = RecordingKind(rawValue: row.text(2)) ?? .audio
        party = row.optionalText(3).flatMap(Party.init(rawValue:))
        monitor = row.optionalInt64(4)
        offsetMs = row.int64(5)
        durationMs = row.optionalInt64(6)
        state = State(rawValue: row.text(7)) ?? .failed
        failure = row.optionalText(8).map { Refusal($0, row.optionalText(9) ?? "") }
        fileName = row.text(10)
        bytes = row.int64(11)
        draft = row.optionalText(12)
        hash = row.optionalText(13)
        container = row.optionalText(14)
        streams = row.text(15)
        health = row.text(16)
        capture = row.optionalText(17)
        jobID = row.optionalText(18)
        createdAt = row.int64(19)
        rendition = Rendition(row: row, from: 20)
    }
}
