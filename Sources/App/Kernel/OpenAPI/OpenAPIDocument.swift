import Domain
import HTTP
import JSON

/// The description of the whole API: every row of the route table with what is written beside it.
enum OpenAPIDocument {
    /// `openapi.json`, for anybody.
    static let routes: [Route] = [
        .read("openapi.json", .anyone, nil) { _, _ in .json(bytes) }
    ]

    static let api = RoomAPI(
        operations: [
            .get(
                "openapi.json", "The description of this API.",
                answers: [.ok(.map(.named("Detail")), "An OpenAPI 3.1 document.")])
        ],
        shapes: [
            ("Reference", .object(["id": .id, "name": .text()])),
            (
                "Problem",
                Shape.object([
                    "type": .text(), "title": .text(), "status": .integer(400...599), "code": .text(1...100),
                    "detail": .text(),
                ])
                .at(times: ["errors": .list(.object(["pointer": .text(), "code": .text(), "detail": .text()]))])
            ),
        ])

    static let bytes = written()

    private static func written() -> [UInt8] {
        var writer = JSONWriter(reserving: 1 << 18)
        writer.object { writer in
            writer.field("openapi", "3.1.0")
            writer.field("info", object: about)
            writer.field("servers", array: { list in list.object { $0.field("url", "/api/v1") } })
            writer.field(
                "tags", array: { list in for room in Rooms.described { list.object { $0.field("name", room.name) } } })
            writer.field("paths", object: paths)
            writer.field("components", object: components)
        }
        return writer.bytes
    }

    private static func about(_ writer: inout JSONWriter) {
        writer.field("title", "Earmark")
        writer.field("version", "1")
        writer.field(
            "description",
            "An evaluation workbench for recorded conversations. Refusals are problem details (RFC 9457) with a stable "
                + "`code`; `x-codes` lists them. `x-permission` names what a person needs (any one of them), `x-scope` "
                + "what an API token needs; where it is null tokens are refused.")
        writer.field(
            "license",
            object: {
                $0.field("name", "Apache-2.0")
                $0.field("identifier", "Apache-2.0")
            })
    }

    private static func paths(_ writer: inout JSONWriter) {
        var seen: Set<String> = []
        for pattern in Rooms.routes.routes.map(\.pattern) where seen.insert(pattern).inserted {
            writer.field(
                "/" + pattern,
                object: { writer in
                    for route in Rooms.routes.routes where route.pattern == pattern {
                        guard let (room, operation) = Rooms.description(of: route) else { continue }
                        writer.field(
                            route.method.rawValue.lowercased(),
                            object: {
                                OperationJSON(route: route, operation: operation, room: room).write(&$0)
                            })
                    }
                })
        }
    }

    private static func components(_ writer: inout JSONWriter) {
        writer.field(
            "schemas",
            object: { writer in
                for room in Rooms.described {
                    for (name, shape) in room.api.shapes { writer.field(name, shape: shape, false) }
                }
            })
        writer.field(
            "securitySchemes",
            object: { writer in
                writer.field(
                    "session",
                    object: {
                        $0.field("type", "apiKey")
                        $0.field("in", "cookie")
                        $0.field("name", "session")
                        $0.field(
                            "description", "Set by POST /session; called __Host-session where people come over https.")
                    })
                writer.field(
                    "token",
                    object: {
                        $0.field("type", "http")
                        $0.field("scheme", "bearer")
                        $0.field("description", "An API token; `earmark token add` or POST /tokens makes one.")
                    })
            })
    }
}

/// One operation as the document shows it.
private struct OperationJSON {
    let route: Route
    let operation: Operation
    let room: String

    func write(_ writer: inout JSONWriter) {
        writer.field("operationId", operationID)
        writer.field("tags", [room])
        writer.field("summary", operation.summary)
        writeAccess(&writer)
        writer.field("parameters", array: parameters)
        if let content = operation.content {
            writer.field(
                "requestBody",
                object: {
                    $0.field("required", content.isRequired)
                    $0.field("content", types: content.types, isClosed: true)
                })
        }
        writer.field("responses", object: responses)
    }

    private func writeAccess(_ writer: inout JSONWriter) {
        writer.field(
            "security",
            array: { list in
                if route.access == .anyone { list.object { _ in } }
                if route.access == .anyone, route.pattern != "session" { return }
                list.object { $0.field("session", [String]()) }
                if route.scope != nil { list.object { $0.field("token", [String]()) } }
            })
        switch route.access {
        case .anyone: writer.field("x-permission", "anyone")
        case .signedIn: writer.field("x-permission", "signed_in")
        case .holding(let permissions): writer.field("x-permission", permissions.map(\.rawValue))
        }
        writer.field("x-scope", route.scope?.rawValue)
    }

    private func parameters(_ list: inout JSONWriter) {
        for segment in route.pattern.split(separator: "/") where segment.hasPrefix("{") {
            list.object {
                $0.field("name", String(segment.dropFirst().dropLast()))
                $0.field("in", "path")
                $0.field("required", true)
                $0.field("schema", shape: .id, true)
            }
        }
        var parameters = operation.parameters
        if Refusable.isIdempotent(route) {
            parameters.append(
                .header(
                    "Idempotency-Key", .matching("^[!-~]{1,200}$"),
                    "A repeat under the same key within a day gets the first answer again.", isRequired: false))
        }
        for parameter in parameters {
            list.object {
                $0.field("name", parameter.name)
                $0.field("in", parameter.place.rawValue)
                $0.field("description", parameter.about)
                $0.field("required", parameter.isRequired)
                $0.field("schema", shape: parameter.shape, true)
            }
        }
    }

    private func responses(_ writer: inout JSONWriter) {
        let refusals = Refusable.codes(route, operation)
        for answer in operation.answers {
            writer.field(
                String(answer.status),
                object: { writer in
                    let refused = refusals.first { $0.status == answer.status }?.codes
                    writer.field("description", answer.about)
                    if !answer.headers.isEmpty { writer.field("headers", object: { headers(answer, &$0) }) }
                    if let refused { writer.field("x-codes", refused) }
                    let problem = [(name: "application/problem+json", shape: Shape.named("Problem"))]
                    let types = answer.types + (refused == nil ? [] : problem)
                    if !types.isEmpty { writer.field("content", types: types, isClosed: false) }
                })
        }
        for (status, codes) in refusals where !operation.answers.contains(where: { $0.status == status }) {
            writer.field(
                String(status),
                object: {
                    $0.field("description", "Refused: " + codes.map { "`\($0)`" }.joined(separator: ", ") + ".")
                    $0.field("x-codes", codes)
                    $0.field(
                        "content", types: [("application/problem+json", .named("Problem"))], isClosed: false)
                })
        }
    }

    private func headers(_ answer: Operation.Answer, _ writer: inout JSONWriter) {
        for (name, about) in answer.headers {
            writer.field(
                name,
                object: {
                    $0.field("description", about)
                    $0.field("schema", shape: .text(), false)
                })
        }
    }

    /// `getInteractionsIdComments`
    private var operationID: String {
        let words = route.pattern.split { !$0.isLetter && !$0.isNumber }
        return route.method.rawValue.lowercased() + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

extension JSONWriter {
    fileprivate mutating func field(_ name: String, types: [(name: String, shape: Shape)], isClosed: Bool) {
        field(
            name,
            object: { writer in
                for (type, shape) in types {
                    writer.field(type, object: { $0.field("schema", shape: shape, isClosed) })
                }
            })
    }
}
