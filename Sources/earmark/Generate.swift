import App
import ArgumentParser

/// `earmark generate`: the documents that the code itself writes, for `make schema`.
struct GenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Write what the code says about itself.", shouldDisplay: false)

    /// What can be written.
    enum Document: String, CaseIterable, ExpressibleByArgument {
        case schema, openapi
    }

    @Argument(help: "schema or openapi")
    var document: Document

    func run() throws {
        switch document {
        case .schema: print(try GeneratedDocuments.schema(), terminator: "")
        case .openapi: print(try GeneratedDocuments.openAPI(), terminator: "")
        }
    }
}
