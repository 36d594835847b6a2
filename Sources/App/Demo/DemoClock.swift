import Synchronization

/// The demo's clock: that of the machine, turned back while the demo tells of earlier months.
package final class DemoClock: Sendable {
    private let backMs = Mutex<Int64>(0)

    package init() {}

    /// Milliseconds since 1970.
    package var now: Int64 { Outside.real.now() - backMs.withLock { $0 } }

    /// Does something at an earlier time.
    func turnedBack(to instant: Int64, _ body: () throws -> Void) rethrows {
        let distance = max(0, now - instant)
        backMs.withLock { $0 = distance }
        defer { backMs.withLock { $0 = 0 } }
        try body()
    }
}
