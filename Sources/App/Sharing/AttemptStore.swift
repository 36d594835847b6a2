import Domain
import SQL

/// The table of passwords tried on links, kept across restarts and only as long as it slows anybody down.
enum AttemptStore {
    /// Wrong tries of one network on one link, newest first.
    static func failures(
        on shareID: String, from networkHash: String, after: Int64, _ transaction: borrowing Transaction
    ) throws -> [Int64] {
        try transaction.rows(
            """
            SELECT at FROM share_attempts WHERE share_id = ? AND network_hash = ? AND at > ? AND succeeded = 0
            ORDER BY at DESC, id DESC
            """, .text(shareID), .text(networkHash), .integer(after)
        ) { $0.int64(0) }
    }

    /// When the n-th newest try of all was made; nil when there were fewer since.
    static func newest(_ number: Int, after: Int64, _ transaction: borrowing Transaction) throws -> Int64? {
        try transaction.row(
            "SELECT at FROM share_attempts WHERE at > ? ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?", .integer(after),
            .integer(Int64(number - 1))
        ) { $0.int64(0) }
    }

    /// Written before the password is compared, so that many tries at once are many tries.
    static func insert(
        id: String, on shareID: String, from networkHash: String, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "INSERT INTO share_attempts (id, share_id, network_hash, at, succeeded) VALUES (?, ?, ?, ?, 0)", .text(id),
            .text(shareID), .text(networkHash), .integer(transaction.now))
    }

    /// Whoever knows the password has no more to guess: the network's failures are settled.
    static func settle(
        on shareID: String, from networkHash: String, _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE share_attempts SET succeeded = 1 WHERE share_id = ? AND network_hash = ?", .text(shareID),
            .text(networkHash))
    }

    /// Also what a clock since set back dates later than now: it would keep people out until then.
    static func forget(before: Int64, _ transaction: borrowing Transaction) throws {
        try transaction.execute(
            "DELETE FROM share_attempts WHERE at <= ? OR at > ?", .integer(before), .integer(transaction.now))
    }
}
