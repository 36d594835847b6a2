import HTTP
import JSON
import Testing

@testable import App

/// The description of the API says what the route table says.
struct OpenAPITests {
    @Test func everyDoorIsDescribedAndEveryDescriptionHasADoor() {
        let doors = Rooms.routes.routes.map { "\($0.method.rawValue) \($0.pattern)" }
        let plates = Rooms.described.flatMap(\.api.operations).map { "\($0.method.rawValue) \($0.pattern)" }
        #expect(Set(doors).subtracting(plates).sorted() == [])
        #expect(Set(plates).subtracting(doors).sorted() == [])
        #expect(doors.count == Set(doors).count)
        #expect(plates.count == Set(plates).count)
    }

    @Test func aDoorTakesTheContentTypesWrittenBesideIt() throws {
        for route in Rooms.routes.routes {
            let (_, operation) = try #require(Rooms.description(of: route))
            for type in operation.content?.types ?? [] {
                #expect(route.consumes.contains(type.name), "\(route.method.rawValue) \(route.pattern)")
            }
            #expect(route.method != .get || operation.content == nil)
        }
    }

    @Test func everyShapeThatIsNamedIsThere() throws {
        let document = try JSONReader.read(OpenAPIDocument.bytes)
        let schemas = try #require(document["components"]?["schemas"])
        var missing: Set<String> = []
        func look(_ value: JSONValue) {
            switch value {
            case .array(let elements): for element in elements { look(element) }
            case .object(let members):
                for member in members {
                    if member.name == "$ref", let name = member.value.text?.split(separator: "/").last,
                        schemas[String(name)] == nil
                    {
                        missing.insert(String(name))
                    }
                    look(member.value)
                }
            default: break
            }
        }
        look(document)
        #expect(missing == [])
    }

    @Test func theDocumentIsForEverybodyAndSaysWhoMayWhat() throws {
        let account = try SmallAccount()
        let reply = try account.nobody.get("openapi.json")
        #expect(reply.status == 200)
        #expect(reply["/openapi"]?.text == "3.1.0")
        let search = reply.body["paths"]?["/interactions"]?["get"]
        #expect(search?["x-permission"]?.elements?.first?.text == "view_interactions")
        #expect(search?["x-scope"]?.text == "interactions:read")
        #expect(search?["responses"]?["401"]?["x-codes"]?.elements?.first?.text == "not_signed_in")
    }

    @Test func theStatusOfEveryRefusalIsOneAnInternetStandardKnows() {
        for (code, status) in Problems.statuses { #expect((400..<600).contains(status), "\(code)") }
    }
}
