import Synchronization

/// The wish that a piece of media work ends early; may be uttered from any thread, once and for all.
package final class Cancellation: Sendable {
    private struct State {
        var isCancelled = false
        var action: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    package init() {}

    package var isCancelled: Bool { state.withLock { $0.isCancelled } }

    package func cancel() {
        let action = state.withLock { state in
            state.isCancelled = true
            defer { state.action = nil }
            return state.action
        }
        action?()
    }

    /// Does `action` when cancelled, at once when that has happened already; nil forgets the last one.
    func whenCancelled(_ action: (@Sendable () -> Void)?) {
        let isCancelled = state.withLock { state in
            state.action = state.isCancelled ? nil : action
            return state.isCancelled
        }
        if isCancelled { action?() }
    }
}
