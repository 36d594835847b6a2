import Domain
import Logging
import SQL

/// Takes away recordings of screens that were kept for as long as the capture policy says, at the start and every hour.
enum ExpireScreens {
    static let kind = JobKind(
        name: "expire_screens", run: { run in _ = try sweep(run.services) }, gaveUp: { _, _, _ in },
        isSeen: { _, caller, _ in caller.may(.manageSettings) },
        everyMs: 3_600_000)

    /// So many go in one transaction.
    private static let portion = 100
    private static let dayMs: Int64 = 24 * 3_600_000

    /// Gives the number of recordings that went; days are counted from when a recording was attached.
    static func sweep(_ services: Services) throws -> Int {
        var removed = 0
        while true {
            let count = try services.database.write(spendingReserve: true) { transaction in
                guard let days = try SettingsStore.capturePolicy(transaction).keepDays else { return 0 }
                let old = try RecordingStore.screens(
                    attachedBefore: transaction.now - Int64(days) * dayMs, atMost: portion, transaction)
                for id in old { try RemoveRecording.run(id, by: .system, services, transaction) }
                return old.count
            }
            removed += count
            if count < portion { break }
        }
        if removed > 0 { services.log.info("screens were kept long enough", metadata: ["recordings": "\(removed)"]) }
        return removed
    }
}
