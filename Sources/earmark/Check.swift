import App
import ArgumentParser
import HTTP
import JSON

/// `earmark check`: is everything that is kept still whole?
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the integrity of the database and of all media.",
        discussion: """
            Prints what was looked at and what is wrong as JSON; exit status 1 when something is. With --sandbox it looks \
            at no data: a locked media child tries what a hostile file would want, and all of it has to be refused.
            """)

    @OptionGroup var data: DataOptions
    @Flag(help: "Prove from inside that a media child cannot open, connect, run or trace anything.")
    var sandbox = false

    func run() throws {
        if sandbox { return try SandboxCheck.run() }
        let door = try OperatorDoor(data: data.directory)
        defer { door.close() }
        let report = try door.ask(.post, "integrity-check") { _ in }
        print(String(decoding: report, as: UTF8.self))
        if let problems = try JSONReader.read(report)["problems"]?.elements, !problems.isEmpty {
            throw Refused(description: "\(problems.count) problem\(problems.count == 1 ? "" : "s") found.")
        }
    }
}
