import Domain
import JSON

/// Conditions as requests and saved searches say them.
///
/// A group is `{"all": […]}` or `{"any": […]}`; a condition names a `field` and what must hold of it: `in` or `notIn`,
/// for `indicator` `mentioned` or `absent`, for `duration` `atLeastMs`, `atMostMs` or both.
enum ConditionJSON {
    static func read(_ value: JSONValue, pointer: String) throws -> ConditionTree {
        try node(value, pointer, depth: 0).checked(at: pointer)
    }

    private static func node(_ value: JSONValue, _ pointer: String, depth: Int) throws -> ConditionTree {
        var fields = try JSONFields(value, pointer: pointer)
        let field = try fields.optionalString("field", max: 50)
        let said = try Said(&fields)
        let groups = try ["all", "any"].map { name in
            try fields.optionalArray(name, max: ConditionTree.Limit.conditions) { value, place in
                // One too deep is read, so that it can be refused in words.
                guard depth < ConditionTree.Limit.depth else { return ConditionTree.all([]) }
                return try node(value, place, depth: depth + 1)
            }
        }
        try fields.finish()
        switch (field, groups[0], groups[1]) {
        case (nil, let parts?, nil) where said.isNothing: return .all(try filled(parts, pointer))
        case (nil, nil, let parts?) where said.isNothing: return .any(try filled(parts, pointer))
        case (let field?, nil, nil): return try said.condition(on: field, pointer)
        default:
            throw Refusal.field(
                pointer, "condition_shape", "A condition names a field, or is a group of all or any others.")
        }
    }

    private static func filled(_ parts: [ConditionTree], _ pointer: String) throws -> [ConditionTree] {
        guard !parts.isEmpty else {
            throw Refusal.field(pointer, "condition_empty", "A group holds at least one condition.")
        }
        return parts
    }

    /// What a condition says of its field.
    private struct Said {
        let values: [(name: String, values: [String])]
        let atLeastMs: Int64?
        let atMostMs: Int64?

        init(_ fields: inout JSONFields) throws {
            var found: [(String, [String])] = []
            for name in ["in", "notIn", "mentioned", "absent"] where fields.present(name) != nil {
                let values = try fields.strings(name, max: ConditionTree.Limit.values, each: 250)
                found.append((name, values.filter { !$0.allSatisfy(\.isWhitespace) }))
            }
            values = found
            atLeastMs = try fields.optionalInt64("atLeastMs", in: 0...86_400_000)
            atMostMs = try fields.optionalInt64("atMostMs", in: 0...86_400_000)
        }

        var isNothing: Bool { values.isEmpty && atLeastMs == nil && atMostMs == nil }

        func condition(on name: String, _ pointer: String) throws -> ConditionTree {
            if name == "duration", values.isEmpty, !isNothing {
                guard atLeastMs ?? 0 <= atMostMs ?? .max else {
                    throw Refusal.field(pointer, "condition_range", "The shortest is longer than the longest.")
                }
                return .duration(atLeastMs: atLeastMs, atMostMs: atMostMs)
            }
            guard values.count == 1, let (said, list) = values.first, atLeastMs == nil, atMostMs == nil else {
                throw shape(pointer)
            }
            guard !list.isEmpty else {
                throw Refusal.field(pointer, "condition_empty", "A condition names at least one value.")
            }
            if name == "indicator", said == "mentioned" || said == "absent" {
                guard list.allSatisfy({ FullText.phrase($0) != nil }) else {
                    throw Refusal.field(pointer, "condition_empty", "What is to be heard has a letter or a number.")
                }
                return .indicator(isMentioned: said == "mentioned", list)
            }
            guard let field = ConditionTree.Field(rawValue: name), said == "in" || said == "notIn" else {
                throw shape(pointer)
            }
            return .named(field, isIn: said == "in", list)
        }

        private func shape(_ pointer: String) -> Refusal {
            .field(
                pointer, "condition_shape",
                "A condition says “in” or “notIn”; “indicator” says “mentioned” or “absent”, “duration” from and to.")
        }
    }

    static func write(_ tree: ConditionTree, to writer: inout JSONWriter) {
        switch tree {
        case .all(let parts): write("all", parts, to: &writer)
        case .any(let parts): write("any", parts, to: &writer)
        case .named(let field, let isIn, let values):
            writer.field("field", field.rawValue)
            writer.field(isIn ? "in" : "notIn", values)
        case .indicator(let isMentioned, let phrases):
            writer.field("field", "indicator")
            writer.field(isMentioned ? "mentioned" : "absent", phrases)
        case .duration(let atLeastMs, let atMostMs):
            writer.field("field", "duration")
            if let atLeastMs { writer.field("atLeastMs", atLeastMs) }
            if let atMostMs { writer.field("atMostMs", atMostMs) }
        }
    }

    private static func write(_ name: String, _ parts: [ConditionTree], to writer: inout JSONWriter) {
        writer.field(name, array: { list in for part in parts { list.object { write(part, to: &$0) } } })
    }
}
