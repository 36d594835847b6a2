import Crypto
import Domain
import JSON
import SQL

/// Makes a draft the scorecard that new sessions get. Needs `edit_scorecards`.
///
/// Refuses a form that is not whole (`scorecard_unpublishable`, each problem with its pointer). Where nothing but
/// cosmetic parts changed the version stays and takes the new wording; anything else is the next version.
enum PublishScorecard {
    static func run(
        _ id: String, basedOn etag: String, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> ScorecardRecord {
        let record = try FindScorecard.run(id, for: caller, basedOn: etag, transaction)
        let publication = try Publication(of: record, transaction)
        let (card, number, isCosmetic) = (publication.card, publication.number, publication.isCosmetic)
        if isCosmetic {
            try ScorecardStore.reword(id, number: number, card, transaction)
            if record.retiredAt != nil { try ScorecardStore.setRetired(id, false, transaction) }
        } else {
            try ScorecardStore.publish(id, number: number, card, hash: publication.hash, by: caller, transaction)
        }
        try EventLog.record("scorecard.published", .init(kind: "scorecard", id: id), by: caller, transaction) {
            $0.field("version", number)
            $0.field("cosmetic", isCosmetic)
            $0.field("hash", publication.hash)
        }
        return try FindScorecard.run(id, for: caller, transaction)
    }
}

/// What publishing a draft makes of its scorecard.
struct Publication: Sendable {
    let card: Scorecard
    /// SHA-256 in hex over the canonical form of all that is not cosmetic.
    let hash: String
    /// The version new sessions get.
    let number: Int64
    /// Nothing but wording differs from the current version, which stays.
    let isCosmetic: Bool

    /// Refuses a scorecard without a draft, and a draft that is no whole form.
    init(of record: ScorecardRecord, _ transaction: borrowing Transaction) throws {
        guard let draft = try ScorecardStore.draft(of: record.id, transaction) else {
            throw Refusal("nothing_to_publish", "This scorecard has no draft to publish.")
        }
        card = try ScorecardJSON.read(try JSONReader.read(draft))
        try card.checkPublishable()
        hash = SHA256Digest.of(card.canonicalForm).hex
        let current = try record.version.flatMap { try ScorecardStore.version(record.id, $0, transaction) }
        isCosmetic = current?.hash == hash
        number = isCosmetic ? record.version ?? 1 : (record.version ?? 0) + 1
    }
}

/// Retires a scorecard, or brings it back. Needs `edit_scorecards`; sessions there are go on with their version.
enum RetireScorecard {
    static func run(
        _ id: String, _ isRetired: Bool, basedOn etag: String, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> ScorecardRecord {
        let record = try FindScorecard.run(id, for: caller, basedOn: etag, transaction)
        guard record.version != nil else {
            throw Refusal("never_published", "Only a published scorecard can be retired.")
        }
        guard (record.retiredAt != nil) != isRetired else { return record }
        try ScorecardStore.setRetired(id, isRetired, transaction)
        try EventLog.record(
            isRetired ? "scorecard.retired" : "scorecard.brought_back", .init(kind: "scorecard", id: id), by: caller,
            transaction)
        return try FindScorecard.run(id, for: caller, transaction)
    }
}
