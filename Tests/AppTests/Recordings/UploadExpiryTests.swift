import Crypto
import Domain
import Glibc
import HTTP
import SQL
import Testing

@testable import App

/// Uploads that nobody goes on with.
struct UploadExpiryTests {
    private let account: SmallAccount
    private let sue: Asker
    private static let day: Int64 = 24 * 3_600_000

    init() throws {
        account = try SmallAccount()
        sue = try account.person("Sue", .supervisor)
    }

    @Test func anUploadEndsADayAfterItsLastByteAndItsFileGoes() throws {
        let upload = try begin(length: 4)
        account.clock.advance(byMs: Self.day - 1)
        try send([1, 2], to: upload, at: 0)
        account.clock.advance(byMs: Self.day - 1)
        #expect(try ExpireUploads.sweep(account.services) == 0)
        #expect(try look(upload).status == 200)
        account.clock.advance(byMs: 1)
        let gone = try look(upload)
        #expect(gone.status == 410)
        #expect(throws: Refusal.self) { try send([3], to: upload, at: 2) }
        #expect(isThere(upload))
        #expect(try ExpireUploads.sweep(account.services) == 1)
        #expect(!isThere(upload))
        #expect(try look(upload).status == 404)
        #expect(try ExpireUploads.sweep(account.services) == 0)
    }

    @Test func anUploadThatIsBeingWrittenIsNotSweptAway() throws {
        let upload = try begin(length: 2)
        let receiver = try receiver(upload, at: 0)
        #expect(receiver.receive([1]) == nil)
        account.clock.advance(byMs: 2 * Self.day)
        #expect(try ExpireUploads.sweep(account.services) == 0)
        #expect(receiver.finish().status == 204)
        #expect(try look(upload).status == 200)
    }

    @Test func nobodyBeginsMoreThanTheDiskHoldsOrAPersonNeeds() throws {
        let before = try account.number("SELECT count(*) FROM uploads")
        let tooLong = #expect(throws: Refusal.self) { try begin(length: .max / 2) }
        #expect(tooLong?.code == "disk_full")
        #expect(try account.number("SELECT count(*) FROM uploads") == before)
        let first = try begin(length: 1)
        for _ in 1..<StartUpload.most { _ = try begin(length: 1) }
        let tooMany = #expect(throws: Refusal.self) { try begin(length: 1) }
        #expect(tooMany?.code == "uploads_many")
        // One that has all its bytes counts no more.
        try send([1], to: first, at: 0)
        _ = try begin(length: 1)
    }

    @Test func whatBecameARecordingKeepsItsFile() throws {
        let upload = try begin(length: 0)
        let added = try account.services.database.write { transaction in
            try UploadStore.consume(upload.id, as: "some recording", transaction)
        }
        #expect(added)
        #expect(try look(upload).status == 410)
        account.clock.advance(byMs: Self.day)
        #expect(try ExpireUploads.sweep(account.services) == 0)
        #expect(isThere(upload))
        #expect(try account.number("SELECT count(*) FROM uploads") == 0)
    }

    @Test func theSweepWaitsForTheWorkerFromTheStartAndAgainAnHourLater() throws {
        try account.services.startJobs(threads: 1)
        let waiting = "SELECT count(*) FROM jobs WHERE kind = 'expire_uploads' AND state IN ('queued', 'running')"
        #expect(try account.number(waiting) == 1)
        for _ in 0..<500 where try account.number("\(waiting) AND attempts > 0 AND state = 'queued'") == 0 {
            usleep(10_000)
        }
        #expect(
            try account.number("SELECT run_after FROM jobs WHERE kind = 'expire_uploads'")
                == account.clock.now + 3_600_000)
    }

    /// What Sue is told of it, just signed in: a day is longer than she stays so.
    private func look(_ upload: Upload) throws -> Reply {
        let secret = SecureRandom.token()
        try account.services.database.write { transaction in
            try SessionStore.insert(hash: SHA256Digest.of(secret).hex, userID: sue.id, transaction)
        }
        return try Asker(account: account, id: sue.id, name: "Sue", proof: ("Cookie", "session=\(secret)"))
            .get("uploads/\(upload.id)")
    }

    private var caller: Caller {
        Caller(
            kind: .person, id: sue.id, name: "Sue", role: .supervisor, permissions: Set(Permission.allCases),
            sight: .own)
    }

    private func begin(length: Int64) throws -> Upload {
        try StartUpload.run(length: length, fileName: "call.wav", by: caller, account.services)
    }

    private func receiver(_ upload: Upload, at offset: Int64) throws -> UploadReceiver {
        try UploadReceiver(upload.id, at: offset, for: caller, account.services)
    }

    private func send(_ bytes: [UInt8], to upload: Upload, at offset: Int64) throws {
        let receiver = try receiver(upload, at: offset)
        #expect(receiver.receive(bytes) == nil)
        #expect(receiver.finish().status == 204)
    }

    private func isThere(_ upload: Upload) -> Bool {
        guard let draft = try? account.services.blobs.draft(named: upload.draft) else { return false }
        draft.close()
        return true
    }
}
