import Domain
import Synchronization

/// Slows down guessing, per account and per network, without ever locking anybody out for good.
final class SignInThrottle: Sendable {
    /// What tries are counted under.
    enum Key: Hashable, Sendable {
        case login(String)
        case network(String)

        fileprivate var throttle: Throttle {
            switch self {
            case .login: .signIn
            case .network: .signInNetwork
            }
        }
    }

    private struct Failures {
        var count = 0
        var lastAt: Int64 = 0
    }

    private let failures = Mutex<[Key: Failures]>([:])
    private static let capacity = 100_000

    /// Refuses a try that comes too early after failures under any of these keys.
    func admit(_ keys: [Key], now: Int64) throws {
        let wait = failures.withLock { failures in
            keys.map { key in
                failures[key].map {
                    key.throttle.remainingMs(failures: $0.count, lastFailureAt: $0.lastAt, now: now)
                } ?? 0
            }.max() ?? 0
        }
        guard wait == 0 else {
            throw DetailedRefusal(
                Refusal("too_many_attempts", "Too many tries; wait a moment before the next one."),
                retryAfterSeconds: Int((wait + 999) / 1000))
        }
    }

    func failed(_ keys: [Key], now: Int64) {
        failures.withLock { failures in
            if failures.count > SignInThrottle.capacity {
                failures = failures.filter { !$0.key.throttle.isForgotten(lastFailureAt: $0.value.lastAt, now: now) }
            }
            for key in keys {
                var entry = failures[key] ?? Failures()
                if key.throttle.isForgotten(lastFailureAt: entry.lastAt, now: now) { entry.count = 0 }
                entry.count += 1
                entry.lastAt = now
                failures[key] = entry
            }
        }
    }

    /// A good sign-in clears the account's count; the network keeps its own, or one good login would cover many bad.
    func succeeded(_ login: String) {
        failures.withLock { $0[.login(login)] = nil }
    }
}
