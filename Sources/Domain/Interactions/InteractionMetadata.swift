/// What is said about an interaction beside its recordings; checked before it is kept.
package struct InteractionMetadata: Equatable, Sendable {
    /// Unique in the account; nil lets one be made.
    package var externalId: String?
    package var channel: Channel
    package var queue: String?
    package var disposition: String?
    /// A language tag (BCP 47), as "en-US".
    package var language: String?
    package var customer: String?
    package var topics: [String]
    /// Instant, ms since 1970, UTC.
    package var startedAt: Int64
    package var durationMs: Int64?

    package init(
        externalId: String? = nil, channel: Channel, queue: String? = nil, disposition: String? = nil,
        language: String? = nil, customer: String? = nil, topics: [String] = [], startedAt: Int64,
        durationMs: Int64? = nil
    ) {
        self.externalId = externalId
        self.channel = channel
        self.queue = queue
        self.disposition = disposition
        self.language = language
        self.customer = customer
        self.topics = topics
        self.startedAt = startedAt
        self.durationMs = durationMs
    }

    /// The same with spaces at the ends and empty texts taken away, topics once each; refused when a limit is passed.
    package func checked() throws(Refusal) -> InteractionMetadata {
        var checked = self
        checked.externalId = try Self.text(externalId, "externalId", "external ID")
        checked.queue = try Self.text(queue, "queue", "queue")
        checked.disposition = try Self.text(disposition, "disposition", "disposition")
        checked.language = try Self.languageTag(language)
        checked.customer = try Self.text(customer, "customer", "customer")
        checked.topics = try Self.topics(topics)
        guard Self.instants.contains(startedAt) else {
            throw .field("/startedAt", "started_at_outside", "An interaction starts between 1970 and 2200.")
        }
        if let durationMs, !(0...TimeRange.longestMs).contains(durationMs) {
            throw .field("/durationMs", "duration_outside", "An interaction lasts from 0 to 24 hours.")
        }
        return checked
    }

    private static let instants: Range<Int64> = 0..<7_258_118_400_000

    private static func text(_ text: String?, _ name: String, _ label: String) throws(Refusal) -> String? {
        guard let text = text.map(\.trimmed), !text.isEmpty else { return nil }
        guard text.unicodeScalars.count <= 250 else {
            throw .field("/\(name)", "text_long", "The \(label) has at most 250 characters.")
        }
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            throw .field("/\(name)", "text_control", "The \(label) may not hold line breaks or control characters.")
        }
        return text
    }

    private static func languageTag(_ tag: String?) throws(Refusal) -> String? {
        guard let tag = tag.map(\.trimmed), !tag.isEmpty else { return nil }
        let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isTag =
            parts.count <= 8 && (2...8).contains(parts[0].count)
            && parts.allSatisfy { part in
                (1...8).contains(part.count)
                    && part.allSatisfy { byte in
                        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    }
            }
        guard isTag else {
            throw .field("/language", "language_invalid", "A language is written as a tag like “en” or “en-US”.")
        }
        return tag
    }

    private static func topics(_ topics: [String]) throws(Refusal) -> [String] {
        guard topics.count <= 50 else {
            throw .field("/topics", "topics_many", "An interaction has at most 50 topics.")
        }
        var once: [String] = []
        for (index, topic) in topics.enumerated() {
            guard let topic = try text(topic, "topics/\(index)", "topic"), !once.contains(topic) else { continue }
            once.append(topic)
        }
        return once
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var scalars = Substring(self).unicodeScalars
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }
}
