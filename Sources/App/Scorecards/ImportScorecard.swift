import Domain
import JSON
import SQL

/// Takes a scorecard from a table: one whose key is known gets a draft, any other is begun. Needs `edit_scorecards`.
///
/// All or nothing; publishing is a step of its own. Refuses a draft in whose place it would come unless the revision it
/// was based on is named, and what was based on an older one.
enum ImportScorecard {
    struct Input {
        let card: Scorecard
        /// The revision a known scorecard had when it was looked at.
        let basedOn: String?
        /// Tells what would happen, and does nothing.
        let isDryRun: Bool
    }

    /// What becomes of a table.
    enum Outcome: String, CaseIterable {
        case created, drafted, unchanged
    }

    struct Result {
        let outcome: Outcome
        let isDryRun: Bool
        /// Nil where a dry run would make a new one.
        let record: ScorecardRecord?
        let card: Scorecard
        let differences: [ScorecardDifference]
    }

    static func run(
        _ input: Input, by caller: Caller, _ services: Services, _ transaction: borrowing Transaction
    ) throws -> Result {
        let card = input.card
        guard let record = try ScorecardStore.find(key: card.key, for: caller, transaction) else {
            try DraftScorecard.checkKey(card)
            let made = input.isDryRun ? nil : try DraftScorecard.run(card, by: caller, services, transaction)
            return Result(
                outcome: .created, isDryRun: input.isDryRun, record: made, card: card,
                differences: Scorecard(key: card.key).differences(to: card))
        }
        if let etag = input.basedOn, etag != record.etag { throw Refusal.stale }
        let current = try ScorecardContent.current(of: record, transaction)
        let isChanged = current != card
        if isChanged, !input.isDryRun {
            // A draft is somebody's work: only who has seen it puts another in its place.
            guard !record.hasDraft || input.basedOn != nil else { throw Refusal.preconditionRequired }
            _ = try ChangeDraft.run(record.id, card, basedOn: record.etag, by: caller, transaction)
        }
        return Result(
            outcome: isChanged ? .drafted : .unchanged, isDryRun: input.isDryRun,
            record: try FindScorecard.run(record.id, for: caller, transaction), card: card,
            differences: current.differences(to: card))
    }
}

/// The content of a scorecard as its editors have it: the draft where there is one, else the current version.
enum ScorecardContent {
    static func current(of record: ScorecardRecord, _ transaction: borrowing Transaction) throws -> Scorecard {
        if record.hasDraft, let draft = try ScorecardStore.draft(of: record.id, transaction) {
            return try ScorecardJSON.read(try JSONReader.read(draft))
        }
        return try version(record.version ?? 0, of: record, transaction)
    }

    static func version(
        _ number: Int64, of record: ScorecardRecord, _ transaction: borrowing Transaction
    ) throws -> Scorecard {
        guard let version = try ScorecardStore.version(record.id, number, transaction) else { throw Refusal.notFound }
        return try version.scorecard()
    }
}

extension ImportScorecard.Result {
    func write(_ writer: inout JSONWriter) {
        writer.field("outcome", outcome.rawValue)
        writer.field("dryRun", isDryRun)
        writer.field("id", record?.id)
        writer.field("etag", record?.etag)
        writer.field("key", card.key)
        writer.field("name", card.name)
        writer.field("questions", Int64(card.questions.count))
        writer.field(
            "differences",
            array: { list in for difference in differences { list.object { difference.write(&$0) } } })
        writer.field(
            "problems",
            array: { list in
                for problem in card.publishingProblems {
                    list.object { writer in
                        writer.field("pointer", problem.pointer)
                        writer.field("code", problem.code)
                        writer.field("detail", problem.sentence)
                    }
                }
            })
    }
}

extension ScorecardDifference {
    fileprivate func write(_ writer: inout JSONWriter) {
        writer.field("kind", kind.rawValue)
        writer.field("element", element.rawValue)
        writer.field("key", key)
        writer.field("name", name)
        guard let member, let before, let after else { return }
        writer.field("member", member)
        before.write("before", to: &writer)
        after.write("after", to: &writer)
    }
}

extension ScorecardDifference.Value {
    fileprivate func write(_ name: String, to writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.field(name, text)
        case .integer(let integer): writer.field(name, integer)
        case .truth(let truth): writer.field(name, truth)
        case .list(let list): writer.field(name, list)
        case .nothing: writer.fieldNull(name)
        }
    }
}
