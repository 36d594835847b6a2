import Domain
import SQL

/// The keypad tones heard within a range of an interaction, for the rooms above, which have made sure that the caller
/// may see it.
enum FindTones {
    static func run(
        of interactionID: String, _ range: TimeRange, _ transaction: borrowing Transaction
    ) throws -> [KeypadTone] {
        try ToneStore.all(of: interactionID, range, transaction)
    }

    /// False while a recording came in before tones were looked for and has not been searched since.
    static func areKnown(of interactionID: String, _ transaction: borrowing Transaction) throws -> Bool {
        try ToneStore.isSearched(interactionID, transaction)
    }
}
