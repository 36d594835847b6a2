import Domain
import JSON

/// One customer conversation as it is listed and shown.
struct Interaction: Sendable {
    let id: String
    let externalID: String
    let channel: Channel
    let agent: Reference?
    let team: Reference?
    let queue: String?
    let disposition: String?
    let language: String?
    let customer: String?
    var topics: [String]
    let startedAt: Int64
    let durationMs: Int64
    let isOffline: Bool
    let evaluatedAt: Int64?
    let createdAt: Int64
    var media: MediaCounts

    /// What is attached, as far as the list shows it.
    struct MediaCounts: Sendable, Equatable {
        var audio: Int64 = 0
        var screens: Int64 = 0
        var processing: Int64 = 0
        var failed: Int64 = 0
        var hasTranscript = false
    }

    var isEvaluated: Bool { evaluatedAt != nil }

    func write(_ writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("externalId", externalID)
        writer.field("channel", channel.rawValue)
        writer.field("agent", agent)
        writer.field("team", team)
        writer.field("queue", queue)
        writer.field("disposition", disposition)
        writer.field("language", language)
        writer.field("customer", customer)
        writer.field("topics", topics)
        writer.field("startedAt", instant: startedAt)
        writer.field("durationMs", durationMs)
        writer.field("offline", isOffline)
        writer.field("evaluated", isEvaluated)
        writer.field(
            "recordings",
            object: {
                $0.field("audio", media.audio)
                $0.field("screens", media.screens)
                $0.field("processing", media.processing)
                $0.field("failed", media.failed)
            })
        writer.field("hasTranscript", media.hasTranscript)
        writer.field("createdAt", instant: createdAt)
    }
}
