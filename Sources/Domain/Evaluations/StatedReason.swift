/// Why a completed evaluation was changed or an evaluation withdrawn, in the words of who did it.
package enum StatedReason {
    package static let longest = 1_000

    /// The reason without white space at its ends; refuses none, with the sentence given.
    package static func checked(_ reason: String?, orSay missing: String) throws(Refusal) -> String {
        let reason = reason?.trimmed ?? ""
        guard !reason.isEmpty else { throw .field("/reason", "reason_missing", missing) }
        guard reason.unicodeScalars.count <= longest else {
            throw .field("/reason", "reason_long", "A reason has at most 1,000 characters.")
        }
        return reason
    }
}
