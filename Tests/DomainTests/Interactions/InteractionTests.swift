import Domain
import Testing

/// What may be said about an interaction.
struct InteractionTests {
    @Test func spacesAndEmptyTextsFallAwayAndTopicsStandOnce() throws {
        let checked = try InteractionMetadata(
            externalId: " 42 ", channel: .voice, queue: "  ", customer: "\u{a0}Ann Lee\n",
            topics: [" a", "b", "a", ""],
            startedAt: 0
        ).checked()
        #expect(checked.externalId == "42")
        #expect(checked.queue == nil)
        #expect(checked.customer == "Ann Lee")
        #expect(checked.topics == ["a", "b"])
    }

    @Test func whatIsBeyondALimitIsRefused() throws {
        func code(_ change: (inout InteractionMetadata) -> Void) throws -> String? {
            var metadata = InteractionMetadata(channel: .chat, startedAt: 1_763_690_401_000)
            change(&metadata)
            return try refused { _ = try metadata.checked() }
        }
        #expect(try code { $0.externalId = String(repeating: "x", count: 250) } == nil)
        #expect(try code { $0.externalId = String(repeating: "x", count: 251) } == "text_long")
        #expect(try code { $0.queue = "a\nb" } == "text_control")
        // As directories write telephone numbers.
        #expect(try code { $0.customer = "\u{202A}+44 20 7946 0000\u{202C}" } == nil)
        #expect(try code { $0.startedAt = -1 } == "started_at_outside")
        #expect(try code { $0.durationMs = -1 } == "duration_outside")
        #expect(try code { $0.durationMs = 86_400_001 } == "duration_outside")
        #expect(try code { $0.durationMs = 0 } == nil)
        #expect(try code { $0.topics = (0...50).map { "t\($0)" } } == "topics_many")
        #expect(try code { $0.topics = ["x\ty"] } == "text_control")
    }

    @Test(
        arguments: [
            ("en", nil), ("en-US", nil), ("zh-Hant-TW", nil), ("e", "language_invalid"), ("en_US", "language_invalid"),
            ("english language", "language_invalid"), ("en-", "language_invalid"), ("-en", "language_invalid"),
        ] as [(String, String?)])
    func aLanguageIsATag(tag: String, code: String?) throws {
        let metadata = InteractionMetadata(channel: .voice, language: tag, startedAt: 0)
        #expect(try refused { _ = try metadata.checked() } == code)
    }
}
