import HTTP
import JSON
import Testing

@testable import App

/// What a request may say is what is written beside the door: every member is known there and of its type.
struct RequestShapeTests {
    private static let doors = Rooms.routes.routes.filter { route in
        let content = Rooms.description(of: route)?.operation.content
        // Transcripts come in the shapes of other services; their bodies are not closed.
        return content?.types.first?.name == "application/json" && route.access != .anyone
    }

    /// What each door says against such a body: nothing, or which members do not fit and why.
    private func complaints(_ body: @escaping (Shape) -> String) throws -> [(door: String, text: String)] {
        let day = try Workday()
        let things = try Things(day)
        return try RequestShapeTests.doors.map { route in
            let reply = try things.ask(route, by: day.admin, of: try things.make(route), body: body)
            let codes = Set(reply.all("/errors", "code"))
                .intersection(["field_unknown", "field_type", "field_missing", "field_value"])
            let isOther = reply.code?.hasPrefix("json_") == true
            let text = codes.isEmpty && !isOther ? "" : "\(reply.code ?? "") \(reply.all("/errors", "detail"))"
            return ("\(route.method.rawValue) \(route.pattern)", text)
        }
    }

    private func misfits(_ body: @escaping (Shape) -> String) throws -> String {
        try complaints(body).filter { !$0.text.isEmpty }.map { $0.door + ": " + $0.text }.joined(separator: "; ")
    }

    @Test func theSmallestRequestIsTaken() throws {
        let misfits = try misfits { $0.example }
        #expect(misfits == "")
    }

    @Test func everyMemberThatIsWrittenIsKnownAndOfItsType() throws {
        let misfits = try misfits { $0.fullExample }
        #expect(misfits == "")
    }

    @Test func nullIsTakenWhereItIsWritten() throws {
        let misfits = try misfits { $0.nullExample }
        #expect(misfits == "")
    }

    @Test func aMemberThatIsNotWrittenIsRefused() throws {
        let all = try complaints { shape in
            let example = shape.example
            return (example == "{}" ? "{" : example.dropLast() + ",") + "\"unwritten\":1}"
        }
        let deaf = all.filter { $0.text.isEmpty }.map(\.door)
        #expect(deaf == [])
    }
}
