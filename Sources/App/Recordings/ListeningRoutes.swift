import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `interactions/{id}/listening`: what the caller, and nobody else, has listened to.
enum ListeningRoutes {
    static let all: [Route] = [
        .read("interactions/{id}/listening", .needs(.viewInteractions), .interactionsRead) { call, transaction in
            let caller = try call.caller()
            guard try FindInteraction.run(call.parameter("id"), for: caller, transaction) != nil else {
                throw Refusal.notFound
            }
            let coverage = try FindListening.run(of: call.parameter("id"), by: caller.id, transaction)
            return .json { coverage.write(&$0) }
        },
        .write(.put, "interactions/{id}/listening", .needs(.viewInteractions), .interactionsWrite) {
            call, transaction in
            var fields = try call.fields()
            let coverage = try KeepListening.run(
                call.parameter("id"), &fields, by: try call.caller(), transaction)
            return .json { coverage.write(&$0) }
        },
    ]
}

/// What is written beside the doors of listening.
enum ListeningAPI {
    private static let place = Shape.integer(-TimeRange.longestMs...2 * TimeRange.longestMs)

    static let shape: (name: String, shape: Shape) = (
        "Listening",
        Shape.object(["ranges": .list(.object(["startMs": place, "endMs": place]))]).with(share)
    )

    /// How much, without which parts.
    static let share: KeyValuePairs<String, Shape> = [
        "listenedMs": .integer(), "totalMs": .integer(), "percent": Shape.integer(0...100).orNull,
    ]

    static let operations: [Operation] = [
        .get(
            "interactions/{id}/listening", "What the caller has listened to of an interaction, and how much that is.",
            answers: [.ok(.named("Listening"))]),
        .put(
            "interactions/{id}/listening", "Add to what the caller has listened to; the same again changes nothing.",
            .json(
                .input([
                    "ranges": .list(.input(["startMs": place, "endMs": place]), max: Listening.mostStretches)
                ])),
            answers: [.ok(.named("Listening"), "All of it now.")], refusals: ["range_empty", "range_outside"]),
    ]
}
