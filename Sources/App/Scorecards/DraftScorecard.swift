import Domain
import JSON
import SQL

/// Begins a new scorecard as a draft. Needs `edit_scorecards`; refuses a missing key and one that is taken.
enum DraftScorecard {
    static func run(
        _ card: Scorecard, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> ScorecardRecord {
        try checkKey(card)
        let id = services.outside.id()
        guard try ScorecardStore.insert(id: id, card, by: caller, transaction) else { throw Refusal.keyTaken }
        try EventLog.record("scorecard.added", .init(kind: "scorecard", id: id), by: caller, transaction) {
            $0.field("key", card.key)
        }
        return try FindScorecard.run(id, for: caller, transaction)
    }

    static func checkKey(_ card: Scorecard) throws(Refusal) {
        guard !card.key.isEmpty, card.key.unicodeScalars.count <= Scorecard.Limit.name else {
            throw .field("/key", "key_missing", "Give the scorecard a key of 1 to 250 characters.")
        }
    }
}

/// Puts a draft in place of the one there was. Needs `edit_scorecards`.
///
/// Refuses what was based on an older revision, and another key once a version is published.
enum ChangeDraft {
    static func run(
        _ id: String, _ card: Scorecard, basedOn etag: String, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> ScorecardRecord {
        let record = try FindScorecard.run(id, for: caller, basedOn: etag, transaction)
        try DraftScorecard.checkKey(card)
        if card.key != record.key {
            guard record.version == nil else {
                throw Refusal.field("/key", "key_fixed", "A published scorecard keeps its key “\(record.key)”.")
            }
            guard try !ScorecardStore.isTaken(card.key, transaction) else { throw Refusal.keyTaken }
        }
        try ScorecardStore.setDraft(record, card, transaction)
        try EventLog.record("scorecard.drafted", .init(kind: "scorecard", id: id), by: caller, transaction)
        return try FindScorecard.run(id, for: caller, transaction)
    }

    /// Drops the draft of a published scorecard; what was never published has nothing else and is refused.
    static func drop(
        _ id: String, basedOn etag: String, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> ScorecardRecord {
        let record = try FindScorecard.run(id, for: caller, basedOn: etag, transaction)
        guard record.version != nil else {
            throw Refusal("never_published", "This scorecard has nothing but its draft.")
        }
        try ScorecardStore.dropDraft(id, transaction)
        try EventLog.record("scorecard.draft_dropped", .init(kind: "scorecard", id: id), by: caller, transaction)
        return try FindScorecard.run(id, for: caller, transaction)
    }
}

/// Finds a scorecard the caller may see, and compares its revision with what a change was based on.
enum FindScorecard {
    static func run(
        _ id: String, for caller: Caller, basedOn etag: String? = nil, _ transaction: borrowing Transaction
    ) throws -> ScorecardRecord {
        guard let record = try ScorecardStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
        guard etag == nil || etag == record.etag else { throw Refusal.stale }
        return record
    }
}

extension Refusal {
    fileprivate static let keyTaken = Refusal.field("/key", "key_taken", "Another scorecard has this key.")
}
