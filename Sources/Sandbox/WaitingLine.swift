import Dispatch
import MediaWork
import Synchronization

/// Somebody who waits for a child, on a thread that sleeps until it is told.
final class Waiter: Sendable {
    let priority: MediaPriority
    private let outcome = Mutex<Result<Child, MediaFailure>?>(nil)
    private let told = DispatchSemaphore(value: 0)

    init(_ priority: MediaPriority) { self.priority = priority }

    /// To be said once.
    func tell(_ result: Result<Child, MediaFailure>) {
        outcome.withLock { $0 = result }
        told.signal()
    }

    func wait() throws(MediaFailure) -> Child {
        told.wait()
        guard let result = outcome.withLock({ $0 }) else { throw .cancelled }
        return try result.get()
    }
}

/// Those who wait for a child: the most urgent first, and each in the order in which they came.
struct WaitingLine {
    private var waiters: [Waiter] = []

    var count: Int { waiters.count }

    mutating func join(_ waiter: Waiter) {
        let place = waiters.firstIndex { $0.priority < waiter.priority } ?? waiters.endIndex
        waiters.insert(waiter, at: place)
    }

    /// Takes out whoever is next among those who may have another child.
    mutating func next(where mayStart: (MediaPriority) -> Bool) -> Waiter? {
        guard let place = waiters.firstIndex(where: { mayStart($0.priority) }) else { return nil }
        return waiters.remove(at: place)
    }

    /// False when this one does not wait any more.
    mutating func leave(_ waiter: Waiter) -> Bool {
        let before = count
        waiters.removeAll { $0 === waiter }
        return count < before
    }

    /// Takes out everybody.
    mutating func empty() -> [Waiter] {
        defer { self = WaitingLine() }
        return waiters
    }
}
