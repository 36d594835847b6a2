import Domain
import Foundation
import HTTP
import JSON
import MediaWork
import SQL
import Sandbox
import Synchronization
import Testing

@testable import App

/// Slow work: durable, run again when it failed or was interrupted, its effect there once.
struct JobTests {
    let account: SmallAccount
    let boss: Asker

    init() throws {
        account = try SmallAccount()
        boss = try account.person("Ada", .admin)
        try account.services.database.write { try $0.execute("CREATE TABLE effects (job TEXT NOT NULL) STRICT") }
    }

    private var services: Services { account.services }

    /// A kind of job that runs `body`; failures are written down in `effects` too.
    private func kind(_ body: @escaping @Sendable (JobRun) throws -> Void) -> JobKind {
        JobKind(name: "clip", run: body) { job, refusal, transaction in
            try transaction.execute("INSERT INTO effects (job) VALUES (?)", .text("gave up: " + refusal.code))
        } isSeen: { _, _, _ in
            true
        }
    }

    private func enqueue(_ subject: String = "s", input: String = "{}") throws -> String {
        try services.database.write { transaction in
            try JobQueue.enqueue("clip", subject: subject, input: input, for: caller, services, transaction)
        }
    }

    private var caller: Caller {
        Caller(
            kind: .person, id: boss.id, name: boss.name, role: .admin, permissions: BuiltInRole.admin.permissions,
            sight: .everything)
    }

    private func find(_ id: String) throws -> Job {
        try #require(try services.database.read { try JobQueue.find(id, $0) })
    }

    private func effects() throws -> [String] {
        try services.database.read { try $0.rows("SELECT job FROM effects ORDER BY rowid") { $0.text(0) } }
    }

    /// Runs a worker until the job is as it should be, moving the clock on while it waits.
    private func run(_ kind: JobKind, until id: String, is state: Job.State, threads: Int = 1) throws -> Job {
        try services.worker.start(services, kinds: [kind], threads: threads)
        defer { services.worker.stop() }
        let deadline = Date(timeIntervalSinceNow: 20)
        while Date() < deadline {
            let job = try find(id)
            if job.state == state { return job }
            if job.state == .queued { account.clock.advance(byMs: 1000) }
            services.worker.wake()
            Thread.sleep(forTimeInterval: 0.005)
        }
        return try find(id)
    }

    private static let work: @Sendable (JobRun) throws -> Void = { run in
        try run.finish(resultPath: "moments/\(run.job.subjectID)/clip") {
            try $0.execute("INSERT INTO effects (job) VALUES (?)", .text(run.job.id))
        }
    }

    @Test func itsEffectAndItsEndAreOneCommit() throws {
        let id = try enqueue()
        let job = try run(kind(JobTests.work), until: id, is: .done)
        #expect(job.state == .done)
        #expect(try effects() == [id])
        let shown = try boss.get("jobs/\(id)")
        #expect(shown["/progress"]?.integer == 1 || shown["/progress"] != nil)
        #expect(shown["/result/url"]?.text == "/api/v1/moments/s/clip")
        #expect(shown.header("Retry-After") == nil)
    }

    @Test func theSameWorkIsQueuedOnce() throws {
        let first = try enqueue()
        #expect(try enqueue() == first)
        #expect(try enqueue(input: #"{"format":"zip"}"#) != first)
        #expect(try enqueue("t") != first)
        _ = try run(kind(JobTests.work), until: first, is: .done)
        #expect(try enqueue() != first)
    }

