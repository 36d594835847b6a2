import Glibc
import HTTP
import SQL
import Synchronization

/// Questions that took too long for the event thread, so that whoever asks them next goes to a worker at once.
final class LongReads: Sendable {
    /// Until when each is known, ms since 1970.
    private let known = Mutex<[Int: Int64]>([:])

    private static let lifetimeMs: Int64 = 10_000
    private static let most = 1_024

    func holds(_ question: Int, now: Int64) -> Bool {
        known.withLock { known in
            guard let until = known[question] else { return false }
            if until <= now { known[question] = nil }
            return until > now
        }
    }

    /// A worker has read what is asked, in so much time of the processor, ns. What took long the first time, because little
    /// of it was in memory or no statement prepared, is not long for ever.
    func note(_ question: Int, took: Int64) {
        guard took < Database.usualGlance / 2 else { return }
        known.withLock { known in
            if !known.isEmpty { known[question] = nil }
        }
    }

    /// Of this thread, ns.
    static func processorTime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    func add(_ question: Int, now: Int64) {
        known.withLock { known in
            if known.count >= LongReads.most { known = [:] }
            known[question] = now + LongReads.lifetimeMs
        }
    }
}

extension Head {
    /// What is asked for, whoever asks and from whichever row on.
    var question: Int {
        var hasher = Hasher()
        hasher.combine(rawPath)
        for item in query.items where item.name != "cursor" {
            hasher.combine(item.name)
            hasher.combine(item.value)
        }
        return hasher.finalize()
    }
}
