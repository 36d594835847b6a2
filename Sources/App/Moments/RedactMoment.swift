import Domain
import JSON
import SQL

/// Says what of a moment its clip must not hold, and decides about keypad tones; whoever cut it may, and supervisors
/// and admins.
///
/// Refuses what does not lie within the moment, a decision about tones that are not proposed (`proposal_unknown`), and
/// a change based on what somebody else has changed meanwhile (`stale`).
enum RedactMoment {
    static func run(
        _ id: String, _ fields: inout JSONFields, basedOn etag: String, by caller: Caller, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws -> MomentRedactions {
        let before = try ChangeMoment.own(id, caller, transaction)
        var redactions: [Redaction] = try fields.objects("redactions", max: Redaction.most) {
            try RedactionJSON.read(&$0, in: before.moment)
        }
        let answers = try Answer.list(&fields)
        try fields.finish()
        let current = try MomentRedactions(of: before, transaction)
        guard current.etag == etag else { throw Refusal.stale }
        let decisions = try decisions(answers, about: current)
        for (proposal, decision) in decisions where decision == .accepted && !proposal.isMuted(by: redactions) {
            redactions.append(
                try Redaction(
                    startMs: proposal.range.startMs, endMs: proposal.range.endMs, .mute(proposal.party),
                    in: before.moment))
        }
        try save(redactions, decisions, of: before, current, by: caller, transaction)
        guard let after = try MomentStore.find(id, for: .system, transaction) else { throw Refusal.notFound }
        try renew(after, from: before, by: caller, services, transaction)
        if after.moment != before.moment { try SweepMedia.request(services, transaction) }
        return try MomentRedactions(of: after, transaction)
    }

    private typealias Decisions = [(proposal: ToneProposal, decision: ToneProposal.Decision)]

    private static func decisions(_ answers: [Answer], about current: MomentRedactions) throws -> Decisions {
        let known = Set(current.undecided + current.decided.map(\.proposal))
        return try answers.map { answer in
            let proposal = known.first {
                $0.party == answer.party && $0.range.startMs == answer.startMs && $0.range.endMs == answer.endMs
            }
            guard let proposal else {
                throw Refusal.field(
                    answer.pointer, "proposal_unknown",
                    "No keypad tones are proposed there; load the proposals again.")
            }
            return (proposal, answer.decision)
        }
    }

    private static func save(
        _ redactions: [Redaction], _ decisions: Decisions, of kept: KeptMoment, _ current: MomentRedactions,
        by caller: Caller, _ transaction: borrowing Transaction
    ) throws {
        let inOrder = Redaction.inOrder(redactions)
        guard inOrder != current.redactions || !decisions.isEmpty else { return }
        try MomentStore.setRedactions(kept.id, inOrder, transaction)
        for (proposal, decision) in decisions {
            try DecisionStore.put(decision, about: proposal, of: kept.id, by: caller, transaction)
        }
        // Who takes the mute away has to decide again.
        for one in try DecisionStore.all(of: kept.id, transaction)
        where one.decision == .accepted && !one.proposal.isMuted(by: inOrder) {
            try DecisionStore.delete(one.proposal, of: kept.id, transaction)
        }
        try EventLog.record("moment.redacted", .init(kind: "moment", id: kept.id), by: caller, transaction) {
            $0.field("redactions", array: { RedactionJSON.write(inOrder, &$0) })
            $0.field(
                "decisions",
                array: { list in
                    for (proposal, decision) in decisions {
                        list.object {
                            $0.field("channel", proposal.party.rawValue)
                            $0.field("startMs", proposal.range.startMs)
                            $0.field("endMs", proposal.range.endMs)
                            $0.field("decision", decision.rawValue)
                        }
                    }
                })
        }
    }

    /// A clip that people have already is made anew at once: the old one is not given out any more.
    private static func renew(
        _ after: KeptMoment, from before: KeptMoment, by caller: Caller, _ services: Services,
        _ transaction: borrowing Transaction
    ) throws {
        switch try ClipState(of: before, transaction) {
        case .ready, .rendering: _ = try RenderClip.request(after, by: caller, services, transaction)
        case .none, .failed: break
        }
    }
}

/// A decision as it was sent.
private struct Answer {
    let pointer: String
    let party: Party
    let startMs: Int64
    let endMs: Int64
    let decision: ToneProposal.Decision

    /// None when the member is absent.
    static func list(_ fields: inout JSONFields) throws -> [Answer] {
        guard fields.present("decisions") != nil else { return [] }
        return try fields.objects("decisions", max: 1_000) { one in
            Answer(
                pointer: one.pointer, party: try one.choice("channel", of: Party.self),
                startMs: try one.int64("startMs"), endMs: try one.int64("endMs"),
                decision: try one.choice("decision", of: ToneProposal.Decision.self))
        }
    }
}
