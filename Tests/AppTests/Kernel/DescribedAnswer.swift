import HTTP
import JSON
import Testing

@testable import App

/// Compares what a door answered with what is written beside it; every answer of every test is compared.
enum DescribedAnswer {
    static func check(_ head: Head, _ response: Response) {
        guard head.segments.starts(with: ["api", "v1"]),
            case .found(let route, _) = Rooms.routes.match(head.routedMethod, head.segments.dropFirst(2))
        else { return }
        let door = "\(route.method.rawValue) \(route.pattern) answered \(response.status)"
        guard let (_, operation) = Rooms.description(of: route) else {
            Issue.record("\(door), and nothing is written beside it")
            return
        }
        var body: JSONValue?
        if case .bytes(let bytes) = response.body, isJSON(response) { body = try? JSONReader.read(bytes) }
        if response.status >= 400 {
            let code = body?["code"]?.text ?? ""
            let known = Refusable.codes(route, operation).first { $0.status == response.status }?.codes ?? []
            if !known.contains(code) { Issue.record("\(door) with \(code), which is not written there") }
        } else {
            guard let answer = operation.answers.first(where: { $0.status == response.status }) else {
                Issue.record("\(door), which is not written there")
                return
            }
            guard let body else { return }
            guard let shape = answer.types.first(where: { $0.name == "application/json" })?.shape else {
                Issue.record("\(door) with JSON, which is not written there")
                return
            }
            if let misfit = shape.misfit(body, at: "") { Issue.record("\(door): \(misfit)") }
        }
    }

    private static func isJSON(_ response: Response) -> Bool {
        response.headers.contains { $0.0 == "Content-Type" && $0.1.hasSuffix("json") }
    }
}

extension Shape {
    private static let named = Dictionary(
        uniqueKeysWithValues: Rooms.described.flatMap(\.api.shapes).map { ($0.name, $0.shape) })

    /// Why a value is not of this shape; nil when it is. Members that are not written down do not fit.
    func misfit(_ value: JSONValue, at pointer: String) -> String? {
        let place = pointer.isEmpty ? "the document" : pointer
        switch (self, value) {
        case (.named(let name), _):
            guard let shape = Shape.named[name] else { return "no shape is called \(name)" }
            return shape.misfit(value, at: pointer)
        case (.any(let shapes), _):
            let misfits = shapes.map { $0.misfit(value, at: pointer) }
            return misfits.contains(nil) ? nil : misfits.compactMap(\.self).first
        case (.text(let lengths), .string(let text)):
            guard let lengths, !lengths.contains(text.unicodeScalars.count) else { return nil }
            return "\(place) has \(text.unicodeScalars.count) characters"
        case (.instant, .string(let text)):
            return text.count == 24 && text.hasSuffix("Z") ? nil : "\(place) is no instant: \(text)"
        case (.choice(let names), .string(let text)):
            return names.contains(text) ? nil : "\(place) is “\(text)”"
        case (.integer(let range), .integer(let number)):
            return range?.contains(number) ?? true ? nil : "\(place) is \(number)"
        case (.number, .integer), (.number, .number), (.truth, .bool), (.null, .null), (.matching, .string): return nil
        case (.list(let element, _, _), .array(let values)):
            for (index, value) in values.enumerated() {
                if let misfit = element.misfit(value, at: "\(pointer)/\(index)") { return misfit }
            }
            return nil
        case (.map(let shape), .object(let members)):
            for member in members {
                if let misfit = shape.misfit(member.value, at: "\(pointer)/\(member.name)") { return misfit }
            }
            return nil
        case (.object(let shapes), .object(let members)): return misfit(members, shapes, at: pointer)
        default: return "\(place) is \(value.kind)"
        }
    }

    private func misfit(_ members: [JSONValue.Member], _ shapes: [Member], at pointer: String) -> String? {
        for shape in shapes where shape.isRequired && !members.contains(where: { $0.name == shape.name }) {
            return "\(pointer)/\(shape.name) is missing"
        }
        for member in members {
            guard let shape = shapes.first(where: { $0.name == member.name }) else {
                return "\(pointer)/\(member.name) is not written there"
            }
            if let misfit = shape.shape.misfit(member.value, at: "\(pointer)/\(member.name)") { return misfit }
        }
        return nil
    }

    /// A value of this shape, as small as it may be; members that may be left out are.
    var example: String { example(isFull: false, isNull: false) }

    /// With every member.
    var fullExample: String { example(isFull: true, isNull: false) }

    /// With every member, and null wherever that may stand.
    var nullExample: String { example(isFull: true, isNull: true) }

    private func example(isFull: Bool, isNull: Bool) -> String {
        switch self {
        case .text(let lengths): "\"\(String(repeating: "x", count: lengths?.lowerBound ?? 0))\""
        case .instant: "\"2026-11-12T14:02:00Z\""
        case .matching, .bytes: "\"x\""
        case .choice(let names): "\"\(names[0])\""
        case .integer(let range): "\(range?.lowerBound ?? 0)"
        case .number(let range): "\(range?.lowerBound ?? 0)"
        case .truth: "true"
        case .null: "null"
        case .list(let element, let least, _):
            isFull || least > 0 ? "[\(element.example(isFull: isFull, isNull: isNull))]" : "[]"
        case .map: "{}"
        case .named(let name): Shape.named[name]?.example(isFull: isFull, isNull: isNull) ?? "null"
        case .any(let shapes):
            isNull && shapes.contains(.null) ? "null" : shapes[0].example(isFull: isFull, isNull: isNull)
        case .object(let members):
            "{"
                + members.filter { $0.isRequired || isFull }
                .map { "\"\($0.name)\":\($0.shape.example(isFull: isFull, isNull: isNull))" }
                .joined(separator: ",") + "}"
        }
    }
}
