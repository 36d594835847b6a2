import Domain
import HTTP
import JSON
import SQL
import Testing

@testable import App

/// A1: every row of the route table against everybody who may come, on what they see, what they do not, and nothing.
struct AuthorizationTests {
    /// Who comes to a door.
    enum Visitor: String, CaseIterable, Sendable {
        case agent, otherAgent, evaluator, supervisor, otherSupervisor, admin

        var role: BuiltInRole {
            switch self {
            case .agent, .otherAgent: .agent
            case .evaluator: .evaluator
            case .supervisor, .otherSupervisor: .supervisor
            case .admin: .admin
            }
        }

        func asker(_ day: Workday) -> Asker {
            switch self {
            case .agent: day.agent
            case .otherAgent: day.otherAgent
            case .evaluator: day.evaluator
            case .supervisor: day.supervisor
            case .otherSupervisor: day.stranger
            case .admin: day.admin
            }
        }
    }

    /// Links are opened by people without an account; their doors have tests of their own.
    static let doors = Rooms.routes.routes.filter { $0.access != .anyone }

    /// By the first word of the address, who sees a thing of the first agent's call that an admin made.
    private static let seers: [Substring: Set<Visitor>] = [
        "interactions": [.agent, .evaluator, .supervisor, .admin],
        "recordings": [.agent, .evaluator, .supervisor, .admin],
        "comments": [.agent, .evaluator, .supervisor, .admin],
        "moments": [.agent, .evaluator, .supervisor, .admin],
        "evaluations": [.evaluator, .supervisor, .admin],
        "action-items": [.agent, .evaluator, .supervisor, .admin],
        "jobs": [.evaluator, .supervisor, .admin], "shares": [.supervisor, .admin], "uploads": [.admin],
        "users": [.admin], "teams": [.admin], "tokens": [.admin], "criteria": [.supervisor, .otherSupervisor, .admin],
        "scorecards": [.evaluator, .supervisor, .otherSupervisor, .admin], "exports": [.admin],
        "evaluation-views": [.admin],
    ]

    /// Doors that somebody who may come and sees the thing still does not pass.
    private static let closed: [String: Set<Visitor>] = [
        "PATCH comments/{id}": [.agent, .evaluator, .supervisor],
        "DELETE comments/{id}": [.agent, .evaluator, .supervisor],
        "PATCH moments/{id}": [.agent, .evaluator], "DELETE moments/{id}": [.agent, .evaluator],
        "PUT moments/{id}/redactions": [.agent, .evaluator],
        "POST interactions/{id}/moments": [.agent, .otherAgent], "POST moments/{id}/shares": [.evaluator],
        "DELETE jobs/{id}": [.evaluator], "PUT evaluations/{id}/assignment": [.evaluator],
        "POST evaluations/{id}/notification": [.evaluator],
    ]

    private static func name(_ route: Route) -> String { "\(route.method.rawValue) \(route.pattern)" }

    @Test(arguments: Visitor.allCases) func everyDoorOpensToThoseItIsForAndOnWhatTheySee(_ visitor: Visitor) throws {
        let day = try Workday()
        let things = try Things(day)
        for route in AuthorizationTests.doors {
            let reply = try things.ask(route, by: visitor.asker(day), of: try things.make(route))
            let door = "\(AuthorizationTests.name(route)): \(reply.status) \(reply.code ?? "")"
            if !AuthorizationTests.mayCome(visitor, route) {
                #expect(reply.status == 403, "\(door)")
            } else if AuthorizationTests.closed[AuthorizationTests.name(route)]?.contains(visitor) == true {
                #expect(reply.status == 403, "\(door)")
            } else if !AuthorizationTests.sees(visitor, route) {
                #expect(reply.status == 404, "\(door)")
            } else if AuthorizationTests.name(route) == "POST evaluations" {
                // Its smallest body names an interaction that is not there.
                #expect(reply.status == 404, "\(door)")
            } else {
                #expect(![401, 403, 404].contains(reply.status) && reply.status < 500, "\(door)")
            }
        }
    }

    @Test(arguments: Visitor.allCases) func whatIsNotThereIsNotThereForAnybody(_ visitor: Visitor) throws {
        let day = try Workday()
        let things = try Things(day)
        for route in AuthorizationTests.doors where route.pattern.contains("{") {
            let reply = try things.ask(route, by: visitor.asker(day), of: "00000000-0000-7000-8000-0000000000ff")
            let expected = AuthorizationTests.mayCome(visitor, route) ? [404] : [403]
            // Agents are told that they cut no moments before anything is looked up.
            let early = AuthorizationTests.name(route) == "POST interactions/{id}/moments" && visitor.role == .agent
            #expect(
                (early ? [403] : expected).contains(reply.status), "\(AuthorizationTests.name(route)): \(reply.status)")
        }
    }

    @Test func nobodyAndWhoeverIsShutOutHaveToSignInFirst() throws {
        let day = try Workday()
        let things = try Things(day)
        let gone = try day.account.person("Guy", .admin)
        #expect(try day.admin.patch("users/\(gone.id)", #"{"disabled":true}"#).status == 200)
        for route in AuthorizationTests.doors {
            for person in [day.account.nobody, gone] {
                let reply = try things.ask(route, by: person, of: "x")
                #expect(reply.status == 401, "\(AuthorizationTests.name(route))")
                #expect(reply.code == "not_signed_in")
            }
        }
    }

    @Test func aTokenOpensADoorByItsScopeAlone() throws {
        let day = try Workday()
        let things = try Things(day)
        let tokens = try Dictionary(
            uniqueKeysWithValues: Scope.allCases.map { scope in
                let reply = try day.admin.post("tokens", #"{"name":"T","scopes":["\#(scope.rawValue)"]}"#)
                let proof = ("Authorization", "Bearer \(reply["/token"]?.text ?? "")")
                return (scope, Asker(account: day.account, id: reply.id, name: "T", proof: proof))
            })
        for route in AuthorizationTests.doors {
            for scope in Scope.allCases {
                let token = try #require(tokens[scope])
                if scope != route.scope {
                    #expect(
                        try things.ask(route, by: token, of: "x").status == 403, "\(AuthorizationTests.name(route))")
                } else {
                    let reply = try things.ask(route, by: token, of: "x")
                    #expect(
                        ![401, 403].contains(reply.status) && reply.status < 500, "\(AuthorizationTests.name(route))")
                }
            }
        }
    }

    private static func mayCome(_ visitor: Visitor, _ route: Route) -> Bool {
        guard case .holding(let permissions) = route.access else { return true }
        return permissions.contains(where: visitor.role.permissions.contains)
    }

    private static func sees(_ visitor: Visitor, _ route: Route) -> Bool {
        guard route.pattern.contains("{"), let kind = route.pattern.split(separator: "/").first else { return true }
        return seers[kind]?.contains(visitor) == true
    }
}
