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
        "jobs": [.evaluator, .supervisor, .admin], "shares": [.supervisor, .admin], "uploads": [.admin],
        "users": [.admin], "teams": [.admin], "tokens": [.admin], "criteria": [.supervisor, .otherSupervisor, .admin],
        "scorecards": [.evaluator, .supervisor, .otherSupervisor, .admin],
    ]

    /// Doors that somebody who may come and sees the thing still does not pass.
    private static let closed: [String: Set<Visitor>] = [
        "PATCH comments/{id}": [.agent, .evaluator, .supervisor],
        "DELETE comments/{id}": [.agent, .evaluator, .supervisor],
        "PATCH moments/{id}": [.agent, .evaluator], "DELETE moments/{id}": [.agent, .evaluator],
        "POST interactions/{id}/moments": [.agent, .otherAgent], "POST moments/{id}/shares": [.evaluator],
        "DELETE jobs/{id}": [.evaluator], "PUT evaluations/{id}/assignment": [.evaluator],
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

/// Things made through the doors by an admin, a fresh one for each question that may change it.
private final class Things {
    private let day: Workday
    private var kept: [Substring: String] = [:]
    private var number = 0

    init(_ day: Workday) throws {
        self.day = day
    }

    /// Asks at a door with the smallest body it takes.
    func ask(_ route: Route, by person: Asker, of id: String) throws -> Reply {
        let path = route.pattern.split(separator: "/").map { part in
            part == "{id}" ? id : part == "{n}" ? "1" : String(part)
        }.joined(separator: "/")
        var headers = [
            ("If-Match", "\"1.0\""), ("Tus-Resumable", "1.0.0"), ("Upload-Length", "4"), ("Upload-Offset", "4"),
        ]
        var body: [UInt8] = []
        if let content = try #require(Rooms.description(of: route)).operation.content?.types.first {
            body = content.shape == .bytes ? [1] : Array(content.shape.example.utf8)
            headers += [("Content-Type", content.name), ("Content-Length", "\(body.count)")]
        }
        let query = route.pattern == "transcripts/search" ? "?q=x" : ""
        return try Reply(try person.send(route.method, path + query, headers, body))
    }

    /// The id of a thing for this door; empty where it needs none.
    func make(_ route: Route) throws -> String {
        guard route.pattern.contains("{"), let kind = route.pattern.split(separator: "/").first else { return "" }
        if route.method == .get, let id = kept[kind] { return id }
        let id = try make(kind)
        if route.method == .get { kept[kind] = id }
        return id
    }

    private func make(_ kind: Substring) throws -> String {
        number += 1
        switch kind {
        case "users":
            return try made("users", #"{"login":"u\#(number)","name":"U","role":"agent","password":"long enough"}"#)
        case "teams": return try made("teams", #"{"name":"T\#(number)"}"#)
        case "tokens": return try made("tokens", #"{"name":"T","scopes":["users:read"]}"#)
        case "criteria": return try made("criteria", #"{"name":"C\#(number)","search":{}}"#)
        case "scorecards": return try Workday.publish(Workday.card(key: "k\(number)"), by: day.admin)
        case "uploads": return try day.uploaded()
        case "interactions": return try call()
        case "recordings": return try day.recorded(try day.calls(1, named: "R\(number)")[0])
        case "comments": return try made("interactions/\(try call())/comments", #"{"body":"x"}"#)
        case "moments": return try moment()
        case "evaluations":
            return try made("evaluations", #"{"interactionId":"\#(try call())","scorecards":["\#(day.scorecard)"]}"#)
        case "jobs": return try day.admin.post("interactions/\(try call())/bundle", #"{"format":"zip"}"#).id
        case "shares":
            return try made(
                "moments/\(try moment())/shares", #"{"expiresAt":"2026-11-20T00:00:00Z","password":"long enough"}"#)
        default: throw Workday.Unexpected(reply: try day.admin.get("no-such-thing"))
        }
    }

    /// A call of the first agent's with a recording and a transcript.
    private func call() throws -> String {
        number += 1
        let call = try day.calls(1, named: "A\(number)")[0]
        try day.recorded(call)
        _ = try day.transcribed(call, Workday.vtt("hello"))
        return call
    }

    private func moment() throws -> String {
        try made("interactions/\(try call())/moments", #"{"title":"M","startMs":0,"endMs":2000}"#)
    }

    private func made(_ path: String, _ body: String) throws -> String {
        let reply = try day.admin.post(path, body)
        guard reply.status == 201 else { throw Workday.Unexpected(reply: reply) }
        return reply.id
    }
}
