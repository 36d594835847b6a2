import Domain
import SQL

/// The table of links; finders give a caller the links they made, and supervisors and admins those to what they see.
enum ShareStore {
    static func insert(
        id: String, momentID: String, tokenHash: String, passwordHash: String?, expiresAt: Int64, maxViews: Int64?,
        allowDownload: Bool, by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO shares (id, moment_id, token_hash, password_hash, password_version, expires_at, max_views,
                views, allow_download, created_by, created_at)
            VALUES (?, ?, ?, ?, 1, ?, ?, 0, ?, ?, ?)
            """,
            .text(id), .text(momentID), .text(tokenHash), .optional(passwordHash), .integer(expiresAt),
            .optional(maxViews), .bool(allowDownload), .text(caller.id), .integer(transaction.now))
    }

    /// Settles which recordings a link's clip is made of, by id.
    static func settle(_ id: String, on recordings: [String], _ transaction: borrowing Transaction) throws {
        for recording in recordings {
            try transaction.execute(
                "INSERT INTO share_recordings (share_id, recording_id) VALUES (?, ?)", .text(id), .text(recording))
        }
    }

    static func recordings(of id: String, _ transaction: borrowing Transaction) throws -> Set<String> {
        Set(
            try transaction.rows("SELECT recording_id FROM share_recordings WHERE share_id = ?", .text(id)) {
                $0.text(0)
            })
    }

    /// So many whose clip's recipe has to be worked out.
    static func unsettled(
        _ limit: Int, _ transaction: borrowing Transaction
    ) throws -> [(id: String, momentID: String)] {
        try transaction.rows(
            "SELECT id, moment_id FROM shares WHERE recipe IS NULL AND revoked_at IS NULL LIMIT ?",
            .integer(Int64(limit))
        ) { ($0.text(0), $0.text(1)) }
    }

    /// The recipe stands until something the clip is made of changes.
    static func settle(_ id: String, onRecipe recipe: String, _ transaction: borrowing Transaction) throws {
        try transaction.execute("UPDATE shares SET recipe = ? WHERE id = ?", .text(recipe), .text(id))
    }

    /// False when it was revoked before.
    static func revoke(_ id: String, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.execute(
            "UPDATE shares SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", .integer(transaction.now),
            .text(id)) > 0
    }

    /// Counts an opening; false when the last one allowed has been taken.
    static func countView(_ id: String, _ transaction: borrowing Transaction) throws -> Bool {
        try transaction.execute(
            "UPDATE shares SET views = views + 1 WHERE id = ? AND (max_views IS NULL OR views < max_views)",
            .text(id)) > 0
    }

    /// The link a visitor came by, whatever its state.
    static func find(tokenHash: String, _ transaction: borrowing Transaction) throws -> Share? {
        var condition = Condition()
        condition.add("s.token_hash = ?", .text(tokenHash))
        return try rows(condition, "", [], transaction).first
    }

    static func find(_ id: String, for caller: Caller, _ transaction: borrowing Transaction) throws -> Share? {
        var condition = managed(by: caller)
        condition.add("s.id = ?", .text(id))
        return try rows(condition, "", [], transaction).first
    }

    static func all(
        of momentID: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [Share] {
        var condition = managed(by: caller)
        condition.add("s.moment_id = ?", .text(momentID))
        return try rows(condition, "ORDER BY s.created_at DESC, s.id DESC", [], transaction)
    }

    static func page(
        for caller: Caller, _ limit: PageLimit, _ transaction: borrowing Transaction
    ) throws -> Page<Share> {
        var condition = managed(by: caller)
        let counted: Int64? = try transaction.row(
            """
            SELECT count(*) FROM (SELECT 1 FROM shares s JOIN moments m ON m.id = s.moment_id
                JOIN interactions i ON i.id = m.interaction_id WHERE \(condition.text) LIMIT ?)
            """, condition.arguments + [.integer(Int64(PageTotal.cap + 1))]
        ) { $0.int64(0) }
        if let after = limit.after, after.count == 2 {
            condition.add("(s.created_at, s.id) < (?, ?)", after[0].value, after[1].value)
        }
        let found = try rows(
            condition, "ORDER BY s.created_at DESC, s.id DESC LIMIT ?", [.integer(Int64(limit.count + 1))], transaction)
        return Page(rows: found, limit: limit, total: PageTotal(counted: counted ?? 0)) {
            [.integer($0.link.createdAt), .text($0.id)]
        }
    }

    private static func managed(by caller: Caller) -> Condition {
        var condition = Condition()
        guard caller.role == .supervisor || caller.role == .admin else {
            condition.add("s.created_by = ?", .text(caller.id))
            return condition
        }
        let seen = FindInteraction.inSight(of: caller)
        condition.add("s.created_by = ? OR (\(seen.text))", [.text(caller.id)] + seen.arguments)
        return condition
    }

    private static func rows(
        _ condition: Condition, _ tail: String, _ more: [SQLValue], _ transaction: borrowing Transaction
    ) throws -> [Share] {
        try transaction.rows(
            """
            SELECT s.id, s.moment_id, m.title, m.interaction_id, m.deleted_at, s.created_at, s.expires_at,
                s.revoked_at, s.password_hash, s.password_version, s.max_views, s.views, s.allow_download,
                s.created_by, u.name, u.role, u.disabled_at,
                (SELECT min(t.revoked_at) FROM tokens t WHERE t.user_id = s.created_by),
                (SELECT max(v.at) FROM share_views v WHERE v.share_id = s.id AND v.outcome = 'opened')
            FROM shares s JOIN moments m ON m.id = s.moment_id JOIN interactions i ON i.id = m.interaction_id
                JOIN users u ON u.id = s.created_by
            WHERE \(condition.text) \(tail)
            """, condition.arguments + more, make: share)
    }

    private static func share(_ row: Row) -> Share {
        Share(
            id: row.text(0), moment: Reference(id: row.text(1), name: row.text(2)), interactionID: row.text(3),
            momentIsDeleted: !row.isNull(4),
            link: ShareLink(
                createdAt: row.int64(5), expiresAt: row.int64(6), isRevoked: !row.isNull(7),
                hasPassword: !row.isNull(8), maxViews: row.optionalInt64(10), views: row.int64(11),
                allowDownload: row.bool(12)),
            passwordHash: row.optionalText(8), passwordVersion: row.int64(9),
            owner: Reference(id: row.text(13), name: row.text(14)),
            ownerRole: BuiltInRole(rawValue: row.text(15)) ?? .agent,
            ownerIsDisabled: !row.isNull(16) || !row.isNull(17), lastViewedAt: row.optionalInt64(18))
    }
}
