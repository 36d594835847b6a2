import Domain
import SQL

/// The table of what was decided about the keypad tones of moments.
enum DecisionStore {
    static func all(of momentID: String, _ transaction: borrowing Transaction) throws -> [DecidedProposal] {
        try transaction.rows(
            """
            SELECT d.party, d.start_ms, d.end_ms, d.decision, d.decided_by, u.name, d.decided_at
            FROM moment_decisions d JOIN users u ON u.id = d.decided_by
            WHERE d.moment_id = ? ORDER BY d.start_ms, d.end_ms, d.party
            """, .text(momentID)
        ) { row in
            DecidedProposal(
                proposal: ToneProposal(
                    range: try TimeRange(startMs: row.int64(1), endMs: row.int64(2)),
                    party: Party(rawValue: row.text(0)) ?? .both),
                decision: ToneProposal.Decision(rawValue: row.text(3)) ?? .accepted,
                by: Reference(id: row.text(4), name: row.text(5)), at: row.int64(6))
        }
    }

    /// Another decision about the same passage takes its place.
    static func put(
        _ decision: ToneProposal.Decision, about proposal: ToneProposal, of momentID: String, by caller: Caller,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            INSERT INTO moment_decisions (moment_id, party, start_ms, end_ms, decision, decided_by, decided_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (moment_id, party, start_ms, end_ms) DO UPDATE SET decision = excluded.decision,
                decided_by = excluded.decided_by, decided_at = excluded.decided_at
            """,
            .text(momentID), .text(proposal.party.rawValue), .integer(proposal.range.startMs),
            .integer(proposal.range.endMs), .text(decision.rawValue), .text(caller.id), .integer(transaction.now))
    }

    /// Nobody has decided about it any more.
    static func delete(
        _ proposal: ToneProposal, of momentID: String, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "DELETE FROM moment_decisions WHERE moment_id = ? AND party = ? AND start_ms = ? AND end_ms = ?",
            .text(momentID), .text(proposal.party.rawValue), .integer(proposal.range.startMs),
            .integer(proposal.range.endMs))
    }
}
