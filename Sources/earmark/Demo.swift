import App
import ArgumentParser
import Foundation
import Glibc
import Logging

/// `earmark demo`: an account to look around in.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Fill an empty data directory with a small believable account.",
        discussion: "The sign-ins are kept in demo-sign-ins.txt in the data directory, readable by you alone.")

    @OptionGroup var data: DataOptions

    func run() throws {
        guard let fixtures = Installed.mediaFixtures() else {
            throw Refused(description: "The demo's recordings (media-fixtures) were not found beside the program.")
        }
        guard !UnixClient.answers(data.directory + "/control.sock") else {
            throw Refused(description: "A server is running on this data directory; the demo needs an empty one.")
        }
        var log = Logger(label: "earmark")
        log.logLevel = .critical
        let clock = DemoClock()
        let instance = try Instance(
            Configuration(data: data.directory, mediaProgram: Installed.mediaProgram, staticFiles: "/"),
            now: { clock.now },
            log: log)
        defer { instance.stop() }
        let signIns = try DemoAccount.fill(instance, clock, fixtures: fixtures) { Earmark.say($0 + " …") }
        let lines = signIns.map { signIn in
            [signIn.role, signIn.login, signIn.password].map { padded($0) }.joined() + signIn.name
        }
        let text =
            (["role", "login", "password"].map { padded($0) }.joined() + "name\n")
            + lines.joined(separator: "\n") + "\n"
        try keep(text)
        print(text, terminator: "")
    }

    private func padded(_ text: String) -> String {
        text + String(repeating: " ", count: max(2, 16 - text.count))
    }

    private func keep(_ text: String) throws {
        let path = data.directory + "/demo-sign-ins.txt"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Refused(description: "\(path) could not be written.") }
        let bytes = Array(text.utf8)
        _ = write(descriptor, bytes, bytes.count)
        close(descriptor)
    }
}
