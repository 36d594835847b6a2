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
        IndentedJSON.text(try JSONReader.read(OpenAPIDocument.bytes))
    }
}
