import Domain
import SQL

/// A moment of an interaction the caller may see, for the rooms above.
enum FindMoment {
    /// Nil when there is none, or none in sight.
    static func run(
        _ id: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> KeptMoment? {
        try MomentStore.find(id, for: caller, transaction)
    }

    /// The ids of the recordings that its clip is made of; none where none is ready.
    static func recordings(of kept: KeptMoment, _ transaction: borrowing Transaction) throws -> [String] {
        try MomentRecipe.recordings(of: kept, transaction).map(\.id)
    }

    /// The key under which its clip is kept, once that is rendered; `noRecipe` where none of its recordings is ready.
    static func recipe(of kept: KeptMoment, _ transaction: borrowing Transaction) throws -> String {
        do {
            return try MomentRecipe(kept, transaction).hash
        } catch is Refusal {
            return noRecipe
        }
    }

    /// No clip has this key.
    static let noRecipe = ""

    /// Whether it is kept from people outside, because nobody has decided about keypad tones in it, or looked for them.
    static func isHeld(_ kept: KeptMoment, _ transaction: borrowing Transaction) throws -> Bool {
        try !isSearched(kept, transaction) || MomentRedactions.undecidedCount(of: kept, transaction) > 0
    }

    /// False while it is not known whether there are keypad tones in it.
    static func isSearched(_ kept: KeptMoment, _ transaction: borrowing Transaction) throws -> Bool {
        try FindTones.areKnown(of: kept.interactionID, transaction)
    }
}

/// A moment as it is kept: the recipe of a clip, with its title and who cut it.
struct KeptMoment: Sendable {
    let id: String
    let interactionID: String
    let externalID: String
    var title: String
    var note: String?
    let moment: Moment
    let createdBy: Reference
    let createdByRole: BuiltInRole
    let createdAt: Int64
    /// Ids of the only recordings its clip is made of; nil where it is made of all that are ready.
    var only: Set<String>?

    /// The same moment as it was when there were no other recordings.
    func limited(to recordings: Set<String>) -> KeptMoment {
        var copy = self
        copy.only = recordings
        return copy
    }
}
