import Dispatch
import Glibc
import MediaWork
import Synchronization

/// Brings up children on a thread of its own, so that one is always ready and none dies with the thread of a caller
/// (the kernel's death signal follows the thread that spawned, not the process).
final class Nursery: Sendable {
    private struct State {
        var idle: [Result<Child, MediaFailure>] = []
        var busy: [Child] = []
        var isStopped = false
    }

    private let program: String
    private let size: Int
    private let state = Mutex(State())
    /// One signal for each child that is to be started.
    private let wanted = DispatchSemaphore(value: 0)
    /// One signal for each entry of `idle`.
    private let ready = DispatchSemaphore(value: 0)

    init(program: String, size: Int) {
        self.program = program
        self.size = size
        for _ in 0..<size { wanted.signal() }
        start()
    }

    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// A warm child; waits until one is free.
    func take(_ cancellation: Cancellation?) throws(MediaFailure) -> Child {
        while true {
            if cancellation?.isCancelled == true { throw .cancelled }
            if isStopped { throw .cancelled }
            guard ready.wait(timeout: .now() + .milliseconds(50)) == .success else { continue }
            let next = state.withLock { state -> Result<Child, MediaFailure>? in
                guard !state.idle.isEmpty else { return nil }
                let next = state.idle.removeFirst()
                if case .success(let child) = next { state.busy.append(child) }
                return next
            }
            switch next {
            case .success(let child): return child
            case .failure(let failure):
                wanted.signal()
                throw failure
            case nil: continue
            }
        }
    }

    /// The child has done its job, or failed at it: it ends, and another one is started.
    func giveBack(_ child: Child) {
        child.finish()
        state.withLock { state in state.busy.removeAll { $0 === child } }
        wanted.signal()
    }

    func stop() {
        let children = state.withLock { state in
            state.isStopped = true
            defer { state.idle = [] }
            return state.busy + state.idle.compactMap { try? $0.get() }
        }
        for child in children { child.kill() }
        wanted.signal()
    }

    private func start() {
        let box = Unmanaged.passRetained(Bringing(nursery: self))
        var thread = pthread_t()
        let failed = pthread_create(
            &thread, nil,
            { pointer in
                Unmanaged<Bringing>.fromOpaque(pointer!).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        if failed == 0 {
            pthread_detach(thread)
        } else {
            box.release()
            state.withLock { $0.idle = Array(repeating: .failure(.unavailable(code: failed)), count: size) }
            for _ in 0..<size { ready.signal() }
        }
    }

    /// Waits for a child to be wanted and starts it; false once all has stopped.
    fileprivate func bringOne() -> Bool {
        wanted.wait()
        if isStopped { return false }
        let child = Result { () throws(MediaFailure) in try Child(program: program) }
        let isStopped = state.withLock { state in
            if !state.isStopped { state.idle.append(child) }
            return state.isStopped
        }
        ready.signal()
        return !isStopped
    }
}

/// What the nursery's thread does until all has stopped; it alone keeps the nursery from going.
private final class Bringing: Sendable {
    private let nursery: Nursery

    init(nursery: Nursery) { self.nursery = nursery }

    func run() {
        while nursery.bringOne() {}
    }
}
