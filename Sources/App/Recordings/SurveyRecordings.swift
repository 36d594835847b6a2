import Documents
import Domain
import Glibc
import Logging
import SQL
import Sandbox

/// Surveys recordings that came in before there were surveys, at the start and every hour.
enum SurveyRecordings {
    static let kind = JobKind(
        name: "survey_recordings", run: { run in _ = try sweep(run.services, run.cancellation) },
        gaveUp: { _, _, _ in }, isSeen: { _, caller, _ in caller.may(.manageSettings) }, everyMs: 3_600_000)

    /// Gives the number of recordings surveyed. One that cannot be read is left for the next time.
    static func sweep(_ services: Services, _ cancellation: Cancellation) throws -> Int {
        var surveyed = 0
        for recording in try services.database.read({ try SurveyStore.missing($0) }) {
            do {
                try survey(recording.id, hash: recording.hash, services, cancellation)
                surveyed += 1
            } catch {
                guard !cancellation.isCancelled else { throw error }
                services.log.warning(
                    "a recording could not be surveyed",
                    metadata: ["recording": "\(recording.id)", "error": "\(error)"])
            }
        }
        return surveyed
    }

    private static func survey(
        _ id: String, hash: String, _ services: Services, _ cancellation: Cancellation
    ) throws {
        let descriptor = try services.blobs.open(hash)
        defer { close(descriptor) }
        let crc = try checksum(descriptor, cancellation)
        let draft = try SurveyDraft(of: descriptor, crc: crc, services, cancellation)
        defer { draft.discard() }
        try services.database.write { transaction in
            guard try RecordingStore.find(id, for: .system, transaction) != nil else { return }
            try draft.keep(for: id, services, transaction)
        }
    }

    private static func checksum(_ descriptor: Int32, _ cancellation: Cancellation) throws -> UInt32 {
        var crc = CRC32()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var offset: off_t = 0
        while true {
            guard !cancellation.isCancelled else { throw Refusal.jobCancelled }
            let count = pread(descriptor, buffer.baseAddress, buffer.count, offset)
            if count == 0 { return crc.value }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw BlobStore.Failure(code: errno, operation: "read")
            }
            crc.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += count
        }
    }
}
