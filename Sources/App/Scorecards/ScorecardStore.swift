import Domain
import JSON
import SQL

/// The tables of scorecards and versions; drafts that were never published are shown to those who may edit them.
enum ScorecardStore {
    static let sorts = ["name", "-updatedAt"]

    /// False when the key is taken.
    static func insert(
        id: String, _ card: Scorecard, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.execute(
            """
            INSERT INTO scorecards (id, key, name, description, tags, format, questions, draft, revision, created_by,
                created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT (key) DO NOTHING
            """,
            [.text(id)] + listed(card)
                + [.text(text(card)), .text(caller.id), .integer(transaction.now), .integer(transaction.now)]) > 0
    }

    /// Puts a draft; the list follows it while nothing is published.
    static func setDraft(
        _ record: ScorecardRecord, _ card: Scorecard, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE scorecards SET draft = ?, revision = revision + 1, updated_at = ? WHERE id = ?", .text(text(card)),
            .integer(transaction.now), .text(record.id))
        if record.version == nil { try list(record.id, card, transaction) }
    }

    static func dropDraft(_ id: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE scorecards SET draft = NULL, revision = revision + 1, updated_at = ? WHERE id = ?",
            .integer(transaction.now), .text(id))
    }

    /// Freezes content as the version that new sessions get, and drops the draft.
    static func publish(
        _ id: String, number: Int64, _ card: Scorecard, hash: String, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO scorecard_versions (scorecard_id, number, content, hash, published_by, published_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .text(id), .integer(number), .text(text(card)), .text(hash), .text(caller.id), .integer(transaction.now))
        try transaction.execute(
            """
            UPDATE scorecards SET version = ?, draft = NULL, retired_at = NULL, revision = revision + 1, updated_at = ?
            WHERE id = ?
            """, .integer(number), .integer(transaction.now), .text(id))
        try list(id, card, transaction)
    }

    /// Puts new wording of cosmetic parts into a version, and drops the draft.
    static func reword(
        _ id: String, number: Int64, _ card: Scorecard, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE scorecard_versions SET content = ? WHERE scorecard_id = ? AND number = ?", .text(text(card)),
            .text(id), .integer(number))
        try list(id, card, transaction)
        try dropDraft(id, transaction)
    }

    static func setRetired(_ id: String, _ isRetired: Bool, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "UPDATE scorecards SET retired_at = ?, revision = revision + 1, updated_at = ? WHERE id = ?",
            isRetired ? .integer(transaction.now) : .null, .integer(transaction.now), .text(id))
    }

    static func find(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> ScorecardRecord? {
        try rows(["s.id = ?"], [.text(id)], for: caller, "", transaction).first
    }

    static func find(
        key: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> ScorecardRecord? {
        try rows(["s.key = ?"], [.text(key)], for: caller, "", transaction).first
    }

    static func page(
        state: ScorecardRecord.State?, for caller: Caller, _ limit: PageLimit, _ transaction: borrowing Transaction
    ) throws -> Page<ScorecardRecord> {
        var conditions: [String] = []
        var arguments: [SQLValue] = []
        switch state {
        case .draft?: conditions.append("s.version IS NULL")
        case .published?: conditions.append("s.version IS NOT NULL AND s.retired_at IS NULL")
        case .retired?: conditions.append("s.retired_at IS NOT NULL")
        case nil: break
        }
        let counted = try count(conditions, for: caller, transaction)
        let isByName = limit.sort == "name"
        if let after = limit.after {
            guard after.count == 2 else { throw Refusal("cursor_invalid", "This page marker is no such list's.") }
            conditions.append(isByName ? "(s.name, s.id) > (?, ?)" : "(s.updated_at, s.id) < (?, ?)")
            arguments += after.map(\.value)
        }
        arguments.append(.integer(Int64(limit.count + 1)))
        let order = isByName ? "s.name, s.id" : "s.updated_at DESC, s.id DESC"
        let found = try rows(conditions, arguments, for: caller, "ORDER BY \(order) LIMIT ?", transaction)
        return Page(rows: found, limit: limit, total: PageTotal(counted: counted)) {
            [isByName ? .text($0.name) : .integer($0.updatedAt), .text($0.id)]
        }
    }

    /// Whether any scorecard has this key, seen by the caller or not.
    static func isTaken(_ key: String, _ transaction: borrowing Transaction) throws -> Bool {
        let found: Int64? = try transaction.row("SELECT 1 FROM scorecards WHERE key = ?", .text(key)) { $0.int64(0) }
        return found != nil
    }

    static func draft(of id: String, _ transaction: borrowing Transaction) throws -> [UInt8]? {
        let draft: String?? = try transaction.row("SELECT draft FROM scorecards WHERE id = ?", .text(id)) {
            $0.optionalText(0)
        }
        return (draft ?? nil).map { Array($0.utf8) }
    }

    static func version(
        _ id: String, _ number: Int64, _ transaction: borrowing Transaction
    ) throws -> ScorecardVersion? {
        try versions("v.scorecard_id = ? AND v.number = ?", [.text(id), .integer(number)], transaction).first
    }

    /// The newest first.
    static func versions(of id: String, _ transaction: borrowing Transaction) throws -> [ScorecardVersion] {
        try versions("v.scorecard_id = ?", [.text(id)], transaction)
    }

    private static func versions(
        _ condition: String, _ arguments: [SQLValue], _ transaction: borrowing Transaction
    ) throws -> [ScorecardVersion] {
        try transaction.rows(
            """
            SELECT v.scorecard_id, v.number, v.content, v.hash, v.published_by, u.name, v.published_at
            FROM scorecard_versions v JOIN users u ON u.id = v.published_by
            WHERE \(condition) ORDER BY v.scorecard_id, v.number DESC
            """, arguments
        ) { row in
            ScorecardVersion(
                scorecardID: row.text(0), number: row.int64(1), content: Array(row.text(2).utf8), hash: row.text(3),
                publishedBy: Reference(id: row.text(4), name: row.text(5)), publishedAt: row.int64(6))
        }
    }

    private static func rows(
        _ conditions: [String], _ arguments: [SQLValue], for caller: Caller, _ tail: String,
        _ transaction: borrowing Transaction
    ) throws -> [ScorecardRecord] {
        try transaction.rows(
            """
            SELECT s.id, s.key, s.name, s.description, s.tags, s.format, s.version, s.draft IS NOT NULL, s.questions,
                s.retired_at, s.revision, s.created_at, s.updated_at FROM scorecards s
            WHERE \(whole(conditions, for: caller)) \(tail)
            """, arguments
        ) { row in
            ScorecardRecord(
                id: row.text(0), key: row.text(1), name: row.text(2), description: row.text(3),
                tags: tags(row.text(4)), format: Scorecard.Format(rawValue: row.text(5)) ?? .percentage,
                version: row.optionalInt64(6), hasDraft: row.bool(7) && caller.may(.editScorecards),
                questions: row.int64(8), retiredAt: row.optionalInt64(9), revision: row.int64(10),
                createdAt: row.int64(11), updatedAt: row.int64(12))
        }
    }

    private static func count(
        _ conditions: [String], for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Int64 {
        try transaction.row(
            """
            SELECT count(*) FROM (SELECT 1 FROM scorecards s WHERE \(whole(conditions, for: caller)) LIMIT ?) AS found
            """, .integer(Int64(PageTotal.cap + 1))
        ) { $0.int64(0) } ?? 0
    }

    /// The conditions with what the caller may see.
    private static func whole(_ conditions: [String], for caller: Caller) -> String {
        let seen = caller.may(.editScorecards) ? "1 = 1" : "s.version IS NOT NULL"
        return (conditions + [seen]).joined(separator: " AND ")
    }

    private static func list(_ id: String, _ card: Scorecard, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE scorecards SET key = ?, name = ?, description = ?, tags = ?, format = ?, questions = ? WHERE id = ?
            """, listed(card) + [.text(id)])
    }

    private static func listed(_ card: Scorecard) -> [SQLValue] {
        var tags = JSONWriter()
        tags.array { list in for tag in card.tags { list.value(tag) } }
        return [
            .text(card.key), .text(card.name), .text(card.description),
            .text(String(decoding: tags.bytes, as: UTF8.self)), .text(card.format.rawValue),
            .integer(Int64(card.questions.count)),
        ]
    }

    private static func tags(_ text: String) -> [String] {
        let value = try? JSONReader.read(Array(text.utf8))
        return (value?.elements ?? []).compactMap(\.text)
    }

    private static func text(_ card: Scorecard) -> String {
        String(decoding: ScorecardJSON.bytes(card), as: UTF8.self)
    }
}
