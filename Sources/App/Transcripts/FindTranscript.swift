import Domain
import SQL

/// The transcript of an interaction, for the rooms above, which have made sure that the caller may see it.
enum FindTranscript {
    /// Nil where there is none.
    static func run(_ interactionID: String, _ transaction: borrowing Transaction) throws -> Transcript? {
        try TranscriptStore.find(interactionID, transaction)
    }

    /// How many segments there are to hang something on.
    static func segmentCount(_ interactionID: String, _ transaction: borrowing Transaction) throws -> Int64 {
        try TranscriptStore.count(interactionID, transaction)
    }
}
