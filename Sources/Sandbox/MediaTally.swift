package import MediaWork
import Synchronization

/// How one piece of media work ended: nothing of the file, nothing of the person who asked.
package struct MediaEnd: Hashable, Sendable {
    /// The kind of work: `probe`, `clip` …
    package let work: String
    /// nil when it was answered.
    package let failure: MediaFailure?
    package let waitedMs: Int
    package let workedMs: Int
    /// How often this kind of work has ended in this way since the start.
    package let count: Int

    package var outcome: String { MediaCount.outcome(failure) }
}

/// How often one kind of work has ended in one way.
package struct MediaCount: Hashable, Sendable {
    package let work: String
    /// `answered`, or the code of a failure.
    package let outcome: String
    package let count: Int

    package init(work: String, outcome: String, count: Int) {
        self.work = work
        self.outcome = outcome
        self.count = count
    }

    static func outcome(_ failure: MediaFailure?) -> String { failure?.code ?? "answered" }
}

/// Counts how pieces of media work ended.
final class MediaTally: Sendable {
    private struct Kind: Hashable {
        let work: String
        let outcome: String
    }

    private let counts = Mutex<[Kind: Int]>([:])

    /// Gives the count that this one brought it to.
    func add(_ work: String, _ failure: MediaFailure?) -> Int {
        counts.withLock { counts in
            let kind = Kind(work: work, outcome: MediaCount.outcome(failure))
            counts[kind, default: 0] += 1
            return counts[kind, default: 0]
        }
    }

    var all: [MediaCount] {
        counts.withLock { $0 }
            .map { MediaCount(work: $0.key.work, outcome: $0.key.outcome, count: $0.value) }
            .sorted { ($0.work, $0.outcome) < ($1.work, $1.outcome) }
    }
}
