import Domain
import Glibc
import JSON
import Synchronization

/// Versions of scorecards as values: every answer that is saved needs one of the same few.
///
/// What is kept is compared with the bytes of the version each time, so that nothing has to be forgotten when one changes.
final class ReadScorecards: Sendable {
    static let shared = ReadScorecards()

    /// So many are kept; with one more all are forgotten.
    static let capacity = 64

    /// A version as it is kept, and as a value.
    struct Read: Sendable {
        let content: [UInt8]
        let card: Scorecard
    }

    private struct Version: Hashable {
        let scorecardID: String
        let number: Int64
    }

    private let kept = Mutex<[Version: Read]>([:])

    var count: Int { kept.withLock { $0.count } }

    /// The bytes are copied only where they are new.
    func read(_ scorecardID: String, _ number: Int64, _ content: UnsafeBufferPointer<UInt8>) throws -> Read {
        let version = Version(scorecardID: scorecardID, number: number)
        if let known = kept.withLock({ $0[version] }), ReadScorecards.isSame(known.content, content) { return known }
        let bytes = Array(content)
        let read = Read(content: bytes, card: try ScorecardJSON.read(try JSONReader.read(bytes)))
        kept.withLock { kept in
            if kept.count >= ReadScorecards.capacity { kept.removeAll() }
            kept[version] = read
        }
        return read
    }

    private static func isSame(_ one: [UInt8], _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard one.count == other.count, let start = other.baseAddress else { return false }
        return one.withUnsafeBytes { $0.baseAddress.map { memcmp($0, start, other.count) == 0 } ?? false }
    }
}
