import Domain
import HTTP
import JSON
import SQL

@testable import App

/// Uploads and recordings of a day's calls, made through the doors.
extension Workday {
    /// An upload with all its bytes.
    func uploaded(_ bytes: [UInt8] = Array("RIFF".utf8), by person: Asker? = nil) throws -> String {
        let person = person ?? admin
        let begun = try person.send(
            .post, "uploads", [("Tus-Resumable", "1.0.0"), ("Upload-Length", "\(bytes.count)")])
        guard let id = begun.headers.first(where: { $0.0 == "Location" })?.1.split(separator: "/").last else {
            throw Unexpected(reply: try Reply(begun))
        }
        let sent = try person.send(.patch, "uploads/\(id)", UploadTests.piece(at: 0, of: bytes), bytes)
        guard sent.status == 204 else { throw Unexpected(reply: try Reply(sent)) }
        return String(id)
    }

    /// Attaches a fresh upload; `more` are further members of the request.
    func attached(
        to interaction: String, _ kind: String = "audio", _ more: String = "", by person: Asker? = nil
    ) throws -> Reply {
        let upload = try uploaded(by: person)
        return try (person ?? admin).post(
            "interactions/\(interaction)/recordings",
            #"{"upload":"\#(upload)","kind":"\#(kind)"\#(more.isEmpty ? "" : "," + more)}"#)
    }

    /// A recording as its ingest leaves it.
    @discardableResult
    func recorded(
        _ interaction: String, _ kind: String = "audio", _ more: String = "", lastsMs: Int64 = 60_000,
        by person: Asker? = nil
    ) throws -> String {
        let reply = try attached(to: interaction, kind, more, by: person)
        guard reply.status == 202 else { throw Unexpected(reply: reply) }
        let services = account.services
        let recording = try services.database.read { try RecordingStore.find(reply.id, for: .system, $0) }
        let draft = try services.blobs.draft(named: recording?.draft ?? "")
        let blob = try services.blobs.seal(draft)
        try services.database.write { transaction in
            try services.blobs.adopt(draft, as: blob)
            try RecordingStore.setReady(
                reply.id,
                RecordingStore.Findings(
                    hash: blob.hash, bytes: blob.bytes, container: "wav", durationMs: lastsMs, streams: "[]",
                    health: "[]", levels: nil), transaction)
            if let recording { try ToneStore.replace(of: recording, [], transaction) }
        }
        draft.discard()
        return reply.id
    }

    func transcribed(_ interaction: String, _ text: String) throws -> Reply {
        let bytes = Array(text.utf8)
        return try Reply(
            try admin.send(
                .put, "interactions/\(interaction)/transcript",
                [("Content-Type", "text/vtt"), ("Content-Length", "\(bytes.count)")], bytes))
    }

    /// WebVTT with a cue of two seconds for each line.
    static func vtt(_ lines: String...) -> String {
        var text = "WEBVTT\n"
        for (index, line) in lines.enumerated() {
            text += "\n00:\(index * 2 < 10 ? "0" : "")\(index * 2).000 --> 00:\(index * 2 < 10 ? "0" : "")"
            text += "\(index * 2).900\n\(line)\n"
        }
        return text
    }
}
