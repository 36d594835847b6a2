import Domain
import Logging
import SQL

/// Throws away uploads on which nothing has happened for a day, at the start and every hour.
enum ExpireUploads {
    /// From the last byte that arrived, ms.
    static let lifetimeMs: Int64 = 24 * 3_600_000

    static let kind = JobKind(
        name: "expire_uploads", run: { run in _ = try sweep(run.services) }, gaveUp: { _, _, _ in },
        isSeen: { _, caller, _ in caller.may(.manageSettings) },
        everyMs: 3_600_000)

    /// Gives the number of files that went.
    static func sweep(_ services: Services) throws -> Int {
        let drafts = try services.database.write(spendingReserve: true) { transaction in
            try UploadStore.deleteExpired(except: UploadReceiver.beingWritten, transaction)
        }
        for name in drafts {
            do {
                try services.blobs.draft(named: name).discard()
            } catch {
                services.log.warning(
                    "an expired upload's file was not there", metadata: ["error": "\(error)"])
            }
        }
        if !drafts.isEmpty { services.log.info("unfinished uploads expired", metadata: ["files": "\(drafts.count)"]) }
        return drafts.count
    }
}
