/// The rule of a name that people give: to a person, a team, a moment, a saved search, a scorecard.
///
/// It is one line, something of it can be seen, and it reads the same wherever it stands.
package enum GivenName {
    /// Characters of most names.
    package static let longest = 250

    /// The name without white space at its ends; `subject` is what people call it, at the start of a sentence.
    package static func checked(_ name: String, _ subject: String, at pointer: String) throws(Refusal) -> String {
        let name = name.trimmed
        guard isSeen(name) else {
            throw .field(pointer, "text_empty", "\(subject) needs at least one character that can be seen.")
        }
        guard isPlain(name) else { throw .field(pointer, "text_control", controlled(subject)) }
        return name
    }

    /// Whether there is more than white space and characters without a shape.
    static func isSeen(_ name: String) -> Bool {
        name.unicodeScalars.contains { scalar in
            if scalar.isASCII { return scalar.value > 0x20 && scalar.value != 0x7F }
            return !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    /// Whether it stays on its line and leaves the direction of what stands around it alone.
    ///
    /// The embeddings, overrides and isolates of UAX #9 turn what follows, beyond the name's own end; the marks for
    /// one place (LRM, RLM, ALM) do not, and names written from right to left may need them.
    static func isPlain(_ name: String) -> Bool {
        name.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: false
            default: true
            }
        }
    }

    static func controlled(_ subject: String) -> String {
        "\(subject) holds a line break, a control character or a mark that turns the direction of writing; "
            + "write it without."
    }
}
