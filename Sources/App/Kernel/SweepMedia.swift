import Domain
import Logging
import SQL

/// Media a room has made of recordings and could make again: by the recipe under which its row is kept.
struct MadeMedia: Sendable {
    /// Works out what so many of those who can be given it are given now, where that has changed; gives how many.
    var settle: @Sendable (Int, borrowing Transaction) throws -> Int = { _, _ in 0 }
    /// The recipes whose media nobody can be given any more.
    let stale: @Sendable (borrowing Transaction) throws -> [String]
    /// Forgets one.
    let forget: @Sendable (String, borrowing Transaction) throws -> Void
}

/// Takes away media that nobody can be given any more, and files that nothing refers to: at the start, every hour, and
/// soon after something was redacted, taken away or revoked. Whoever is reading such a file reads it to its end.
enum SweepMedia {
    static let hourly = JobKind(
        name: "sweep_media", run: { run in _ = try sweep(run.services) }, gaveUp: { _, _, _ in },
        isSeen: { _, caller, _ in caller.may(.manageSettings) }, everyMs: 3_600_000)
    static let soon = JobKind(
        name: "erase_media",
        run: { run in
            _ = try sweep(run.services)
            try run.finish { _ in }
        }, gaveUp: { _, _, _ in }, isSeen: { _, caller, _ in caller.may(.manageSettings) })

    /// What is erased within as many ms is swept away together.
    static let delayMs: Int64 = 10_000

    /// Asks for a sweep, in the transaction after which something must not be kept any longer.
    static func request(_ services: Services, _ transaction: borrowing Transaction) throws {
        let due = (transaction.now / delayMs + 1) * delayMs
        // One that runs already may have looked before: the next stretch has a job of its own.
        let id = try JobQueue.enqueue(
            soon.name, subject: "account", input: "{\"at\":\(due)}", for: .system, services, transaction)
        try JobQueue.postpone(id, until: due, transaction)
    }

    /// Takes away what a process that was killed left half made; to be done before anybody works.
    static func atStart(_ services: Services) throws {
        let drafts = try services.database.read { try referredDrafts($0) }
        let removed = services.blobs.sweepDrafts(keeping: drafts, now: services.outside.now(), olderThan: nil)
        if removed > 0 { services.log.info("half made media removed", metadata: ["files": "\(removed)"]) }
    }

    private static func referredDrafts(_ transaction: borrowing Transaction) throws -> Set<String> {
        var drafts: Set<String> = []
        for query in Rooms.media.drafts { try transaction.forEach(query) { drafts.insert($0.text(0)) } }
        return drafts
    }

    /// Gives the number of files that went.
    static func sweep(_ services: Services) throws -> Int {
        let database = services.database
        for made in Rooms.media.made {
            while try database.write(spendingReserve: true, { try made.settle(portion, $0) }) > 0 {}
            guard try !database.read({ try made.stale($0) }).isEmpty else { continue }
            try database.write(spendingReserve: true) { transaction in
                // Of what has changed meanwhile nothing is known.
                while try made.settle(portion, transaction) > 0 {}
                for recipe in try made.stale(transaction) { try made.forget(recipe, transaction) }
            }
        }
        let (hashes, drafts) = try database.read { transaction in
            var hashes: Set<String> = []
            for query in Rooms.media.blobs { try transaction.forEach(query) { hashes.insert($0.text(0)) } }
            return (hashes, try referredDrafts(transaction))
        }
        let strays = services.blobs.stored().filter { !hashes.contains($0) }
        for start in stride(from: 0, to: strays.count, by: portion) {
            try services.removeUnused(Array(strays[start..<min(start + portion, strays.count)]))
        }
        let removed = strays.count + services.blobs.sweepDrafts(keeping: drafts, now: services.outside.now())
        // Now that there may be room again.
        database.restoreReserve()
        if removed > 0 { services.log.info("stray media removed", metadata: ["files": "\(removed)"]) }
        return removed
    }

    /// So many files are looked at in one transaction.
    private static let portion = 100
}
