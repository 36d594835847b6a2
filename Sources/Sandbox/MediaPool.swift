import Dispatch
import Glibc
package import MediaWork
import Synchronization

/// A few media children kept warm: each does one job, behind limits, and is replaced by a fresh one.
///
/// `run` blocks its thread; it may be called from any number of threads, of which `size` are served at once.
package final class MediaPool: Sendable {
    private let nursery: Nursery
    private let wallClock: Duration?

    /// `program` is the path of `earmark-media`; `wallClock` overrides what each kind of work is given by itself.
    package init(program: String, size: Int, wallClock: Duration? = nil) {
        nursery = Nursery(program: program, size: max(1, size))
        self.wallClock = wallClock
    }

    deinit { nursery.stop() }

    /// Does one piece of work in a child. The descriptors stay the caller's; outputs must be open for reading and
    /// writing, and empty. What a failed job has written is to be thrown away.
    package func run(
        _ request: MediaRequest, inputs: [Int32], outputs: [Int32] = [],
        progress: @Sendable (Double) -> Void = { _ in }, cancellation: Cancellation? = nil
    ) throws(MediaFailure) -> MediaAnswer {
        guard inputs.count + outputs.count <= WireMessage.maxDescriptors else {
            throw .misasked("At most \(WireMessage.maxDescriptors) files can be worked on at once.")
        }
        let message = WireMessage.request(request, inputs: inputs.count, outputs: outputs.count)
        let limits = JobLimits(request, wallClock: wallClock)
        // A warm child may have died while it waited; the next one is new.
        for _ in 0..<3 {
            let child = try nursery.take(cancellation)
            defer { nursery.giveBack(child) }
            guard child.send(message, descriptors: inputs + outputs, limits: limits) else { continue }
            cancellation?.whenCancelled { child.kill() }
            defer { cancellation?.whenCancelled(nil) }
            return try listen(to: child, by: .now + limits.wallClock, progress: progress, cancellation: cancellation)
        }
        throw .unavailable(code: EPIPE)
    }

    /// Ends all children; work under way fails as cancelled, and nothing starts any more.
    package func stop() { nursery.stop() }

    private func listen(
        to child: Child, by deadline: ContinuousClock.Instant, progress: (Double) -> Void, cancellation: Cancellation?
    ) throws(MediaFailure) -> MediaAnswer {
        while let message = try child.receive(by: deadline) {
            switch message {
            case .progress(let fraction): progress(fraction)
            case .answer(let answer): return answer
            case .failure(let failure): throw failure
            case .request: throw .unavailable(code: EPROTO)
            }
        }
        if cancellation?.isCancelled == true || nursery.isStopped { throw .cancelled }
        switch child.finish() {
        case .killed(SIGXCPU): throw .timedOut
        case .killed(SIGXFSZ): throw .tooLarge(.output)
        case .killed(let signal): throw .crashed(signal: signal)
        case .exited(let code): throw .unavailable(code: code)
        }
    }
}
