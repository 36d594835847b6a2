import ArgumentParser
import HTTP
import JSON

/// `earmark token …`: access for integrations.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make API tokens.", subcommands: [AddTokenCommand.self])
}

/// `earmark token add`: prints the token once.
struct AddTokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make an API token; its secret is shown once.")

    @OptionGroup var data: DataOptions
    @Argument(help: "What the token is for.") var name: String
    @Option(name: .customLong("scope"), help: "What it may do, as interactions:write; may be given several times.")
    var scopes: [String]

    func run() throws {
        let door = try OperatorDoor(data: data.directory)
        defer { door.close() }
        let token = try door.ask(.post, "tokens") {
            $0.field("name", name)
            $0.field("scopes", scopes)
        }
        print(String(decoding: token, as: UTF8.self))
    }
}
