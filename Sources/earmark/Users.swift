import ArgumentParser
import Foundation
import Glibc
import HTTP
import JSON

/// `earmark user …`: who may sign in.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Add, list and disable people.",
        subcommands: [AddUserCommand.self, ListUsersCommand.self, DisableUserCommand.self])
}

/// `earmark user add`: a person with a role; the password is asked for, or read from stdin.
struct AddUserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Add a person.")

    @OptionGroup var data: DataOptions
    @Argument(help: "What the person signs in with.") var login: String
    @Option(help: "The person's name.") var name: String
    @Option(help: "agent, evaluator, supervisor or admin.") var role: String
    @Flag(name: .customLong("password-stdin"), help: "Read the password from the first line of stdin.")
    var passwordFromStdin = false

    func run() throws {
        let password = try passwordFromStdin ? readLine() ?? "" : typed()
        let door = try OperatorDoor(data: data.directory)
        defer { door.close() }
        let person = try door.ask(.post, "users") {
            $0.field("login", login)
            $0.field("name", name)
            $0.field("role", role)
            $0.field("password", password)
        }
        print(String(decoding: person, as: UTF8.self))
    }

    private func typed() throws -> String {
        guard isatty(0) == 1, let text = getpass("Password: ") else {
            throw Refused(description: "There is no terminal to ask for a password; use --password-stdin.")
        }
        return String(cString: text)
    }
}

/// `earmark user list`: one JSON object a line.
struct ListUsersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the people, one a line.")

    @OptionGroup var data: DataOptions

    func run() throws {
        let door = try OperatorDoor(data: data.directory)
        defer { door.close() }
        var path: String? = "users?limit=100"
        while let next = path {
            let page = try JSONReader.read(try door.ask(.get, next))
            guard case .array(let people)? = page["items"] else { return }
            for person in people {
                var writer = JSONWriter()
                writer.value(person)
                print(String(decoding: writer.bytes, as: UTF8.self))
            }
            if case .string(let cursor)? = page["next"] {
                path = "users?limit=100&cursor=" + cursor
            } else {
                path = nil
            }
        }
    }
}

/// `earmark user disable`: shuts a person out and ends every sign-in.
struct DisableUserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "disable", abstract: "Shut a person out.")

    @OptionGroup var data: DataOptions
    @Argument(help: "The person's login.") var login: String

    func run() throws {
        let door = try OperatorDoor(data: data.directory)
        defer { door.close() }
        let encoded = login.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? login
        let page = try JSONReader.read(try door.ask(.get, "users?login=" + encoded))
        guard case .array(let people)? = page["items"], case .string(let id)? = people.first?["id"] else {
            throw Refused(description: "There is nobody with the login “\(login)”.")
        }
        let person = try door.ask(.patch, "users/" + id) { $0.field("disabled", true) }
        print(String(decoding: person, as: UTF8.self))
    }
}
