/// Why an evaluation was withdrawn, in the words of who did it.
package enum VoidReason {
    package static let longest = 1_000

    /// The reason without white space at its ends; refuses none.
    package static func checked(_ reason: String?) throws(Refusal) -> String {
        let reason = reason?.trimmed ?? ""
        guard !reason.isEmpty else {
            throw .field("/reason", "reason_missing", "Say why this evaluation is voided.")
        }
        guard reason.unicodeScalars.count <= longest else {
            throw .field("/reason", "reason_long", "A reason has at most 1,000 characters.")
        }
        return reason
    }
}
