/// JSON for people: what is short stands on one line.
package struct IndentedJSON {
    private var text = ""
    private static let width = 100

    /// A document that ends in a line break; the same value is always the same text.
    package static func text(_ value: JSONValue) -> String {
        var document = IndentedJSON()
        document.add(value, indent: "")
        return document.text + "\n"
    }

    private mutating func add(_ value: JSONValue, indent: String) {
        var writer = JSONWriter()
        writer.value(value)
        guard writer.bytes.count > Self.width else {
            text += String(decoding: writer.bytes, as: UTF8.self)
            return
        }
        switch value {
        case .array(let elements):
            add(elements.map { (nil, $0) }, between: ("[", "]"), indent: indent)
        case .object(let members):
            add(members.map { ($0.name, $0.value) }, between: ("{", "}"), indent: indent)
        default: text += String(decoding: writer.bytes, as: UTF8.self)
        }
    }

    private mutating func add(
        _ members: [(name: String?, value: JSONValue)], between: (open: String, close: String), indent: String
    ) {
        text += between.open + "\n"
        for (index, member) in members.enumerated() {
            text += indent + " "
            if let name = member.name {
                var writer = JSONWriter()
                writer.value(name)
                text += String(decoding: writer.bytes, as: UTF8.self) + ": "
            }
            add(member.value, indent: indent + " ")
            text += index == members.count - 1 ? "\n" : ",\n"
        }
        text += indent + between.close
    }
}
