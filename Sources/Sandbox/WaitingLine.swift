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

/// Those who wait for a child: people before batches, and each in the order in which they came.
struct WaitingLine {
    private var people: [Waiter] = []
    private var batches: [Waiter] = []

    var count: Int { people.count + batches.count }

    mutating func join(_ waiter: Waiter) {
        switch waiter.priority {
        case .person: people.append(waiter)
        case .batch: batches.append(waiter)
        }
    }

    /// Takes out whoever is next; batches only where they may have another child.
    mutating func next(batchMayStart: Bool) -> Waiter? {
        if !people.isEmpty { return people.removeFirst() }
        return batchMayStart && !batches.isEmpty ? batches.removeFirst() : nil
    }

    /// False when this one does not wait any more.
    mutating func leave(_ waiter: Waiter) -> Bool {
        let before = count
        people.removeAll { $0 === waiter }
        batches.removeAll { $0 === waiter }
        return count < before
    }

    /// Takes out everybody.
    mutating func empty() -> [Waiter] {
        defer { self = WaitingLine() }
        return people + batches
    }
}
