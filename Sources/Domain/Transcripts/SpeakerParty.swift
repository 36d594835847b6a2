/// Which side of a conversation a speaker is on.
package enum SpeakerParty: String, CaseIterable, Sendable, Hashable {
    case agent, customer, other

    /// The side a speaker's name tells: "agent", "Agent 2 (Dana)", "CUSTOMER".
    package init(speaker: String?) {
        let words = Self.words(speaker ?? "")
        self =
            if words.contains(where: Self.agentWords.contains) {
                .agent
            } else if words.contains(where: Self.customerWords.contains) {
                .customer
            } else {
                .other
            }
    }

    /// The speaker's name as it is kept: a bare role becomes `agent` or `customer`, anything else stays.
    static func name(_ speaker: String?) -> String? {
        guard let speaker, !speaker.isEmpty else { return nil }
        let words = words(speaker)
        guard words.count == 1, let word = words.first else { return speaker }
        if agentWords.contains(word) { return agent.rawValue }
        if customerWords.contains(word) { return customer.rawValue }
        return speaker
    }

    /// The speaker before the colon of "Dana: hello", and the rest; nil when the line does not begin with a name.
    ///
    /// A name is a role, or one to three words that begin with a capital or are numbers: "Speaker 1", "Dr. Ann Lee".
    static func prefix(of text: String) -> (speaker: String, rest: String)? {
        guard let colon = text.unicodeScalars.prefix(60).firstIndex(of: ":") else { return nil }
        let name = String(text.unicodeScalars[..<colon]).trimmed
        let rest = text.unicodeScalars[text.unicodeScalars.index(after: colon)...]
        guard let first = rest.first, first.properties.isWhitespace else { return nil }
        let words = name.split(whereSeparator: \.isWhitespace)
        guard (1...3).contains(words.count) else { return nil }
        let isRole = self.name(name) == agent.rawValue || self.name(name) == customer.rawValue
        let isName =
            words[0].first?.isUppercase == true
            && words.allSatisfy { $0.first?.isUppercase == true || $0.allSatisfy(\.isNumber) }
        guard isRole || isName else { return nil }
        return (name, String(rest).trimmed)
    }

    private static let agentWords: Set<String> = [
        "agent", "advisor", "adviser", "representative", "rep", "operator", "csr", "assistant", "support", "wizard",
    ]

    private static let customerWords: Set<String> = [
        "customer", "caller", "client", "user", "member", "guest", "patient", "enduser",
    ]

    private static func words(_ name: String) -> [String] {
        name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
