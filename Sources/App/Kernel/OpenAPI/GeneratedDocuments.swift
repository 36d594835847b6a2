import Foundation
import JSON
import SQL

/// The documents under `docs/` that the code itself writes.
package enum GeneratedDocuments {
    /// The tables of a fresh database, as SQL.
    package static func schema() throws -> String {
        let directory = NSTemporaryDirectory() + "earmark-schema-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let database = try Database(directory: directory, clock: Outside.real.now)
        defer { database.close() }
        try Migrator.run(Rooms.migrations, on: database)
        return "-- Written by `earmark generate schema`; change the rooms' migrations instead.\n\n"
            + (try Migrator.schema(of: database))
    }

    /// The description of the API, a line for each member, so that a change shows in a comparison.
    package static func openAPI() throws -> String {
        var text = IndentedJSON()
        text.add(try JSONReader.read(OpenAPIDocument.bytes), indent: "")
        return text.text + "\n"
    }
}

/// JSON for people: what is short stands on one line.
private struct IndentedJSON {
    private(set) var text = ""
    private static let width = 100

    mutating func add(_ value: JSONValue, indent: String) {
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
