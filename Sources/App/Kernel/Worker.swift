import Domain
import Foundation
import JSON
import Logging
import MediaWork
import SQL
import Sandbox
import Synchronization

/// A job while it runs: where it tells how far it is and learns that it was cancelled.
final class JobRun: Sendable {
    let job: Job
    let services: Services
    let cancellation = Cancellation()
    private let told = Mutex<(progress: Double, step: String?)>((0, nil))

    init(_ job: Job, _ services: Services) {
        self.job = job
        self.services = services
    }

    var progress: Double { told.withLock { $0.progress } }
    var step: String? { told.withLock { $0.step } }

    /// `progress` runs from 0 to 1 over the whole job and never goes back.
    func tell(_ progress: Double, step: String? = nil) {
        told.withLock { told in
            told.progress = max(told.progress, min(1, progress))
            if let step { told.step = step }
        }
    }

    /// Ends the job together with its effect; the effect is left out when somebody cancelled it meanwhile.
    func finish(resultPath: String? = nil, _ effect: (borrowing Transaction) throws -> Void) throws {
        try services.database.write { transaction in
            guard try JobQueue.end(job.id, .done, resultPath: resultPath, transaction) else {
                throw Refusal.jobCancelled
            }
            try effect(transaction)
        }
        services.grants.clear()
    }
}

extension Refusal {
    static let jobCancelled = Refusal("cancelled", "This work was cancelled.")
}

/// Runs jobs on threads of its own until it is stopped.
final class Worker: Sendable {
    private struct State {
        var services: Services?
        var kinds: [String: JobKind] = [:]
        var running: [String: JobRun] = [:]
        var threads = 0
        /// How many more jobs may begin for which nobody sits and waits: of two and more threads, one is kept from them.
        var batchPlaces = 0
        /// Turns of which one job runs at a time, and does now.
        var taken: Set<JobTurn> = []
        /// Counts the calls of `wake`: one that came while a thread looked for work is not slept through.
        var wakes = 0
        /// Runs whose end could not be written down, on a full disk for example: that is tried until it is.
        var unsettled: [(run: JobRun, kind: JobKind, error: any Error)] = []
        var isStopping = false

        func kinds(of turn: JobTurn) -> [String] { kinds.values.filter { $0.turn == turn }.map(\.name).sorted() }

        /// The kinds of which a job could begin now.
        var open: [String] {
            guard batchPlaces > 0 else { return kinds(of: .awaited) }
            return JobTurn.allCases.filter { !taken.contains($0) }.flatMap(kinds(of:))
        }
    }

    private let state = Mutex(State())
    private let condition = NSCondition()

    /// Starts the threads; jobs that an earlier process left running start over.
    func start(_ services: Services, kinds: [JobKind], threads: Int) throws {
        try services.database.write { transaction in
            try JobQueue.requeueInterrupted(transaction)
            for kind in kinds where kind.everyMs != nil { try JobQueue.rouse(kind, services, transaction) }
        }
        state.withLock { state in
            state.services = services
            state.kinds = Dictionary(uniqueKeysWithValues: kinds.map { ($0.name, $0) })
            state.threads = threads
            state.batchPlaces = max(1, threads - 1)
            state.isStopping = false
        }
        for number in 0..<threads {
            let thread = Thread { [self] in work() }
            thread.name = "job \(number)"
            thread.start()
        }
    }

