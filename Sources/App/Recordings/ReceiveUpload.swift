import Crypto
import Domain
import HTTP
import Logging
import SQL
import Synchronization

/// Begins an upload of a known length. Needs `upload_recordings`.
///
/// Refuses (`disk_full`) what the disk has no room for beside what is on its way already, and (`uploads_many`) more
/// unfinished ones than a person needs.
enum StartUpload {
    /// Unfinished uploads of one person at a time.
    static let most: Int64 = 200

    static func run(length: Int64, fileName: String, by caller: Caller, _ services: Services) throws -> Upload {
        let (open, expected) = try services.database.read {
            (try UploadStore.unfinished(of: caller, $0), try UploadStore.bytesToCome($0))
        }
        guard open < most else {
            throw Refusal("uploads_many", "You have \(most) unfinished uploads. Finish or cancel some of them first.")
        }
        guard services.blobs.hasRoom(for: expected + length) else {
            throw Refusal("disk_full", "There is no room for a file of this size. Free some space and try again.")
        }
        let draft = try services.blobs.makeDraft()
        let upload = Upload(
            id: services.outside.id(), userID: caller.id, fileName: fileName, length: length, received: 0,
            draft: draft.name, recordingID: nil,
            expiresAt: services.outside.now() + ExpireUploads.lifetimeMs)
        do {
            try services.database.write { try UploadStore.insert(upload, $0) }
        } catch {
            draft.discard()
            throw error
        }
        draft.close()
        return upload
    }
}

/// Ends an upload and throws its bytes away; only its owner may, and not once it became a recording.
enum DropUpload {
    static func run(_ id: String, by caller: Caller, _ services: Services) throws {
        let upload = try services.database.write(spendingReserve: true) { transaction in
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

    /// Uploads that no sweep may take away now.
    static var beingWritten: Set<String> { open.withLock { $0 } }

    private let services: Services
    private let upload: Upload
    private let draft: Draft
    private let checksum: UploadChecksum?
    private let state: Mutex<State>

    /// How far the piece has come, in bytes of the file, and what it amounts to.
    private struct State {
        var offset: Int64
        var digest: RunningDigest?
    }

    init(
        _ id: String, at offset: Int64, checksum: UploadChecksum? = nil, for caller: Caller, _ services: Services
    ) throws {
        let digest = try checksum.map { try RunningDigest($0.algorithm) }
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
        self.checksum = checksum
        state = Mutex(State(offset: offset, digest: digest))
    }

    private static func find(
        _ id: String, at offset: Int64, for caller: Caller, _ services: Services
    ) throws -> Upload {
        guard let upload = try services.database.read({ try UploadStore.find(id, for: caller, $0) }) else {
            throw Refusal.notFound
        }
        try upload.checkOpen(now: services.outside.now())
        guard offset == upload.received else {
            throw Refusal(
                "upload_offset", "This upload has \(upload.received) bytes; go on from there, not from \(offset).")
        }
        return upload
    }

    func receive(_ bytes: [UInt8]) -> Response? {
        do {
            let offset = state.withLock { $0.offset }
            guard offset + Int64(bytes.count) <= upload.length else {
                throw Refusal("too_large", "These are more bytes than the upload was announced with.")
            }
            try draft.write(bytes, at: offset)
            state.withLock { state in
                state.offset += Int64(bytes.count)
                state.digest?.update(bytes)
            }
            return nil
        } catch {
            if DiskFull.isMeant(by: error) { keepOrCut() } else { draft.cut(to: upload.received) }
            close()
            return Problems.response(to: error, requestID: upload.id, log: services.log)
        }
    }

    func finish() -> Response {
        do {
            try state.withLock { state in
                if let checksum, let digest = state.digest { try checksum.check(digest) }
            }
            let (offset, expiresAt) = try keep()
            close()
            return Response.noContent.header("Tus-Resumable", UploadRoutes.version)
                .header("Upload-Offset", String(offset)).header("Upload-Expires", HTTPDate.text(expiresAt / 1000))
        } catch {
            draft.cut(to: upload.received)
            close()
            return Problems.response(to: error, requestID: upload.id, log: services.log)
        }
    }

    func abort() {
        keepOrCut()
        close()
    }

    /// Keeps what has come of a piece that was cut off. Half of one cannot be checked, and what cannot be checked, or
    /// written down, takes no room either.
    private func keepOrCut() {
        do {
            if checksum == nil {
                _ = try keep()
                return
            }
        } catch {
            services.log.failure("an upload's last bytes were not kept", error, requestID: upload.id)
        }
        draft.cut(to: upload.received)
    }

    /// First the bytes, then the number that promises them.
    private func keep() throws -> (offset: Int64, expiresAt: Int64) {
        let offset = state.withLock { $0.offset }
        try draft.sync()
        return try services.database.write { transaction in
            try UploadStore.setReceived(upload.id, offset, transaction)
            return (offset, transaction.now + ExpireUploads.lifetimeMs)
        }
    }

    private func close() {
        draft.close()
        _ = UploadReceiver.open.withLock { $0.remove(upload.id) }
    }
}
