import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `interactions/{id}/playback` and the bytes that browsers play in place of recordings.
enum PlaybackRoutes {
    static let all: [Route] = [
        .read("interactions/{id}/playback", .needs(.viewInteractions), .recordingsRead) { call, transaction in
            let caller = try call.caller()
            guard let interaction = try FindInteraction.run(call.parameter("id"), for: caller, transaction) else {
                throw Refusal.notFound
            }
            let playback = InteractionPlayback(
                try RecordingStore.all(of: interaction.id, for: caller, transaction),
                legs: try legs(of: interaction.id, transaction))
            let response = Response.json { playback.write(&$0) }
            return playback.isComplete ? response : response.header("Retry-After", "2")
        },
        .media("interactions/{id}/playback/sound", .needs(.viewInteractions), .recordingsRead) { call, transaction in
            let id = call.parameter("id")
            guard try FindInteraction.run(id, for: try call.caller(), transaction) != nil else {
                throw Refusal.notFound
            }
            guard let rendition = try legs(of: id, transaction) else { throw Refusal.notReady }
            return .media(try media(rendition, .audio, .init(kind: "interaction", id: id), now: transaction.now))
        },
        .media("recordings/{id}/playback", .needs(.viewInteractions), .recordingsRead) { call, transaction in
            let id = call.parameter("id")
            guard let recording = try RecordingStore.find(id, for: try call.caller(), transaction) else {
                throw Refusal.notFound
            }
            // What needs no rendition is played as it came.
            guard let rendition = recording.rendition else {
                return try RecordingRoutes.original(recording, transaction)
            }
            return .media(
                try media(rendition, recording.kind, .init(kind: "recording", id: id), now: transaction.now))
        },
    ]

    private static func legs(of interactionID: String, _ transaction: borrowing Transaction) throws -> Rendition? {
        try RenditionStore.all(of: interactionID, transaction).first { $0.recordingID == nil }
    }

    private static func media(
        _ rendition: Rendition, _ kind: RecordingKind, _ subject: EventLog.Subject, now: Int64
    ) throws -> Media {
        if let failure = rendition.failure {
            throw Refusal("not_ready", "This could not be prepared for playback. \(failure.sentence)")
        }
        guard let hash = rendition.hash else {
            throw Refusal("not_ready", "Playback is being prepared; try again in a moment.")
        }
        return Media(
            blob: BlobStore.Blob(hash: hash, bytes: rendition.bytes), contentType: Rendition.contentType(kind),
            downloadName: nil, subject: subject, headers: [], openRangeLimit: Media.playbackRangeLimit,
            expiresAt: now + Media.grantMs)
    }
}
