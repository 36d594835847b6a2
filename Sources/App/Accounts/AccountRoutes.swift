import Domain
import HTTP
import JSON

import struct SQL.Transaction

/// `session`, `users`, `teams`, `roles`, `tokens`, `settings`, `capture-policy`.
enum AccountRoutes {
    static let all = session + users + teams + tokens + settings

    private static let session: [Route] = [
        .plain(.post, "session", .anyone, nil) { call in
            var fields = try call.fields()
            let input = SignIn.Input(
                login: try fields.string("login", max: 200), password: try fields.string("password", max: 1000),
                network: call.client.network)
            try fields.finish()
            let (token, caller) = try SignIn.run(input, call.services)
            return try call.services.database.read { try who(caller, $0) }
                .cookie(SessionCookie.holding(token, call.services))
        },
        .brief("session", .signedIn, .usersRead) { call, transaction in try who(try call.caller(), transaction) },
        .write(.delete, "session", .anyone, nil, consumes: []) { call, transaction in
            if let token = call.head.cookies[SessionCookie.name(call.services)] {
                try SignOut.run(token, transaction)
            }
            return Response.noContent.cookie(SessionCookie.cleared(call.services))
        },
    ]

    private static func who(_ caller: Caller, _ transaction: borrowing Transaction) throws -> Response {
        let person = try UserStore.find(caller.id, transaction)
        let settings = try SettingsStore.load(transaction)
        return .json { writer in
            writer.field(
                "user",
                object: {
                    $0.field("id", caller.id)
                    $0.field("login", person?.login ?? "")
                    $0.field("name", caller.name)
                    $0.field("role", caller.role.rawValue)
                })
            writer.field("permissions", caller.permissions.map(\.rawValue).sorted())
            writer.field("teams", person?.teams ?? [])
            writer.field(
                "account",
                object: {
                    $0.field("name", settings.accountName)
                    $0.field("timeZone", settings.timeZone)
                })
        }
    }

    private static let users: [Route] = [
        .read("users", .holding([.manageUsers, .assignEvaluations]), .usersRead) { call, transaction in
            let limit = try PageLimit(call, sorts: ["name"])
            let page = try UserStore.page(
                role: try call.choice("role", of: BuiltInRole.self), login: call.query("login")?.lowercased(), limit,
                transaction)
            return .list(page, for: call) { writer, person in person.write(&writer) }
        },
        .plain(.post, "users", .needs(.manageUsers), .usersWrite) { call in
            var fields = try call.fields()
            let person = try AddUser.run(AddUser.Input(reading: &fields), by: try call.caller(), call.services)
            return .created(at: "users/\(person.id)") { person.write(&$0) }
        },
        .read("users/{id}", .needs(.manageUsers), .usersRead) { call, transaction in
            guard let person = try UserStore.find(call.parameter("id"), transaction) else { throw Refusal.notFound }
            return .json { person.write(&$0) }
        },
        .plain(.patch, "users/{id}", .needs(.manageUsers), .usersWrite) { call in
            var fields = try call.fields()
            let person = try ChangeUser.run(
                call.parameter("id"), ChangeUser.Input(reading: &fields), by: try call.caller(), call.services)
            return .json { person.write(&$0) }
        },
    ]

    private static let teams: [Route] = [
        .read("teams", .needs(.viewEvaluations), .usersRead) { _, transaction in
            let teams = try TeamStore.all(transaction)
            return .json { writer in
                writer.field("items", array: { list in for team in teams { list.object { team.write(&$0) } } })
                writer.fieldNull("next")
            }
        },
        .write(.post, "teams", .needs(.manageUsers), .usersWrite) { call, transaction in
            var fields = try call.fields()
            let name = try fields.name("name")
            try fields.finish()
            let id = try AddTeam.run(name, by: try call.caller(), call.services, transaction)
            return .created(at: "teams/\(id)") {
                TeamStore.Team(id: id, name: name, members: 0, supervisors: []).write(&$0)
            }
        },
        .write(.patch, "teams/{id}", .needs(.manageUsers), .usersWrite) { call, transaction in
            var fields = try call.fields()
            let name = try fields.optionalName("name")
            let supervisors = fields.present("supervisors") == nil ? nil : try fields.strings("supervisors", max: 1000)
            try fields.finish()
            let team = try ChangeTeam.run(
                call.parameter("id"), name: name, supervisors: supervisors, by: try call.caller(), transaction)
            return .json { team.write(&$0) }
        },
        .read("roles", .needs(.viewEvaluations), .usersRead) { _, _ in
            .json { writer in
                writer.field(
                    "items",
                    array: { list in
                        for role in BuiltInRole.allCases {
                            list.object {
                                $0.field("name", role.rawValue)
                                $0.field("permissions", role.permissions.map(\.rawValue).sorted())
                            }
                        }
                    })
                writer.fieldNull("next")
            }
        },
    ]

    private static let tokens: [Route] = [
        .read("tokens", .needs(.manageTokens), nil) { _, transaction in
            let tokens = try TokenStore.all(transaction)
            return .json { writer in
                writer.field("items", array: { list in for token in tokens { list.object { token.write(&$0) } } })
                writer.fieldNull("next")
            }
        },
        .write(.post, "tokens", .needs(.manageTokens), nil) { call, transaction in
            var fields = try call.fields()
            let (token, secret) = try AddToken.run(
                AddToken.Input(reading: &fields), by: try call.caller(), call.services, transaction)
            return .created(at: "tokens/\(token.id)") {
                token.write(&$0)
                $0.field("token", secret)
            }.secret
        },
        .write(.delete, "tokens/{id}", .needs(.manageTokens), nil, consumes: []) { call, transaction in
            try RevokeToken.run(call.parameter("id"), by: try call.caller(), transaction)
            return .noContent
        },
    ]

    private static let settings: [Route] = [
        .read("settings", .needs(.manageSettings), .settingsRead) { _, transaction in
            let settings = try SettingsStore.load(transaction)
            return .json { settings.write(&$0) }
        },
        .write(.patch, "settings", .needs(.manageSettings), .settingsWrite) { call, transaction in
            var fields = try call.fields()
            let settings = try ChangeSettings.run(&fields, by: try call.caller(), transaction)
            return .json { settings.write(&$0) }
        },
        .read("capture-policy", .needs(.viewCapturePolicy), .settingsRead) { _, transaction in
            let policy = try SettingsStore.capturePolicy(transaction)
            return .json { policy.write(&$0) }
        },
        .write(.put, "capture-policy", .needs(.manageCapturePolicy), .settingsWrite) { call, transaction in
            var fields = try call.fields()
            let policy = try CapturePolicy(reading: &fields)
            try fields.finish()
            try ChangeCapturePolicy.run(policy, by: try call.caller(), transaction)
            return .json { policy.write(&$0) }
        },
    ]
}
