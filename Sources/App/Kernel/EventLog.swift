import Crypto
import Domain
import JSON
import SQL

/// The append-only record of what happened, each entry sealed by the hash of the one before it.
enum EventLog {
    /// What an entry is about.
    struct Subject: Sendable, Equatable {
        let kind: String
        let id: String
    }

    /// Writes an entry in the business action's own transaction; `detail` holds no secret and no transcript text.
    static func record(
        _ action: String, _ subject: Subject, by caller: Caller, _ transaction: borrowing Transaction,
        detail: (inout JSONWriter) -> Void = { _ in }
    ) throws {
        var writer = JSONWriter()
        writer.object(detail)
        let last: (Int64, String)? = try transaction.row(
            "SELECT sequence, hash FROM activity ORDER BY sequence DESC LIMIT 1"
        ) { ($0.int64(0), $0.text(1)) }
        let entry = EventEntry(
            sequence: (last?.0 ?? 0) + 1, at: transaction.now, actorID: caller.id, action: action, subject: subject,
            detail: writer.bytes, previousHash: last?.1 ?? "")
        try transaction.execute(
            """
            INSERT INTO activity (sequence, at, actor_id, action, subject_kind, subject_id, detail, hash)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .integer(entry.sequence), .integer(entry.at), .text(entry.actorID), .text(action), .text(subject.kind),
            .text(subject.id), .text(String(decoding: entry.detail, as: UTF8.self)), .text(entry.hash))
    }
}

/// One entry of the event log with what its hash covers.
struct EventEntry: Sendable {
    let sequence: Int64
    let at: Int64
    let actorID: String
    let action: String
    let subject: EventLog.Subject
    let detail: [UInt8]
    let previousHash: String

    /// SHA-256 in hex over a JSON array of every field and the hash before.
    var hash: String {
        var writer = JSONWriter()
        writer.array { list in
            list.value(previousHash)
            list.value(sequence)
            list.value(at)
            list.value(actorID)
            list.value(action)
            list.value(subject.kind)
            list.value(subject.id)
            list.value(String(decoding: detail, as: UTF8.self))
        }
        return SHA256Digest.of(writer.bytes).hex
    }
}
