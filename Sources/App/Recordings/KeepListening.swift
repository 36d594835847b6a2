import Domain
import JSON
import SQL

/// Adds to what the caller has listened to of an interaction in sight; said twice or by two windows, it is the same.
enum KeepListening {
    static func run(
        _ interactionID: String, _ fields: inout JSONFields, by caller: Caller, _ transaction: borrowing Transaction
    ) throws -> Coverage {
        let heard = try fields.array("ranges", max: Listening.mostStretches) { value, pointer in
            var range = try JSONFields(value, pointer: pointer)
            let (startMs, endMs) = (try range.int64("startMs"), try range.int64("endMs"))
            try range.finish()
            return try Listening.Stretch(startMs: startMs, endMs: endMs)
        }
        try fields.finish()
        guard try FindInteraction.run(interactionID, for: caller, transaction) != nil else { throw Refusal.notFound }
        let before = try ListeningStore.find(of: interactionID, by: caller.id, transaction)
        let after = before.adding(heard)
        if after != before { try ListeningStore.set(after, of: interactionID, by: caller.id, transaction) }
        return try FindListening.run(of: interactionID, by: caller.id, transaction)
    }
}

/// How much of an interaction somebody has listened to, for this room and those above, which decide who may know.
enum FindListening {
    static func run(
        of interactionID: String, by userID: String, _ transaction: borrowing Transaction
    ) throws -> Coverage {
        let extent = try RecordingStore.extent(of: interactionID, transaction)
        return Coverage(
            listening: try ListeningStore.find(of: interactionID, by: userID, transaction), startMs: extent.startMs,
            endMs: extent.endMs)
    }
}
