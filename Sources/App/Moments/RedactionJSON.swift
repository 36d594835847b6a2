import Domain
import JSON

/// Redactions as the API shows and takes them, and as the table keeps them.
enum RedactionJSON {
    private enum Kind: String, CaseIterable { case mute, beep, black }

    /// One of a moment; refused with a pointer to what is wrong.
    static func read(_ fields: inout JSONFields, in moment: Moment) throws -> Redaction {
        let kind = try fields.choice("kind", of: Kind.self)
        let (startMs, endMs) = (try fields.int64("startMs"), try fields.int64("endMs"))
        let cover: Redaction.Cover
        switch kind {
        case .mute: cover = .mute(try fields.optionalChoice("channel", of: Party.self) ?? .both)
        case .beep: cover = .beep(try fields.optionalChoice("channel", of: Party.self) ?? .both)
        case .black:
            let monitor = try fields.int64("monitor")
            let (x, y) = (try fields.int64("x"), try fields.int64("y"))
            let (width, height) = (try fields.int64("width"), try fields.int64("height"))
            cover = .black(
                monitor: Int(monitor),
                try Redaction.Area(x: x, y: y, width: width, height: height, pointer: fields.pointer))
        }
        return try Redaction(startMs: startMs, endMs: endMs, cover, in: moment, pointer: fields.pointer)
    }

    /// The list under a name; empty when absent.
    static func list(_ name: String, _ fields: inout JSONFields, in moment: Moment) throws -> [Redaction] {
        guard fields.has(name) else { return [] }
        return try fields.objects(name, max: Redaction.most) { try read(&$0, in: moment) }
    }

    static func write(_ redactions: [Redaction], _ list: inout JSONWriter) {
        for redaction in redactions { list.object { write(redaction, &$0) } }
    }

    private static func write(_ redaction: Redaction, _ writer: inout JSONWriter) {
        let kind: Kind =
            switch redaction.cover {
            case .mute: .mute
            case .beep: .beep
            case .black: .black
            }
        writer.field("kind", kind.rawValue)
        writer.field("startMs", redaction.range.startMs)
        writer.field("endMs", redaction.range.endMs)
        switch redaction.cover {
        case .mute(let party), .beep(let party): writer.field("channel", party.rawValue)
        case .black(let monitor, let area):
            writer.field("monitor", monitor)
            writer.field("x", area.x)
            writer.field("y", area.y)
            writer.field("width", area.width)
            writer.field("height", area.height)
        }
    }

    /// As the table keeps them.
    static func text(_ redactions: [Redaction]) -> String {
        var writer = JSONWriter()
        writer.array { write(redactions, &$0) }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func redactions(_ text: String, in moment: Moment) throws -> [Redaction] {
        guard text != "[]" else { return [] }
        return try (try JSONReader.read(Array(text.utf8)).elements ?? []).map { value in
            var fields = try JSONFields(value)
            return try read(&fields, in: moment)
        }
    }

    static let shape: Shape = .any([sound, .object(area)])
    /// What is sent: the channel may be left out.
    static let input: Shape = .any([
        .input(
            ["kind": .choice(["mute", "beep"]), "startMs": time, "endMs": time],
            optional: ["channel": .choice(of: Party.self)]), .object(area),
    ])
    static let channel: Shape = .choice(of: Party.self)
    static let time: Shape = .integer(0...TimeRange.longestMs)

    private static let sound: Shape = .object([
        "kind": .choice(["mute", "beep"]), "startMs": time, "endMs": time, "channel": channel,
    ])
    private static let area: KeyValuePairs<String, Shape> = [
        "kind": .choice(["black"]), "startMs": time, "endMs": time, "monitor": .integer(1...4), "x": side, "y": side,
        "width": .integer(1...Redaction.Area.whole), "height": .integer(1...Redaction.Area.whole),
    ]
    private static let side: Shape = .integer(0...Redaction.Area.whole)
}
