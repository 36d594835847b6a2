import Domain
import JSON

/// What was evaluated in the months before the demo's days: conversations without recordings, so that scores have a past.
extension DemoStory {
    /// Publishes the scorecards before the first of them, and evaluates each on the day after it.
    func addHistory(_ clock: DemoClock) throws {
        let first = list("history").flatMap { $0["calls"]?.elements ?? [] }.map(instant).min()
        try clock.turnedBack(to: (first ?? clock.now) - DemoStory.day) { try addScorecards() }
        for past in list("history") {
            for call in past["calls"]?.elements ?? [] {
                try clock.turnedBack(to: instant(call) + DemoStory.day) { try add(call, of: past) }
            }
        }
    }

    private static let day: Int64 = 86_400_000

    private func instant(_ call: JSONValue) -> Int64 {
        moved(call["startedAt"])?.text.flatMap(Instant.init(text:))?.milliseconds ?? 0
    }

    private func add(_ call: JSONValue, of past: JSONValue) throws {
        _ = try addInteraction(
            .members(
                ("externalId", call["externalId"]), ("agent", past["agent"]), ("queue", past["queue"]),
                ("disposition", past["disposition"]), ("language", past["language"]),
                ("startedAt", call["startedAt"])),
            channel: text(past, "channel"), duration: call["durationMs"]?.integer)
        try add(
            .members(
                ("interaction", call["externalId"]), ("scorecards", past["scorecards"]), ("by", past["by"]),
                ("evaluator", past["evaluator"]), ("state", .string("completed")),
                ("answers", past["answers"]?[text(call, "answers")])))
    }
}
