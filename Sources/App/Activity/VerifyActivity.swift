import SQL

/// Follows the chain of hashes through the whole event log.
enum VerifyActivity {
    /// The sequence numbers at which it breaks; empty when nothing was changed.
    static func brokenLinks(_ transaction: borrowing Transaction) throws -> [Int64] {
        try ActivityStore.brokenLinks(transaction)
    }
}
