import JSON

/// What a JSON value looks like: a schema of JSON Schema 2020-12, as far as the API needs one (OpenAPI 3.1, section 4.8.24).
indirect enum Shape: Sendable, Equatable {
    /// So many characters.
    case text(ClosedRange<Int>? = nil)
    /// An instant as RFC 3339.
    case instant
    /// A text that a regular expression matches.
    case matching(String)
    case choice([String])
    case integer(ClosedRange<Int64>? = nil)
    case number(ClosedRange<Double>? = nil)
    case truth
    case null
    case list(Shape, min: Int = 0, max: Int? = nil)
    case object([Member])
    /// Any names, each with such a value.
    case map(Shape)
    /// One of the shapes that have a name.
    case named(String)
    case any([Shape])
    /// Bytes that are no JSON.
    case bytes

    /// A member of an object.
    struct Member: Sendable, Equatable {
        let name: String
        let shape: Shape
        let isRequired: Bool
    }

    static let id = Shape.text(1...100)
    static let person = Shape.named("Reference")
    static let day = Shape.matching(#"^\d{4}-\d{2}-\d{2}$"#)
    static let dayOrInstant = Shape.any([.instant, .day])
    /// Whole days told from the day on which somebody looks: `DayPeriod`.
    static let period = Shape.any([.choice(["today", "yesterday"]), .matching(#"^[1-9]\d{0,3}d$"#)])

    var orNull: Shape { .any([self, .null]) }

    /// An object that always has these members.
    static func object(_ members: KeyValuePairs<String, Shape>) -> Shape {
        .object(members.map { Member(name: $0.key, shape: $0.value, isRequired: true) })
    }

    /// What a request says: members it must have, and members that may be left out or null.
    static func input(
        _ required: KeyValuePairs<String, Shape> = [:], optional: KeyValuePairs<String, Shape> = [:]
    ) -> Shape {
        .object(
            required.map { Member(name: $0.key, shape: $0.value, isRequired: true) }
                + optional.map { Member(name: $0.key, shape: $0.value.orNull, isRequired: false) })
    }

    /// The same object with more members that are always there.
    func with(_ more: KeyValuePairs<String, Shape>) -> Shape {
        guard case .object(let members) = self else { return self }
        return .object(members + more.map { Member(name: $0.key, shape: $0.value, isRequired: true) })
    }

    /// The same object with members that are there at times.
    func at(times more: KeyValuePairs<String, Shape>) -> Shape {
        guard case .object(let members) = self else { return self }
        return .object(members + more.map { Member(name: $0.key, shape: $0.value, isRequired: false) })
    }

    static func choice<T: CaseIterable & RawRepresentable>(of type: T.Type) -> Shape where T.RawValue == String {
        .choice(type.allCases.map(\.rawValue))
    }

    /// A list that comes whole.
    static func whole(_ element: Shape) -> Shape {
        .object(["items": .list(element), "next": .null])
    }

    /// A list that comes page by page.
    static func page(_ element: Shape) -> Shape {
        Shape.object(["items": .list(element), "next": .text().orNull])
            .at(times: ["total": .object(["count": .integer(0...10_000), "capped": .truth])])
    }
}

extension Shape {
    /// Writes the schema as one value. A request is closed: members it does not name are refused, and an answer may gain
    /// members in a later version.
    func write(to writer: inout JSONWriter, isClosed: Bool) {
        writer.object { $0.members(of: self, isClosed) }
    }
}

extension JSONWriter {
    fileprivate mutating func members(of shape: Shape, _ isClosed: Bool) {
        switch shape {
        case .text(let lengths):
            field("type", "string")
            if let lengths, lengths.lowerBound > 0 { field("minLength", lengths.lowerBound) }
            if let lengths { field("maxLength", lengths.upperBound) }
        case .instant:
            field("type", "string")
            field("format", "date-time")
        case .matching(let pattern):
            field("type", "string")
            field("pattern", pattern)
        case .choice(let names):
            field("type", "string")
            field("enum", names)
        case .integer(let range):
            field("type", "integer")
            if let range {
                field("minimum", range.lowerBound)
                field("maximum", range.upperBound)
            }
        case .number(let range):
            field("type", "number")
            if let range {
                field("minimum", range.lowerBound)
                field("maximum", range.upperBound)
            }
        case .truth: field("type", "boolean")
        case .null: field("type", "null")
        case .bytes: field("contentMediaType", "application/octet-stream")
        case .named(let name): field("$ref", "#/components/schemas/" + name)
        case .any(let shapes):
            field("anyOf", array: { list in for shape in shapes { shape.write(to: &list, isClosed: isClosed) } })
        case .list(let element, let least, let most):
            field("type", "array")
            field("items", shape: element, isClosed)
            if least > 0 { field("minItems", least) }
            if let most { field("maxItems", most) }
        case .map(let value):
            field("type", "object")
            field("additionalProperties", shape: value, isClosed)
        case .object(let members): field(members: members, isClosed)
        }
    }

    private mutating func field(members: [Shape.Member], _ isClosed: Bool) {
        field("type", "object")
        let required = members.filter(\.isRequired).map(\.name)
        if !required.isEmpty { field("required", required) }
        field(
            "properties",
            object: { writer in for member in members { writer.field(member.name, shape: member.shape, isClosed) } })
        if isClosed { field("additionalProperties", false) }
    }

    mutating func field(_ name: String, shape: Shape, _ isClosed: Bool) {
        field(name, object: { $0.members(of: shape, isClosed) })
    }
}
