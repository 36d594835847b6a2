import Domain
import JSON
import Synchronization

/// Scorecards as values, by the bytes they are kept as: every answer that is saved needs one of the same few.
final class ReadScorecards: Sendable {
    static let shared = ReadScorecards()

    /// So many are kept; with one more all are forgotten.
    static let capacity = 64

    private let kept = Mutex<[[UInt8]: Scorecard]>([:])

    var count: Int { kept.withLock { $0.count } }

    func card(_ content: [UInt8]) throws -> Scorecard {
        if let card = kept.withLock({ $0[content] }) { return card }
        let card = try ScorecardJSON.read(try JSONReader.read(content))
        kept.withLock { kept in
            if kept.count >= ReadScorecards.capacity { kept.removeAll() }
            kept[content] = card
        }
        return card
    }
}
