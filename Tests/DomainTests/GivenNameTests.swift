import Testing

@testable import Domain

/// Names that people give to things.
struct GivenNameTests {
    private func checked(_ name: String) throws -> String { try GivenName.checked(name, "The title", at: "/title") }

    @Test(arguments: ["Refund", "שיחה \u{200F}(3)", "می\u{200C}خواهم", "👩\u{200D}💻 desk", "é", "₿"])
    func aNameIsKeptAsItIsWritten(_ name: String) throws {
        #expect(try checked(" \(name)\n") == name)
    }

    @Test(arguments: ["", " ", "\t\u{A0}\u{3000}", "\u{200B}\u{2060}", "\u{200F}", "\u{3164}", "\u{202E}"])
    func aNameOfWhichNothingIsSeenIsRefused(_ name: String) throws {
        #expect(try refused { _ = try checked(name) } == "text_empty")
    }

    @Test(
        arguments: [
            "a\nb", "a\u{0}b", "a\u{7F}b", "a\u{85}b", "a\u{2028}b", "invoice\u{202E}gpj.exe", "\u{2066}a", "a\u{2069}",
            "a\u{202A}b",
        ])
    func aNameThatLeavesItsLineOrTurnsItIsRefused(_ name: String) throws {
        #expect(try refused { _ = try checked(name) } == "text_control")
    }

    @Test func theSentenceSaysWhichFieldAndWhatToDo() {
        #expect(throws: Refusal.self) { try checked("a\u{202E}b") }
        do { _ = try checked("a\u{202E}b") } catch {
            let refusal = error as? Refusal
            #expect(refusal?.fields?.map(\.pointer) == ["/title"])
            #expect(refusal?.sentence.hasPrefix("The title holds") == true)
            #expect(refusal?.sentence.hasSuffix("write it without.") == true)
        }
    }
}
