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

    /// Whether it is kept from people outside, because nobody has decided about keypad tones in it.
    static func isHeld(_ kept: KeptMoment, _ transaction: borrowing Transaction) throws -> Bool {
        try MomentRedactions.undecidedCount(of: kept, transaction) > 0
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
}
