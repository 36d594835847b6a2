/// The names that stand before a colon in a file of captions, as meeting software writes them ("jane d: hello").
///
/// Anything may be a name there, so a text counts as one when most captions begin like that and it comes back.
struct SpeakerNames {
    private let names: Set<String>

    init(_ captions: [String]) {
        var counts: [String: Int] = [:]
        for caption in captions {
            if let split = Self.split(caption) { counts[split.speaker, default: 0] += 1 }
        }
        let isUsual = counts.values.reduce(0, +) * 2 > captions.count
        names = isUsual ? Set(counts.filter { $0.value > 1 }.keys) : []
    }

    /// The speaker before the colon of a caption and the rest; nil when it does not begin with a name.
    func prefix(of caption: String) -> (speaker: String, rest: String)? {
        if let named = SpeakerParty.prefix(of: caption) { return named }
        guard let split = Self.split(caption), names.contains(split.speaker) else { return nil }
        return split
    }

    /// At most 60 characters and six words before a colon and white space.
    private static func split(_ caption: String) -> (speaker: String, rest: String)? {
        let scalars = caption.unicodeScalars
        guard let colon = scalars.prefix(61).firstIndex(of: ":") else { return nil }
        let name = String(scalars[..<colon]).trimmed
        let rest = scalars[scalars.index(after: colon)...]
        guard let first = rest.first, first.properties.isWhitespace, !name.isEmpty, !name.contains("\n"),
            name.split(whereSeparator: \.isWhitespace).count <= 6
        else { return nil }
        return (name, String(rest).trimmed)
    }
}
