import Domain
import HTTP
import Logging
import SQL
import Synchronization

/// Begins an upload of a known length. Needs `upload_recordings`.
enum StartUpload {
    static func run(length: Int64, fileName: String, by caller: Caller, _ services: Services) throws -> Upload {
        let draft = try services.blobs.makeDraft()
        draft.close()
        let upload = Upload(
            id: services.outside.id(), userID: caller.id, fileName: fileName, length: length, received: 0,
            draft: draft.name, recordingID: nil)
        try services.database.write { try UploadStore.insert(upload, $0) }
        return upload
    }
}

/// Ends an upload and throws its bytes away; only its owner may, and not once it became a recording.
enum DropUpload {
    static func run(_ id: String, by caller: Caller, _ services: Services) throws {
        let upload = try services.database.write { transaction in
            guard let upload = try UploadStore.find(id, for: caller, transaction) else { throw Refusal.notFound }
            guard upload.recordingID == nil else {
                throw Refusal("in_use", "This upload has become a recording.")
            }
            try UploadStore.delete(id, transaction)
            return upload
        }
        try services.blobs.draft(named: upload.draft).discard()
    }
}

/// Takes the bytes of one PATCH: what is acknowledged is on disk, what is cut off resumes where it was.
final class UploadReceiver: BodyReceiver {
    /// Uploads that a request is writing to right now, in this process.
    private static let open = Mutex<Set<String>>([])

    private let services: Services
    private let upload: Upload
    private let draft: Draft
    private let written: Mutex<Int64>

    init(_ id: String, at offset: Int64, for caller: Caller, _ services: Services) throws {
        // The lock before the look: what was received must not change between the two.
        guard UploadReceiver.open.withLock({ $0.insert(id).inserted }) else {
            throw Refusal("upload_locked", "Another request is writing to this upload; try again in a moment.")
        }
        do {
            upload = try UploadReceiver.find(id, at: offset, for: caller, services)
            draft = try services.blobs.draft(named: upload.draft)
        } catch {
            _ = UploadReceiver.open.withLock { $0.remove(id) }
            throw error
        }
        self.services = services
        written = Mutex(offset)
    }

    private static func find(
        _ id: String, at offset: Int64, for caller: Caller, _ services: Services
    ) throws -> Upload {
        guard let upload = try services.database.read({ try UploadStore.find(id, for: caller, $0) }) else {
            throw Refusal.notFound
        }
        guard upload.recordingID == nil else { throw Refusal("upload_gone", "This upload has become a recording.") }
        guard offset == upload.received else {
            throw Refusal(
                "upload_offset", "This upload has \(upload.received) bytes; go on from there, not from \(offset).")
        }
        return upload
    }

    func receive(_ bytes: [UInt8]) -> Response? {
        do {
            let offset = written.withLock { $0 }
            guard offset + Int64(bytes.count) <= upload.length else {
                throw Refusal("too_large", "These are more bytes than the upload was announced with.")
            }
            try draft.write(bytes, at: offset)
            written.withLock { $0 += Int64(bytes.count) }
            return nil
        } catch {
            close()
            return Problems.response(to: error, requestID: upload.id, log: services.log)
        }
    }

    func finish() -> Response {
        do {
            let offset = try keep()
            close()
            return Response.noContent.header("Tus-Resumable", UploadRoutes.version)
                .header("Upload-Offset", String(offset))
        } catch {
            close()
            return Problems.response(to: error, requestID: upload.id, log: services.log)
        }
    }

    func abort() {
        do {
            _ = try keep()
        } catch {
            services.log.failure("an upload's last bytes were not kept", error, requestID: upload.id)
        }
        close()
    }

    /// First the bytes, then the number that promises them.
    private func keep() throws -> Int64 {
        let offset = written.withLock { $0 }
        try draft.sync()
        try services.database.write { try UploadStore.setReceived(upload.id, offset, $0) }
        return offset
    }

    private func close() {
        draft.close()
        _ = UploadReceiver.open.withLock { $0.remove(upload.id) }
    }
}