    @Test func whatMayPassIsTriedAgainLaterAndLater() throws {
        struct Hiccup: Error {}
        let starts = Mutex<[Int64]>([])
        let clock = account.clock
        let id = try enqueue()
        let job = try run(
            kind { run in
                let count = starts.withLock { starts in
                    starts.append(clock.now)
                    return starts.count
                }
                if count < 4 { throw Hiccup() }
                try JobTests.work(run)
            }, until: id, is: .done)
        #expect(job.attempts == 4)
        #expect(try effects() == [id])
        let waits = starts.withLock { starts in zip(starts.dropFirst(), starts).map { $0 - $1 } }
        #expect(waits.count == 3)
        for (wait, shortest) in zip(waits, [2000, 4000, 8000]) { #expect(wait >= Int64(shortest)) }
    }

    @Test func fiveFailuresAreEnough() throws {
        struct Hiccup: Error {}
        let id = try enqueue()
        let job = try run(kind { _ in throw Hiccup() }, until: id, is: .failed)
        #expect(job.attempts == JobQueue.maximumAttempts)
        #expect(job.errorCode == "internal")
        #expect(try effects() == ["gave up: internal"])
        #expect(try boss.get("jobs/\(id)")["/error/code"]?.text == "internal")
    }

    @Test func whatNoSecondTryCanMendFailsAtOnce() throws {
        let id = try enqueue()
        let job = try run(kind { _ in throw Refusal("media_unreadable", "No.") }, until: id, is: .failed)
        #expect(job.attempts == 1)
        #expect(job.errorCode == "media_unreadable")
        #expect(job.errorMessage == "No.")
        #expect(try effects() == ["gave up: media_unreadable"])
    }

    @Test func oneThatWaitsIsCancelledAndNeverRuns() throws {
        let id = try enqueue()
        #expect(try boss.delete("jobs/\(id)").status == 204)
        #expect(try find(id).state == .cancelled)
        #expect(try boss.delete("jobs/\(id)").status == 204)
        let other = try enqueue("t")
        _ = try run(kind(JobTests.work), until: other, is: .done)
        #expect(try effects() == [other])
    }

    @Test func oneThatRunsIsToldAndLeavesNoEffect() throws {
        let (started, cancelled) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let id = try enqueue()
        let kind = kind { run in
            started.signal()
            cancelled.wait()
            #expect(run.cancellation.isCancelled)
            try JobTests.work(run)
        }
        try services.worker.start(services, kinds: [kind], threads: 1)
        started.wait()
        #expect(try boss.get("jobs/\(id)")["/state"]?.text == "running")
        #expect(try boss.delete("jobs/\(id)").status == 204)
        cancelled.signal()
        services.worker.stop()
        #expect(try find(id).state == .cancelled)
        #expect(try effects() == [])
    }

    @Test func whatAStoppedProcessLeftRunsAgainToOneEffect() throws {
        let id = try enqueue()
        // Claimed by a process that then died, once before and once after its work was done but not committed.
        for _ in 0..<2 {
            _ = try services.database.write { try JobQueue.claim($0) }
            #expect(try find(id).state == .running)
            try services.database.write { try JobQueue.requeueInterrupted($0) }
        }
        _ = try services.database.write { try JobQueue.claim($0) }
        let job = try run(kind(JobTests.work), until: id, is: .done)
        #expect(job.state == .done)
        #expect(try effects() == [id])
    }

    @Test func anEndThatCameSecondHasNoEffect() throws {
        let id = try enqueue()
        _ = try services.database.write { try JobQueue.claim($0) }
        let (first, second) = (JobRun(try find(id), services), JobRun(try find(id), services))
        try JobTests.work(first)
        #expect(throws: Refusal.self) { try JobTests.work(second) }
        #expect(try effects() == [id])
    }

    @Test func patientJobsRunOneAtATimeAndLetOthersPass() throws {
        let slow = try (0..<3).map { number in
            try services.database.write {
                try JobQueue.enqueue("rendition", subject: "r\(number)", for: caller, services, $0)
            }
        }
        let (started, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let atOnce = Mutex<(now: Int, most: Int)>((0, 0))
        let patient = JobKind(
            name: "rendition",
            run: { run in
                atOnce.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                started.signal()
                goOn.wait()
                atOnce.withLock { $0.now -= 1 }
                try JobTests.work(run)
            }, gaveUp: { _, _, _ in }, isSeen: { _, _, _ in true }, turn: .patient)
        try services.worker.start(services, kinds: [kind(JobTests.work), patient], threads: 3)
        started.wait()
        // Two threads are left, and one of them does this while the patient ones wait.
        let quick = try enqueue()
        let deadline = Date(timeIntervalSinceNow: 20)
        while try find(quick).state != .done, Date() < deadline { Thread.sleep(forTimeInterval: 0.005) }
        #expect(try effects() == [quick])
        for _ in slow { goOn.signal() }
        while try effects().count < 4, Date() < deadline { Thread.sleep(forTimeInterval: 0.005) }
        services.worker.stop()
        #expect(try effects().first == quick)
        #expect(try Set(effects()) == Set([quick] + slow))
        #expect(atOnce.withLock { $0.most } == 1)
    }

    @Test func manyThreadsRunEachJobOnce() throws {
        let ids = try (0..<20).map { try enqueue("s\($0)") }
        let started = Mutex<[String]>([])
        try services.worker.start(
            services,
            kinds: [
                kind { run in
                    started.withLock { $0.append(run.job.id) }
                    try JobTests.work(run)
                }
            ], threads: 4)
        let deadline = Date(timeIntervalSinceNow: 20)
        while try effects().count < 20, Date() < deadline { Thread.sleep(forTimeInterval: 0.01) }
        services.worker.stop()
        #expect(started.withLock { $0.sorted() } == ids.sorted())
        #expect(try effects().sorted() == ids.sorted())
    }

    @Test func whatSomebodyWaitsForGoesFirstAndHasAThreadOfItsOwn() throws {
        let gate = DispatchSemaphore(value: 0)
        let order = Mutex<[String]>([])
        let work: @Sendable (JobRun) throws -> Void = { run in
            order.withLock { $0.append(run.job.subjectID) }
            if run.job.subjectID.hasPrefix("batch") { gate.wait() }
            try JobTests.work(run)
        }
        let kinds = [false, true].map { isAwaited in
            JobKind(
                name: isAwaited ? "bundle" : "clip", run: work, gaveUp: { _, _, _ in }, isSeen: { _, _, _ in true },
                turn: isAwaited ? .awaited : .usual)
        }
        for number in 1...4 {
            _ = try enqueue("batch \(number)")
            account.clock.advance(byMs: 1)
        }
        try services.worker.start(services, kinds: kinds, threads: 2)
        defer { services.worker.stop() }
        func wait(for count: Int64) throws {
            let deadline = Date(timeIntervalSinceNow: 20)
            while try effects().count < count, Date() < deadline { Thread.sleep(forTimeInterval: 0.005) }
        }
        // The first batch holds one of two threads; three more wait, and do not get the other one.
        for number in 1...3 {
            _ = try services.database.write { transaction in
                try JobQueue.enqueue("bundle", subject: "person \(number)", for: caller, services, transaction)
            }
            try wait(for: Int64(number))
        }
        #expect(order.withLock { Set($0) } == ["batch 1", "person 1", "person 2", "person 3"])
        for _ in 0..<4 { gate.signal() }
        try wait(for: 7)
        #expect(order.withLock { $0.suffix(3) } == ["batch 2", "batch 3", "batch 4"])
    }

    @Test func whatWaitsLongIsPassedByWhatSomebodyWaitsFor() throws {
        let order = Mutex<[String]>([])
        for number in 1...3 {
            _ = try enqueue("batch \(number)")
            account.clock.advance(byMs: 1)
        }
        _ = try services.database.write { transaction in
            try JobQueue.enqueue("bundle", subject: "person", for: caller, services, transaction)
        }
        let kinds = [false, true].map { isAwaited in
            JobKind(
                name: isAwaited ? "bundle" : "clip",
                run: { run in
                    order.withLock { $0.append(run.job.subjectID) }
                    try JobTests.work(run)
                }, gaveUp: { _, _, _ in }, isSeen: { _, _, _ in true }, turn: isAwaited ? .awaited : .usual)
        }
        try services.worker.start(services, kinds: kinds, threads: 1)
        let deadline = Date(timeIntervalSinceNow: 20)
        while try effects().count < 4, Date() < deadline { Thread.sleep(forTimeInterval: 0.005) }
        services.worker.stop()
        #expect(order.withLock { $0 } == ["person", "batch 1", "batch 2", "batch 3"])
    }

    @Test func whatTakesLongLeavesAThreadToBatchesAndOneToPeople() throws {
        let gate = DispatchSemaphore(value: 0)
        let started = Mutex<[String]>([])
        func kind(_ name: String, _ turn: JobTurn, waits: Bool) -> JobKind {
            JobKind(
                name: name,
                run: { run in
                    started.withLock { $0.append(run.job.subjectID) }
                    if waits { gate.wait() }
                    try JobTests.work(run)
                }, gaveUp: { _, _, _ in }, isSeen: { _, _, _ in true }, turn: turn)
        }
        func enqueue(_ kind: String, _ subject: String) throws {
            _ = try services.database.write { transaction in
                try JobQueue.enqueue(kind, subject: subject, for: caller, services, transaction)
            }
            account.clock.advance(byMs: 1)
        }
        try enqueue("ingest", "batch 1")
        for number in 1...3 { try enqueue("bundle", "long \(number)") }
        try services.worker.start(
            services,
            kinds: [
                kind("clip", .awaited, waits: false), kind("bundle", .awaitedLong, waits: true),
                kind("ingest", .usual, waits: false),
            ], threads: 3)
        defer { services.worker.stop() }
        func wait(for count: Int) throws {
            let deadline = Date(timeIntervalSinceNow: 20)
            while try effects().count < count, Date() < deadline { Thread.sleep(forTimeInterval: 0.005) }
        }
        // One bundle runs; neither the batch nor the clip waits for it, nor for the two behind it.
        try wait(for: 1)
        try enqueue("clip", "person")
        services.worker.wake()
        try wait(for: 2)
        #expect(started.withLock { Set($0) } == ["long 1", "batch 1", "person"])
        for _ in 0..<3 { gate.signal() }
        try wait(for: 5)
        #expect(started.withLock { $0.suffix(2) } == ["long 2", "long 3"])
    }

    @Test func aFileIsNotBlamedForTheMachine() throws {
        for (failure, attempts) in [(MediaFailure.killed, 5), (.violated, 1), (.unlocked, 5)] {
            let id = try enqueue(failure.code)
            let job = try run(kind { _ in throw failure }, until: id, is: .failed)
            #expect(job.attempts == attempts && job.errorCode == failure.code && job.errorMessage == failure.sentence)
        }
    }

    @Test func progressNeverGoesBack() throws {
        let run = JobRun(try find(try enqueue()), services)
        run.tell(0.5, step: "Half")
        run.tell(0.2)
        run.tell(7)
        #expect(run.progress == 1)
        #expect(run.step == "Half")
    }
}
