import Domain
import Logging
import SQL

/// Throws away exported lists a day after they were made, at the start and every hour.
enum ExpireExports {
    static let kind = JobKind(
        name: "expire_exports", run: { run in _ = try sweep(run.services) }, gaveUp: { _, _, _ in },
        isSeen: { _, caller, _ in caller.may(.manageSettings) }, everyMs: 3_600_000)

    /// Gives the number of files that went.
    static func sweep(_ services: Services) throws -> Int {
        let hashes = try services.database.write(spendingReserve: true) { try ExportStore.deleteExpired($0) }
        guard !hashes.isEmpty else { return 0 }
        try services.removeUnused(hashes)
        services.log.info("exported lists expired", metadata: ["files": "\(hashes.count)"])
        return hashes.count
    }
}