    /// Cancels what runs (it goes back into the queue for the next start) and waits for the threads to end.
    func stop() {
        let running = state.withLock { state in
            state.isStopping = true
            return Array(state.running.values)
        }
        for run in running { run.cancellation.cancel() }
        condition.lock()
        condition.broadcast()
        while state.withLock({ $0.threads }) > 0 { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.1)) }
        condition.unlock()
        state.withLock { $0.services = nil }
    }

    /// Tells the threads that there is something to do.
    func wake() {
        condition.lock()
        state.withLock { $0.wakes += 1 }
        condition.broadcast()
        condition.unlock()
    }

    /// The run of a job that is under way in this process.
    func run(of id: String) -> JobRun? {
        state.withLock { $0.running[id] }
    }

    private func work() {
        while let services = state.withLock({ $0.isStopping ? nil : $0.services }) {
            let wakes = state.withLock { $0.wakes }
            settleLate()
            if !workOnce(services) { rest(services, wakes: wakes) }
        }
        condition.lock()
        state.withLock { $0.threads -= 1 }
        condition.broadcast()
        condition.unlock()
    }

    /// Does one job: one that somebody sits and waits for, else whose turn it is as long as another may run. False when
    /// there is nothing to do.
    private func workOnce(_ services: Services) -> Bool {
        if let job = claim(.awaited, services) {
            perform(job, services)
            return true
        }
        guard takeBatchPlace() else { return false }
        guard let (job, turn) = claimBatch(services) else {
            // Whoever found no place meanwhile was woken after this thread looked, which therefore looks again.
            state.withLock { $0.batchPlaces += 1 }
            return false
        }
        perform(job, services)
        state.withLock { state in
            state.batchPlaces += 1
            state.taken.remove(turn)
        }
        wake()
        return true
    }

    /// The oldest job of the first turn of which one may begin.
    private func claimBatch(_ services: Services) -> (job: Job, turn: JobTurn)? {
        for turn in JobTurn.allCases where turn != .awaited && take(turn) {
            if let job = claim(turn, services) { return (job, turn) }
            _ = state.withLock { $0.taken.remove(turn) }
        }
        return nil
    }

    private func claim(_ turn: JobTurn, _ services: Services) -> Job? {
        let kinds = state.withLock { $0.kinds(of: turn) }
        guard !kinds.isEmpty else { return nil }
        do {
            return try services.database.write { try JobQueue.claim(of: kinds, $0) }
        } catch {
            // On a full disk no job can begin; looking again at once would help nobody.
            services.log.warning("no job could be begun", metadata: ["error": "\(error)"])
            condition.lock()
            if !state.withLock({ $0.isStopping }) { _ = condition.wait(until: Date(timeIntervalSinceNow: 1)) }
            condition.unlock()
            return nil
        }
    }

    private func take(_ turn: JobTurn) -> Bool {
        !turn.isAlone || state.withLock { $0.taken.insert(turn).inserted }
    }

    private func takeBatchPlace() -> Bool {
        state.withLock { state in
            guard state.batchPlaces > 0 else { return false }
            state.batchPlaces -= 1
            return true
        }
    }

    private func rest(_ services: Services, wakes: Int) {
        let kinds = state.withLock { $0.open }
        let due = (try? services.database.read { try JobQueue.nextDue(of: kinds, $0) }) ?? nil
        let seconds = due.map { Double(max(0, $0 - services.outside.now())) / 1000 } ?? 5
        condition.lock()
        if !state.withLock({ $0.isStopping || $0.wakes != wakes }) {
            _ = condition.wait(until: Date(timeIntervalSinceNow: min(max(seconds, 0.01), 5)))
        }
        condition.unlock()
    }

    private func perform(_ job: Job, _ services: Services) {
        let run = JobRun(job, services)
        guard
            let kind = state.withLock({ state in
                state.running[job.id] = run
                return state.kinds[job.kind]
            })
        else { return }
        defer { _ = state.withLock { $0.running.removeValue(forKey: job.id) } }
        do {
            try kind.run(run)
            if let everyMs = kind.everyMs {
                try services.database.write { try JobQueue.retry(job, after: everyMs, $0) }
            }
        } catch {
            services.log.warning(
                "job failed",
                metadata: ["job": "\(run.job.id)", "kind": "\(run.job.kind)", "error": "\(error)"])
            settle(run, kind, error)
        }
    }

    /// Writes down how the runs ended of which that was not possible before.
    private func settleLate() {
        let late = state.withLock { state in
            let late = state.unsettled
            state.unsettled = []
            return late
        }
        for one in late { settle(one.run, one.kind, one.error) }
    }

    private func settle(_ run: JobRun, _ kind: JobKind, _ error: any Error) {
        let services = run.services
        let isStopping = state.withLock { $0.isStopping }
        do {
            try services.database.write { transaction in
                if isStopping {
                    try JobQueue.retry(run.job, after: 0, transaction)
                } else if let everyMs = kind.everyMs {
                    try JobQueue.retry(run.job, after: everyMs, transaction)
                } else if let refusal = Worker.permanent(error) {
                    if try JobQueue.end(run.job.id, .failed, refusal: refusal, transaction) {
                        try kind.gaveUp(run.job, refusal, transaction)
                    }
                } else if run.job.attempts < JobQueue.maximumAttempts {
                    try JobQueue.retry(run.job, after: 1000 << run.job.attempts, transaction)
                } else {
                    let refusal = Worker.lasting(error)
                    if try JobQueue.end(run.job.id, .failed, refusal: refusal, transaction) {
                        try kind.gaveUp(run.job, refusal, transaction)
                    }
                }
            }
        } catch let failure {
            services.log.error(
                "a job could not be settled", metadata: ["job": "\(run.job.id)", "error": "\(failure)"])
            state.withLock { $0.unsettled.append((run, kind, error)) }
        }
        services.grants.clear()
    }

    /// What no second try can mend.
    private static func permanent(_ error: any Error) -> Refusal? {
        switch error {
        case let refusal as Refusal: refusal
        case let failure as MediaFailure where failure.mayPass: nil
        case let failure as MediaFailure: Refusal(failure.code, failure.sentence)
        default: nil
        }
    }

    /// What did not pass after all.
    private static func lasting(_ error: any Error) -> Refusal {
        if DiskFull.isMeant(by: error) { return DiskFull.refusal }
        if let failure = error as? MediaFailure { return Refusal(failure.code, failure.sentence) }
        return Refusal("internal", "Something went wrong on our side, several times over.")
    }
}
