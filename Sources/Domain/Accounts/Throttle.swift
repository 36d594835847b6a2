/// How long somebody who failed must wait before trying again: doubling, bounded, never for good.
package struct Throttle: Equatable, Sendable {
    /// Failures without any wait.
    package let free: Int
    package let firstWaitMs: Int64
    package let longestWaitMs: Int64
    /// After so long without a failure everything is forgotten.
    package let forgetAfterMs: Int64

    /// Signing in, counted per account.
    package static let signIn = Throttle(
        free: 0, firstWaitMs: 200, longestWaitMs: 25_000, forgetAfterMs: 1_800_000)

    /// Signing in, counted per network: a whole contact centre may sit behind one address.
    package static let signInNetwork = Throttle(
        free: 20, firstWaitMs: 200, longestWaitMs: 25_000, forgetAfterMs: 1_800_000)

    /// Passwords of share links, counted per link and network.
    package static let shareLink = Throttle(
        free: 5, firstWaitMs: 200, longestWaitMs: 25_000, forgetAfterMs: 1_800_000)

    /// The wait after so many failures in a row, in ms.
    package func waitMs(afterFailures failures: Int) -> Int64 {
        let counted = failures - free
        guard counted > 0 else { return 0 }
        var wait = firstWaitMs
        for _ in 1..<counted {
            wait *= 2
            if wait >= longestWaitMs { return longestWaitMs }
        }
        return min(wait, longestWaitMs)
    }

    /// How long to wait at `now` still (ms, 0 = try), instants in ms since 1970.
    package func remainingMs(failures: Int, lastFailureAt: Int64, now: Int64) -> Int64 {
        guard !isForgotten(lastFailureAt: lastFailureAt, now: now) else { return 0 }
        let wait = waitMs(afterFailures: failures)
        // A clock set back must not keep somebody out longer than the wait itself.
        return max(0, min(wait, lastFailureAt + wait - now))
    }

    package func isForgotten(lastFailureAt: Int64, now: Int64) -> Bool {
        now - lastFailureAt >= forgetAfterMs
    }
}
