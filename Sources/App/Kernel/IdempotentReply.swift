import Crypto
import Domain
import HTTP
import SQL

/// The answer a creating request was given, kept for a day under its Idempotency-Key so that a repeat creates nothing.
enum IdempotentReply {
    private static let lifetime: Int64 = 24 * 3_600_000

    /// Runs the work once per key; a repeat of the same request gets the first answer again.
    static func once(
        _ call: Call, _ transaction: borrowing Transaction, _ work: () throws -> Response
    ) throws -> Response {
        guard call.head.method == .post, let key = call.head.header("Idempotency-Key"), let caller = call.visitor
        else { return try work() }
        guard (1...200).contains(key.utf8.count) else {
            throw Refusal("query_invalid", "An Idempotency-Key has 1 to 200 characters.")
        }
        let request = SHA256Digest.of(Array(call.head.path.utf8) + [0] + call.body).hex
        try transaction.execute(
            "DELETE FROM idempotent_replies WHERE created_at < ?", .integer(transaction.now - lifetime))
        let kept: (request: String, response: Response)? = try transaction.row(
            "SELECT request_hash, status, location, body FROM idempotent_replies WHERE user_id = ? AND key = ?",
            .text(caller.id), .text(key)
        ) { row in
            var headers = [("Content-Type", "application/json")]
            if let location = row.optionalText(2) { headers.append(("Location", location)) }
            return (row.text(0), Response(status: Int(row.int64(1)), headers: headers, body: .bytes(row.bytes(3))))
        }
        if let kept {
            guard kept.request == request else {
                throw Refusal("idempotency_key_reused", "This Idempotency-Key was used for another request.")
            }
            return kept.response
        }
        let response = try work()
        let isSecret = response.headers.contains { $0.0 == "Cache-Control" }
        if (200..<300).contains(response.status), !isSecret, case .bytes(let body) = response.body {
            try transaction.execute(
                """
                INSERT INTO idempotent_replies (user_id, key, request_hash, status, location, body, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                .text(caller.id), .text(key), .text(request), .integer(Int64(response.status)),
                .optional(response.headers.first { $0.0 == "Location" }?.1), .bytes(body), .integer(transaction.now))
        }
        return response
    }

    static let migrations: [Migration] = [
        Migration(
            name: "idempotent replies 1",
            statements: [
                """
                CREATE TABLE idempotent_replies (
                    user_id TEXT NOT NULL,
                    key TEXT NOT NULL,
                    request_hash TEXT NOT NULL,
                    status INTEGER NOT NULL,
                    location TEXT,
                    body BLOB NOT NULL,
                    created_at INTEGER NOT NULL,
                    PRIMARY KEY (user_id, key)
                ) STRICT
                """,
                "CREATE INDEX idempotent_replies_age ON idempotent_replies (created_at)",
            ])
    ]
}
