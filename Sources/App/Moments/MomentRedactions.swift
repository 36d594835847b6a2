import Crypto
import Domain
import JSON
import SQL

/// What is redacted in a moment, what of keypad tones was decided, and what still has to be.
struct MomentRedactions: Sendable {
    let redactions: [Redaction]
    let decided: [DecidedProposal]
    let undecided: [ToneProposal]

    init(of kept: KeptMoment, _ transaction: borrowing Transaction) throws {
        redactions = kept.moment.redactions
        let tones = try FindTones.run(of: kept.interactionID, kept.moment.range, transaction)
        decided = try DecisionStore.all(of: kept.id, transaction)
        undecided = try ToneProposal.undecided(
            tones, in: kept.moment, dismissed: decided.filter { $0.decision == .dismissed }.map(\.proposal))
    }

    /// How many passages of keypad tones nobody has decided about; while there are any, nobody outside sees the moment.
    static func undecidedCount(of kept: KeptMoment, _ transaction: borrowing Transaction) throws -> Int {
        // Most calls have no tones, and then nothing else is asked.
        guard try !FindTones.run(of: kept.interactionID, kept.moment.range, transaction).isEmpty else { return 0 }
        return try MomentRedactions(of: kept, transaction).undecided.count
    }

    /// What the next If-Match names: any change of redactions, decisions or tones is another one.
    var etag: String {
        var writer = JSONWriter()
        writer.object { writeContent(&$0) }
        return String(SHA256Digest.of(writer.bytes).hex.prefix(32))
    }

    func write(_ writer: inout JSONWriter) {
        writeContent(&writer)
        writer.field("etag", etag)
    }

    private func writeContent(_ writer: inout JSONWriter) {
        writer.field("redactions", array: { RedactionJSON.write(redactions, &$0) })
        writer.field(
            "proposals",
            array: { list in
                for proposal in undecided { list.object { write(proposal, nil, &$0) } }
                for one in decided { list.object { write(one.proposal, one, &$0) } }
            })
    }

    private func write(_ proposal: ToneProposal, _ decided: DecidedProposal?, _ writer: inout JSONWriter) {
        writer.field("channel", proposal.party.rawValue)
        writer.field("startMs", proposal.range.startMs)
        writer.field("endMs", proposal.range.endMs)
        writer.field("decision", decided?.decision.rawValue)
        writer.field("decidedBy", decided?.by)
        writer.field("decidedAt", instant: decided?.at)
    }

    static let shape: Shape = .object([
        "redactions": .list(RedactionJSON.shape),
        "proposals": .list(
            .object([
                "channel": RedactionJSON.channel, "startMs": RedactionJSON.time, "endMs": RedactionJSON.time,
                "decision": Shape.choice(of: ToneProposal.Decision.self).orNull, "decidedBy": Shape.person.orNull,
                "decidedAt": Shape.instant.orNull,
            ])), "etag": .text(),
    ])
}

/// What somebody decided about a passage of keypad tones.
struct DecidedProposal: Sendable {
    let proposal: ToneProposal
    let decision: ToneProposal.Decision
    let by: Reference
    let at: Int64
}
