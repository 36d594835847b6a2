import HTTP
import JSON
import Testing

@testable import App

/// Whatever people name is held to the one rule of names, at every door; a scorecard's draft when it is published.
struct GivenNameDoorsTests {
    private static let doors = Rooms.routes.routes.compactMap { route -> (route: Route, member: String)? in
        let content = Rooms.description(of: route)?.operation.content
        guard case .object(let members)? = content?.types.first?.shape, !route.pattern.hasPrefix("scorecards") else {
            return nil
        }
        let named = members.first { ["name", "title", "accountName"].contains($0.name) }
        return named.map { (route, $0.name) }
    }

    @Test func theseDoorsTakeNames() {
        let doors = Self.doors.map { "\($0.route.method.rawValue) \($0.route.pattern)" }
        #expect(
            Set(doors) == [
                "POST users", "PATCH users/{id}", "POST teams", "PATCH teams/{id}", "POST tokens", "PATCH settings",
                "POST criteria", "PUT criteria/{id}", "POST interactions/{id}/moments", "PATCH moments/{id}",
                "POST evaluations", "PATCH evaluations/{id}", "POST evaluation-views", "PUT evaluation-views/{id}",
            ])
    }

    @Test(arguments: [(" ", "text_empty"), ("invoice\u{202E}gpj.exe", "text_control"), ("a\\nb", "text_control")])
    func aNameThatCannotBeReadIsRefused(_ name: String, _ code: String) throws {
        let day = try Workday()
        let things = try Things(day)
        for (route, member) in Self.doors {
            let reply = try things.ask(route, by: day.admin, of: try things.make(route)) { shape in
                let (usual, given) = (#""\#(member)":"x""#, #""\#(member)":"\#(name)""#)
                let example = shape.example
                if example.contains(usual) { return example.replacing(usual, with: given) }
                return "{" + given + (example == "{}" ? "" : ",") + example.dropFirst()
            }
            #expect(reply.status == 422, "\(route.method.rawValue) \(route.pattern)")
            #expect(reply.code == code, "\(route.method.rawValue) \(route.pattern)")
            #expect(reply.all("/errors", "pointer") == ["/\(member)"])
        }
    }

    @Test func aNameIsKeptWithoutWhiteSpaceAtItsEnds() throws {
        let day = try Workday()
        #expect(try day.admin.post("teams", #"{"name":" North\n"}"#)["/name"]?.text == "North")
        #expect(try day.admin.post("teams", #"{"name":"North"}"#).code == "name_taken")
    }
}
