/// What kind of thing somebody is asked to do.
package enum ActionItemType: String, CaseIterable, Sendable, Hashable {
    /// An evaluator tells an agent about an evaluation.
    case evaluatorMessage = "evaluator_message"
}

/// Whether it is still to be done.
package enum ActionItemState: String, CaseIterable, Sendable, Hashable {
    case open, closed
}

/// The rules of what is written in an action item.
package enum ActionItemRule {
    /// Characters of a summary: one line that becomes a link.
    package static let longestSummary = 500
    /// Characters of a message of its thread.
    package static let longestBody = 4_000

    /// The summary without white space at its ends; refused when empty or too long.
    package static func checkedSummary(_ summary: String) throws(Refusal) -> String {
        let summary = summary.trimmed
        guard !summary.isEmpty else {
            throw .field("/summary", "summary_empty", "Say in a sentence what it is about.")
        }
        guard summary.unicodeScalars.count <= longestSummary else {
            throw .field("/summary", "summary_long", "A summary has at most 500 characters.")
        }
        return summary
    }

    package static func checkedBody(_ body: String) throws(Refusal) -> String {
        let body = body.trimmed
        guard !body.isEmpty else { throw .field("/body", "message_empty", "A message needs a text.") }
        guard body.unicodeScalars.count <= longestBody else {
            throw .field("/body", "message_long", "A message has at most 4,000 characters.")
        }
        return body
    }
}
