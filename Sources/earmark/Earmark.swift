import ArgumentParser
import Glibc

/// The one program: a command for everything that Earmark does. Exit 0 done, 1 refused, 2 wrong usage.
@main
struct Earmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "earmark", abstract: "An evaluation workbench for recorded conversations.",
        subcommands: [
            ServeCommand.self, DemoCommand.self, CheckCommand.self, UserCommand.self, TokenCommand.self,
            ImportCommand.self, ScoreCommand.self, TranscriptCommand.self, MediaCommand.self, GenerateCommand.self,
        ])

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            switch exitCode(for: error) {
            case .success:
                print(message(for: error))
                Glibc.exit(0)
            case .validationFailure:
                say(fullMessage(for: error))
                Glibc.exit(2)
            default:
                say(message(for: error))
                Glibc.exit(1)
            }
        }
    }

    /// One line for people, on standard error.
    static func say(_ sentence: String) {
        let line = Array((sentence + "\n").utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
