import SQL

/// The recordings of an interaction, for the rooms above: audio first, then the screens by monitor.
enum FindRecordings {
    static func run(
        of interactionID: String, for caller: Caller, _ transaction: borrowing Transaction
    ) throws -> [Recording] {
        try RecordingStore.all(of: interactionID, for: caller, transaction)
    }
}
