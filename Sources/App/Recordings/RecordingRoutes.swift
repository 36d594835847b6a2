import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `interactions/{id}/recordings` and `recordings/{id}` with its bytes, waveform and levels.
enum RecordingRoutes {
    static let all: [Route] = [
        .write(
            .post, "interactions/{id}/recordings", .needs(.uploadRecordings), .recordingsWrite
        ) { call, transaction in
            var fields = try call.fields()
            let recording = try AttachRecording.run(
                call.parameter("id"), AttachRecording.Input(reading: &fields), by: try call.caller(), call.services,
                transaction)
            return Response.json(202) { recording.write(&$0) }
                .header("Location", Call.apiPrefix + "recordings/\(recording.id)")
        },
        .read("interactions/{id}/recordings", .needs(.viewInteractions), .recordingsRead) { call, transaction in
            let caller = try call.caller()
            guard try FindInteraction.run(call.parameter("id"), for: caller, transaction) != nil else {
                throw Refusal.notFound
            }
            let recordings = try RecordingStore.all(of: call.parameter("id"), for: caller, transaction)
            return .json { writer in
                writer.field(
                    "items", array: { list in for recording in recordings { list.object { recording.write(&$0) } } })
                writer.fieldNull("next")
            }
        },
        .read("recordings/{id}", .needs(.viewInteractions), .recordingsRead) { call, transaction in
            let recording = try find(call, transaction)
            return .json { recording.write(&$0) }
        },
        .write(.delete, "recordings/{id}", .needs(.uploadRecordings), .recordingsWrite, consumes: []) {
            call, transaction in
            try RemoveRecording.run(call.parameter("id"), by: try call.caller(), call.services, transaction)
            return .noContent
        },
        .write(.post, "recordings/{id}/ingest", .needs(.uploadRecordings), .recordingsWrite) { call, transaction in
            let recording = try ReadAgain.run(
                call.parameter("id"), by: try call.caller(), call.services, transaction)
            return Response.json(202) { recording.write(&$0) }
                .header("Location", Call.apiPrefix + "recordings/\(recording.id)")
        },
        .media("recordings/{id}/content", .needs(.viewInteractions), .recordingsRead, content),
        .read("recordings/{id}/peaks", .needs(.viewInteractions), .recordingsRead) { call, transaction in
            let recording = try find(call, transaction)
            let size = try pixelSize(call)
            guard let peaks = try PeaksStore.find(of: recording.id, samplesPerPixel: size, transaction) else {
                throw Refusal.notReady
            }
            return Response.bytes(peaks, contentType: "application/octet-stream")
                .header("Cache-Control", "private, max-age=3600")
        },
        .read("recordings/{id}/levels", .needs(.viewInteractions), .recordingsRead) { call, transaction in
            let recording = try find(call, transaction)
            guard let levels = try RecordingStore.levels(recording.id, transaction) else { throw Refusal.notReady }
            return Response.json(Array(levels.utf8))
        },
        .read("recordings/{id}/thumbnails", .needs(.viewInteractions), .recordingsRead) { call, transaction in
            Response.json(Array(try thumbnails(of: find(call, transaction), transaction).details.utf8))
        },
        .media("recordings/{id}/thumbnails.jpg", .needs(.viewInteractions), .recordingsRead) { call, transaction in
            let recording = try find(call, transaction)
            return .media(
                Media(
                    blob: try thumbnails(of: recording, transaction).blob, contentType: "image/jpeg",
                    downloadName: nil, subject: .init(kind: "recording", id: recording.id), headers: [],
                    openRangeLimit: nil, expiresAt: transaction.now + Media.grantMs))
        },
    ]

    private static func find(_ call: Call, _ transaction: borrowing Transaction) throws -> Recording {
        guard let recording = try RecordingStore.find(call.parameter("id"), for: try call.caller(), transaction) else {
            throw Refusal.notFound
        }
        return recording
    }

    private static func thumbnails(
        of recording: Recording, _ transaction: borrowing Transaction
    ) throws -> ThumbnailStore.Thumbnails {
        if let found = try ThumbnailStore.find(of: recording.id, transaction) { return found }
        guard recording.state == .ready else { throw Refusal.notReady }
        throw Refusal("no_thumbnails", "This recording has no thumbnails; screens that were read have some.")
    }

    private static func pixelSize(_ call: Call) throws(Refusal) -> Int64? {
        guard let text = call.query("samplesPerPixel") else { return nil }
        if let size = Int64(text), (16...10_000_000).contains(size) { return size }
        throw Refusal("query_invalid", "“samplesPerPixel” is a number from 16 to 10000000.")
    }

    /// Playback for whoever sees the interaction; saving the file is a permission of its own and is logged.
    private static func content(_ call: Call, _ transaction: borrowing Transaction) throws -> MediaReply {
        let recording = try find(call, transaction)
        guard call.query("download") == "1" else { return try original(recording, transaction) }
        guard recording.hash != nil else { throw Refusal.notReady }
        try call.caller().require(.downloadRecordings)
        return try original(recording, savedAs: recording.fileName, transaction)
    }

    /// The bytes as they were uploaded.
    static func original(
        _ recording: Recording, savedAs name: String? = nil, _ transaction: borrowing Transaction
    ) throws -> MediaReply {
        guard let hash = recording.hash else { throw Refusal.notReady }
        return .media(
            Media(
                blob: BlobStore.Blob(hash: hash, bytes: recording.bytes), contentType: recording.contentType,
                downloadName: name, subject: .init(kind: "recording", id: recording.id), headers: [],
                openRangeLimit: Media.playbackRangeLimit,
                expiresAt: transaction.now + Media.grantMs))
    }
}

extension Recording {
    /// Our own word for what the probe found, whatever the file was called.
    var contentType: String {
        switch (container ?? "", kind) {
        case ("mp4", .screen), ("mov", .screen): "video/mp4"
        case ("mp4", .audio), ("m4a", _), ("mov", .audio): "audio/mp4"
        case ("webm", .screen), ("matroska", .screen): "video/webm"
        case ("webm", .audio), ("matroska", .audio): "audio/webm"
        case ("ogg", _): "audio/ogg"
        case ("wav", _), ("w64", _): "audio/wav"
        case ("mp3", _): "audio/mpeg"
        case ("flac", _): "audio/flac"
        case ("aac", _): "audio/aac"
        default: "application/octet-stream"
        }
    }
}

extension Refusal {
    static let notReady = Refusal("not_ready", "This is not ready yet; try again when the recording has been read.")
}
