import Glibc
import Synchronization

/// Runs `body` on a thread of its own and waits for it: for what one thread may not do.
func onAnotherThread<T: Sendable>(_ body: @escaping @Sendable () throws -> T) throws -> T {
    try onThreads(1) { _ in try body() }[0]
}

/// Runs `body` on so many threads at once, with their numbers, and waits for all; throws the first error.
@discardableResult
func onThreads<T: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) throws -> T) throws -> [T] {
    let outcomes = (0..<count).map { number in Outcome { try body(number) } }
    let threads = outcomes.map { outcome in
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            {
                Unmanaged<Outcome>.fromOpaque($0!).takeRetainedValue().run()
                return nil
            },
            Unmanaged.passRetained(outcome).toOpaque())
        return thread
    }
    for thread in threads { pthread_join(thread, nil) }
    return try outcomes.map { try $0.value() as! T }
}

/// What a thread was given to do and what came of it.
private final class Outcome: Sendable {
    private let body: @Sendable () throws -> any Sendable
    private let result = Mutex<Result<any Sendable, any Error>?>(nil)

    init(_ body: @escaping @Sendable () throws -> any Sendable) { self.body = body }

    func run() {
        let outcome = Result { try body() }
        result.withLock { $0 = outcome }
    }

    func value() throws -> any Sendable { try result.withLock { $0 }!.get() }
}
