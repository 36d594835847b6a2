import Dispatch
import Glibc
import MediaWork
import Synchronization

/// Brings up children on a thread of its own, so that one is always ready and none dies with the thread of a caller
/// (the kernel's death signal follows the thread that spawned, not the process), and hands them out.
final class Nursery: Sendable {
    private struct State {
        var idle: [Result<Child, MediaFailure>] = []
        var busy: [(child: Child, priority: MediaPriority)] = []
        /// Those that have done their job and are to be seen off.
        var over: [Child] = []
        var line = WaitingLine()
        var isStopped = false
    }

    private let program: String
    private let size: Int
    private let state = Mutex(State())
    /// One signal for each child that is to be started.
    private let wanted = DispatchSemaphore(value: 0)

    init(program: String, size: Int) {
        self.program = program
        self.size = size
        for _ in 0..<size { wanted.signal() }
        start()
    }

    var isStopped: Bool { state.withLock { $0.isStopped } }
    var busyCount: Int { state.withLock { $0.busy.count } }
    var readyCount: Int { state.withLock { $0.idle.count { (try? $0.get()) != nil } } }
    var waitingCount: Int { state.withLock { $0.line.count } }

    /// A warm child; waits until one is free, and wakes at once when cancelled.
    func take(_ priority: MediaPriority, _ cancellation: Cancellation?) throws(MediaFailure) -> Child {
        let waiter = Waiter(priority)
        let isStopped = state.withLock { state in
            guard !state.isStopped else { return true }
            state.line.join(waiter)
            serve(&state)
            return false
        }
        guard !isStopped else { throw .cancelled }
        cancellation?.whenCancelled { self.dismiss(waiter) }
        defer { cancellation?.whenCancelled(nil) }
        return try waiter.wait()
    }

    /// The child has done its job, or failed at it: it ends, and another one is started.
    func giveBack(_ child: Child) {
        state.withLock { state in
            state.busy.removeAll { $0.child === child }
            // After the end nobody sees it off; it goes with its last owner.
            if !state.isStopped { state.over.append(child) }
            serve(&state)
        }
        wanted.signal()
    }

    func stop() {
        let children = state.withLock { state in
            state.isStopped = true
            for waiter in state.line.empty() { waiter.tell(.failure(.cancelled)) }
            defer { state.idle = [] }
            return state.busy.map(\.child) + state.idle.compactMap { try? $0.get() }
        }
        for child in children { child.kill() }
        wanted.signal()
    }

    private func dismiss(_ waiter: Waiter) {
        let hasWaited = state.withLock { $0.line.leave(waiter) }
        if hasWaited { waiter.tell(.failure(.cancelled)) }
    }

    /// Hands idle children to those who wait.
    private func serve(_ state: inout State) {
        replaceTheDead(&state)
        while !state.idle.isEmpty {
            guard let waiter = state.line.next(where: { mayStart($0, state.busy.map(\.priority)) }) else { return }
            let next = state.idle.removeFirst()
            switch next {
            case .success(let child): state.busy.append((child, waiter.priority))
            case .failure: wanted.signal()
            }
            waiter.tell(next)
        }
    }

    /// Whether work of a priority may have one more child: neither its own places are all taken nor those of anything
    /// more urgent.
    private func mayStart(_ priority: MediaPriority, _ busy: [MediaPriority]) -> Bool {
        MediaPriority.allCases.allSatisfy { other in
            other < priority || busy.count { $0 <= other } < places(for: other)
        }
    }

    /// How many children work of a priority, and of the lower ones, may have together: of two and more, batches leave
    /// one to people, and of four and more, people leave one to what takes an instant.
    private func places(for priority: MediaPriority) -> Int {
        let people = size > 3 ? size - 1 : size
        return switch priority {
        case .instant: size
        case .person: people
        case .batch: max(1, people - 1)
        }
    }

    /// A child that was killed while nobody used it is not handed out.
    private func replaceTheDead(_ state: inout State) {
        state.idle.removeAll { entry in
            guard case .success(let child) = entry, child.hasHungUp else { return false }
            state.over.append(child)
            wanted.signal()
            return true
        }
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
        }
    }

    /// Waits for a child to be wanted, sees off those that are over and starts it; false once all has stopped.
    fileprivate func bringOne() -> Bool {
        wanted.wait()
        let over = state.withLock { state in
            defer { state.over = [] }
            return state.over
        }
        for child in over { child.finish() }
        if isStopped { return false }
        let child = Result { () throws(MediaFailure) in try Child(program: program) }
        return state.withLock { state in
            guard !state.isStopped else { return false }
            state.idle.append(child)
            serve(&state)
            return true
        }
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
