/// Why a completed evaluation was changed; every revision says so.
package enum RevisionReason {
    package static let longest = 1_000

    /// The reason without white space at its ends; refuses none.
    package static func checked(_ reason: String?) throws(Refusal) -> String {
        let reason = reason?.trimmed ?? ""
        guard !reason.isEmpty else {
            throw .field("/reason", "reason_missing", "Say why this completed evaluation is changed.")
        }
        guard reason.unicodeScalars.count <= longest else {
            throw .field("/reason", "reason_long", "A reason has at most 1,000 characters.")
        }
        return reason
    }
}
