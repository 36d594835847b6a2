import CSandbox
import Glibc
package import MediaWork

/// A few media children kept warm: each does one job, behind limits, and is replaced by a fresh one.
///
/// `run` blocks its thread; it may be called from any number of threads, of which `size` are served at once: the most
/// urgent first, each in the order in which they came. With two children or more, batches never have all of them: one is
/// kept for people; with four or more, people do not have all either.
package final class MediaPool: Sendable {
    private let nursery: Nursery
    private let wallClock: Duration?
    private let tally = MediaTally()
    private let whenEnded: @Sendable (MediaEnd) -> Void

    /// `program` is the path of `earmark-media`; `wallClock` overrides what each kind of work is given by itself;
    /// `whenEnded` hears of every piece of work when it is over, on the thread that asked.
    package init(
        program: String, size: Int, wallClock: Duration? = nil,
        whenEnded: @escaping @Sendable (MediaEnd) -> Void = { _ in }
    ) {
        nursery = Nursery(program: program, size: max(1, size))
        self.wallClock = wallClock
        self.whenEnded = whenEnded
    }

    deinit { nursery.stop() }

    /// How often each kind of work has ended in which way since the start.
    package var counts: [MediaCount] { tally.all }
    /// Children at work.
    package var busyCount: Int { nursery.busyCount }
    /// Children that have been started and wait for work.
    package var readyCount: Int { nursery.readyCount }
    /// Pieces of work that wait for a child.
    package var waitingCount: Int { nursery.waitingCount }

    /// Does one piece of work in a child. The descriptors stay the caller's; the child can read its inputs and not write
    /// them. Outputs must be open for reading and writing, and empty. What a failed job has written is to be thrown away.
    package func run(
        _ request: MediaRequest, inputs: [Int32], outputs: [Int32] = [], priority: MediaPriority = .batch,
        progress: @Sendable (Double) -> Void = { _ in }, cancellation: Cancellation? = nil
    ) throws(MediaFailure) -> MediaAnswer {
        let readable = try ReadOnlyInputs(inputs)
        let job = MediaJob(
            request: request, inputs: readable.descriptors, outputs: outputs, priority: priority,
            limits: JobLimits(request, wallClock: wallClock), cancellation: cancellation)
        let asked = ContinuousClock.now
        var begun: ContinuousClock.Instant?
        do throws(MediaFailure) {
            let answer = try perform(job, begun: &begun, progress: progress)
            end(job, nil, asked, begun)
            return answer
        } catch {
            end(job, error, asked, begun)
            throw error
        }
    }

    /// Ends all children; work under way fails as cancelled, and nothing starts any more.
    package func stop() { nursery.stop() }

    private func perform(
        _ job: MediaJob, begun: inout ContinuousClock.Instant?, progress: (Double) -> Void
    ) throws(MediaFailure) -> MediaAnswer {
        guard job.inputs.count + job.outputs.count <= WireMessage.maxDescriptors else {
            throw .misasked("At most \(WireMessage.maxDescriptors) files can be worked on at once.")
        }
        let cancellation = job.cancellation
        // A warm child may die just as it is handed out; the next one is new.
        for _ in 0..<3 {
            let child = try nursery.take(job.priority, cancellation)
            defer { nursery.giveBack(child) }
            begun = .now
            guard child.send(job.message, descriptors: job.inputs + job.outputs, limits: job.limits) else {
                if child.finish() == .exited(EARMARK_EXIT_NOT_LOCKED) { throw .unlocked }
                continue
            }
            cancellation?.whenCancelled { child.kill() }
            defer { cancellation?.whenCancelled(nil) }
            return try listen(to: child, job, by: .now + job.limits.wallClock, progress: progress)
        }
        throw .unavailable(code: EPIPE)
    }

    private func listen(
        to child: Child, _ job: MediaJob, by deadline: ContinuousClock.Instant, progress: (Double) -> Void
    ) throws(MediaFailure) -> MediaAnswer {
        while let message = try child.receive(by: deadline) {
            switch message {
            case .progress(let fraction): progress(fraction)
            case .answer(let answer): return answer
            case .failure(let failure): throw failure
            case .request: throw .unavailable(code: EPROTO)
            }
        }
        if job.cancellation?.isCancelled == true || nursery.isStopped { throw .cancelled }
        throw MediaFailure(child.finish())
    }

    private func end(
        _ job: MediaJob, _ failure: MediaFailure?, _ asked: ContinuousClock.Instant, _ begun: ContinuousClock.Instant?
    ) {
        let now = ContinuousClock.now
        let work = job.request.name
        whenEnded(
            MediaEnd(
                work: work, failure: failure, waitedMs: asked.duration(to: begun ?? now).milliseconds,
                workedMs: begun?.duration(to: now).milliseconds ?? 0, count: tally.add(work, failure)))
    }
}

/// One piece of work as it is given to a child.
private struct MediaJob {
    let request: MediaRequest
    let inputs: [Int32]
    let outputs: [Int32]
    let priority: MediaPriority
    let limits: JobLimits
    let cancellation: Cancellation?

    var message: WireMessage { .request(request, inputs: inputs.count, outputs: outputs.count) }
}

extension MediaFailure {
    /// Of a child that ended without an answer: by the file, by a limit, by what it may not do, or from outside.
    fileprivate init(_ end: ChildEnd) {
        switch end {
        case .killed(SIGSYS): self = .violated
        case .killed(SIGXCPU): self = .cpuSpent
        case .killed(SIGXFSZ): self = .tooLarge(.output)
        case .killed(SIGKILL): self = .killed
        case .killed(let signal): self = .crashed(signal: signal)
        case .exited(EARMARK_EXIT_NOT_LOCKED): self = .unlocked
        case .exited(let code): self = .unavailable(code: code)
        case .lingered: self = .unavailable(code: EPROTO)
        }
    }
}

extension Duration {
    fileprivate var milliseconds: Int {
        Int(components.seconds) * 1_000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }
}
