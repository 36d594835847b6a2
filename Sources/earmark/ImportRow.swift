import Domain
import JSON

/// One line of an import: an interaction and the files that belong to it.
struct ImportRow {
    /// A file and its place on the interaction.
    struct Media {
        let file: String
        let kind: RecordingKind
        let party: Party?
        let monitor: Int64?
        /// ms; may be negative.
        let offsetMs: Int64
        let capture: JSONValue?
    }

    enum Speech {
        /// In the code page that is named, where one is.
        case file(String, CodePage?)
        /// As `earmark transcript` prints it.
        case document([UInt8])
    }

    let externalID: String
    /// The agent's login or name; empty when the line takes the agent away, nil when it says nothing.
    let agent: String?
    /// What the line says about the interaction, as the API takes it, without the agent.
    let metadata: [JSONValue.Member]
    let media: [Media]
    let speech: Speech?

    private static let names = [
        "channel", "queue", "disposition", "language", "customer", "topics", "startedAt", "durationMs",
    ]

    init(_ line: JSONValue) throws {
        var fields = try JSONFields(line)
        externalID = try fields.string("externalId", min: 1, max: 250)
        agent = fields.has("agent") ? try fields.optionalString("agent", max: 250) ?? "" : nil
        metadata = Self.names.compactMap { name in
            fields.value(name).map { JSONValue.Member(name: name, value: $0) }
        }
        let audio = try fields.optionalArray("audio", max: 10, Self.audio) ?? []
        let screens = try fields.optionalArray("screens", max: 10, Self.screen) ?? []
        media = audio + screens
        speech = try Self.speech(&fields)
        try fields.finish()
    }

    private static func audio(_ value: JSONValue, _ place: String) throws -> Media {
        var audio = try JSONFields(value, pointer: place)
        let media = Media(
            file: try audio.string("file", min: 1), kind: .audio,
            party: try audio.optionalChoice("party", of: Party.self) ?? .both, monitor: nil,
            offsetMs: try audio.optionalInt64("offsetMs") ?? 0, capture: nil)
        try audio.finish()
        return media
    }

    private static func screen(_ value: JSONValue, _ place: String) throws -> Media {
        var screen = try JSONFields(value, pointer: place)
        let media = Media(
            file: try screen.string("file", min: 1), kind: .screen, party: nil, monitor: try screen.int64("monitor"),
            offsetMs: try screen.optionalInt64("offsetMs") ?? 0, capture: screen.present("capture"))
        try screen.finish()
        return media
    }

    private static func speech(_ fields: inout JSONFields) throws -> Speech? {
        guard let value = fields.present("transcript") else { return nil }
        if let file = value.text { return .file(file, nil) }
        if value["segments"] != nil {
            var writer = JSONWriter()
            writer.value(value)
            return .document(writer.bytes)
        }
        var members = try JSONFields(value, pointer: fields.pointer(to: "transcript"))
        let file = try members.string("file", min: 1)
        let charset = try members.optionalString("charset", max: 100)
        let place = members.pointer(to: "charset")
        try members.finish()
        return .file(file, try charset.flatMap { try codePage($0, place) })
    }

    /// Nil for UTF-8, which needs no page.
    private static func codePage(_ name: String, _ place: String) throws -> CodePage? {
        if name.lowercased() == "utf-8" { return nil }
        guard let page = CodePage(rawValue: name.lowercased()) else {
            let known = CodePage.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal.field(
                place, "charset_unknown", "“\(name)” is no charset that is read; name utf-8, or one of \(known).")
        }
        return page
    }
}
