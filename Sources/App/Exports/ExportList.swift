import Crypto
import Domain
import JSON
import MediaWork
import SQL
import Sandbox
import Synchronization

/// Exports the evaluations that a filter finds, within what the caller may see, as a file of its own that is made in the
/// background and kept for a day. Needs `perform_evaluations`.
///
/// A password is not kept: its lock waits in memory, and when the server stops meanwhile the export is refused.
enum ExportList {
    /// How long the file is there, ms.
    static let lifetimeMs: Int64 = 24 * 3_600_000

    static let kind = JobKind(
        name: "export", run: run,
        gaveUp: { job, _, transaction in
            locks.withLock { _ = $0.removeValue(forKey: job.subjectID) }
            try ExportStore.delete(job.subjectID, transaction)
        },
        // A list shows what its asker may see, and nobody else.
        isSeen: { _, _, _ in false })

    /// The locks of workbooks that wait for their job, by export.
    private static let locks = Mutex<[String: OfficeLock]>([:])

    static func request(
        _ query: EvaluationQuery, _ input: ExportEvaluation.Input, by caller: Caller, _ services: Services
    ) throws -> Job {
        let id = services.outside.id()
        if let lock = input.lock { locks.withLock { $0[id] = lock } }
        do {
            return try services.database.write { transaction in
                let settings = try SettingsStore.load(transaction)
                let clock = AccountClock(settings)
                let export = Export(
                    id: id, userID: caller.id, format: input.format,
                    name: "evaluations_\(ExportName.compact(clock.day(transaction.now))).\(input.format.rawValue)",
                    query: ExportQueryJSON.text(query, settings, now: transaction.now), blob: nil,
                    expiresAt: transaction.now + lifetimeMs)
                try ExportStore.insert(export, transaction)
                try EventLog.record("evaluations.exported", .init(kind: "export", id: id), by: caller, transaction) {
                    $0.field("format", input.format.rawValue)
                }
                let job = try JobQueue.enqueue(kind.name, subject: id, for: caller, services, transaction)
                guard let job = try JobQueue.find(job, transaction) else { throw Refusal.notFound }
                return job
            }
        } catch {
            locks.withLock { _ = $0.removeValue(forKey: id) }
            throw error
        }
    }

    /// Rows read at a time; each time is a transaction of its own, so that none stays open for long.
    private static let portion = 500

    private static func run(_ run: JobRun) throws {
        let services = run.services
        let (export, caller, clock, total) = try services.database.read { transaction in
            guard let export = try ExportStore.find(run.job.subjectID, transaction) else { throw Refusal.notFound }
            let caller = try asker(export.userID, transaction)
            let total = try ReadEvaluations.count(try ExportQueryJSON.read(export.query), for: caller, transaction)
            return (export, caller, AccountClock(try SettingsStore.load(transaction)), total)
        }
        let draft = try services.blobs.makeDraft()
        defer { draft.discard() }
        run.tell(0.01, step: "Reading evaluations")
        var file = try open(export, clock, rows: total, draft, services)
        let rows = try copy(try ExportQueryJSON.read(export.query), for: caller, clock, total, to: &file, run)
        run.tell(0.85, step: "Putting the file together")
        try file.finish { done in
            try check(run)
            run.tell(0.85 + 0.1 * done)
        }
        run.tell(0.95, step: "Keeping the file")
        let blob = try services.blobs.seal(draft)
        try run.finish(resultPath: "exports/\(export.id)") { transaction in
            try services.blobs.adopt(draft, as: blob)
            try ExportStore.keep(
                export.id, blob, rows: rows, until: transaction.now + lifetimeMs, transaction)
        }
        locks.withLock { _ = $0.removeValue(forKey: export.id) }
    }

    private static func open(
        _ export: Export, _ clock: AccountClock, rows: Int64, _ draft: Draft, _ services: Services
    ) throws -> any ListFile {
        guard export.format == .xlsx else { return try ListCSV(clock, to: draft) }
        guard let lock = locks.withLock({ $0[export.id] }) else {
            throw Refusal(
                "export_interrupted",
                "The server was started anew meanwhile, and it keeps no password. Export the list again.")
        }
        return try ListWorkbook(clock, rows: rows, lockedBy: lock, to: draft, scratch: services.blobs.scratch)
    }

    private static func copy(
        _ query: EvaluationQuery, for caller: Caller, _ clock: AccountClock, _ total: Int64,
        to file: inout any ListFile, _ run: JobRun
    ) throws -> Int64 {
        var place: Int64?
        var rows: Int64 = 0
        while true {
            try check(run)
            let (records, now) = try run.services.database.read { transaction in
                let records = try ReadEvaluations.next(
                    after: place, query, for: caller, count: portion, transaction)
                return (records, transaction.now)
            }
            guard let last = records.last else { return rows }
            try file.add(records.map { ListRow($0, now: now, clock) })
            rows += Int64(records.count)
            place = last.number
            run.tell(0.01 + 0.84 * Double(rows) / Double(max(total, rows)))
        }
    }

    private static func check(_ run: JobRun) throws {
        if run.cancellation.isCancelled { throw MediaFailure.cancelled }
    }

    /// Who asked, as they stand now; integrations and the operator see everything.
    private static func asker(_ id: String, _ transaction: borrowing Transaction) throws -> Caller {
        guard let person = try FindPerson.run(id, transaction) else { return .system }
        guard !person.isDisabled else { throw Refusal.forbidden }
        return Caller(person)
    }
}
