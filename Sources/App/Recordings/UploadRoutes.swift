import Domain
import Foundation
import HTTP
import JSON

/// `uploads`: tus 1.0.0, core protocol with creation, termination, checksum and expiration (https://tus.io/protocols/resumable-upload).
enum UploadRoutes {
    static let longest: Int64 = 8 << 30
    static let version = "1.0.0"

    static let all: [Route] = [
        .plain(.options, "uploads", .anyone, nil, consumes: []) { _ in
            Response.noContent.header("Tus-Resumable", version).header("Tus-Version", version)
                .header("Tus-Extension", "creation,termination,checksum,expiration")
                .header("Tus-Checksum-Algorithm", UploadChecksum.algorithms.joined(separator: ","))
                .header("Tus-Max-Size", String(longest))
        },
        .plain(.post, "uploads", .needs(.uploadRecordings), .recordingsWrite, consumes: []) { call in
            try checkVersion(call)
            let upload = try StartUpload.run(
                length: try length(call), fileName: fileName(call), by: try call.caller(), call.services)
            return Response.empty(201).header("Tus-Resumable", version)
                .header("Location", Call.apiPrefix + "uploads/\(upload.id)")
                .header("Upload-Expires", HTTPDate.text(upload.expiresAt / 1000))
        },
        .read("uploads/{id}", .needs(.uploadRecordings), .recordingsWrite) { call, transaction in
            guard let upload = try UploadStore.find(call.parameter("id"), for: try call.caller(), transaction) else {
                throw Refusal.notFound
            }
            try upload.checkOpen(now: call.outside.now())
            return Response.empty(200).header("Tus-Resumable", version)
                .header("Upload-Offset", String(upload.received)).header("Upload-Length", String(upload.length))
                .header("Upload-Expires", HTTPDate.text(upload.expiresAt / 1000)).header("Cache-Control", "no-store")
        },
        .upload(
            .patch, "uploads/{id}", .needs(.uploadRecordings), .recordingsWrite,
            consumes: ["application/offset+octet-stream"]
        ) { call in
            try checkVersion(call)
            guard let text = call.head.header("Upload-Offset"), let offset = Int64(text), offset >= 0 else {
                throw Refusal("query_invalid", "Upload-Offset says at which byte this piece begins.")
            }
            let checksum = try call.head.header("Upload-Checksum").map { try UploadChecksum(header: $0) }
            return try UploadReceiver(
                call.parameter("id"), at: offset, checksum: checksum, for: try call.caller(), call.services)
        },
        .plain(.delete, "uploads/{id}", .needs(.uploadRecordings), .recordingsWrite, consumes: []) { call in
            try checkVersion(call)
            try DropUpload.run(call.parameter("id"), by: try call.caller(), call.services)
            return Response.noContent.header("Tus-Resumable", version)
        },
    ]

    private static func checkVersion(_ call: Call) throws {
        guard call.head.header("Tus-Resumable") == version else {
            throw Refusal("tus_version", "Uploads speak tus \(version); send Tus-Resumable: \(version).")
        }
    }

    private static func length(_ call: Call) throws -> Int64 {
        guard let text = call.head.header("Upload-Length"), let length = Int64(text), length >= 0 else {
            throw Refusal("query_invalid", "Upload-Length says how many bytes the file has.")
        }
        guard length <= longest else {
            throw Refusal("too_large", "A recording has at most 8 GiB; split it and upload the parts.")
        }
        return length
    }

    /// Names are only text: whatever a file was called, it is kept under its hash.
    private static func fileName(_ call: Call) -> String {
        for pair in (call.head.header("Upload-Metadata") ?? "").split(separator: ",") {
            let parts = pair.split(separator: " ")
            guard parts.count == 2, parts[0] == "filename", let data = Data(base64Encoded: String(parts[1])) else {
                continue
            }
            let name = String(decoding: data, as: UTF8.self).split { $0 == "/" || $0 == "\\" }.last.map(String.init)
            return String((name ?? "recording").prefix(250))
        }
        return "recording"
    }
}
