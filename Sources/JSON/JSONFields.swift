/// The members of one object, read by name and type; what is wrong is said with a JSON pointer to it.
///
/// An optional member may be absent or null; `finish` refuses members nobody asked for.
package struct JSONFields {
    /// Where this object stands in its document, empty for the root.
    package let pointer: String
    private let members: [JSONValue.Member]
    private var marks: ReadMarks
    /// Where the next member is looked for first: documents mostly say members in the order they are asked for.
    private var next = 0

    package init(_ value: JSONValue, pointer: String = "") throws(FieldError) {
        guard case .object(let members) = value else {
            throw FieldError.wrongType(value, wanted: "an object", pointer: pointer)
        }
        self.pointer = pointer
        self.members = members
        marks = ReadMarks(count: members.count)
    }

    // MARK: Members as they are

    /// Whether the member stands there, null included.
    package func has(_ name: String) -> Bool {
        members.contains { $0.name == name }
    }

    /// The member as it is; nil when absent.
    package mutating func value(_ name: String) -> JSONValue? {
        var index = next
        for _ in members.indices {
            if index >= members.count { index = 0 }
            if members[index].name == name {
                marks.mark(index)
                next = index + 1
                return members[index].value
            }
            index += 1
        }
        return nil
    }

    /// The member, nil when absent or null.
    package mutating func present(_ name: String) -> JSONValue? {
        let found = value(name)
        return found == .null ? nil : found
    }

    /// The member as it is; refused when absent.
    package mutating func raw(_ name: String) throws(FieldError) -> JSONValue {
        guard let found = value(name) else { throw missing(name) }
        return found
    }

    /// Says that nothing but what was asked for may stand here.
    package func finish() throws(FieldError) {
        if marks.areAll(members.count) { return }
        let unread = members.indices.filter { !marks.isMarked($0) }
        guard let first = unread.first else { return }
        let names = unread.map { "“\(members[$0].name)”" }.joined(separator: ", ")
        throw FieldError(
            pointer: JSONPointer.member(members[first].name, of: pointer), code: "field_unknown",
            sentence: names.contains(", ") ? "\(names) are not known here." : "\(names) is not known here.")
    }

    /// The pointer to a member of this object.
    package func pointer(to name: String) -> String {
        JSONPointer.member(name, of: pointer)
    }

    // MARK: Texts

    /// A text of `min` to `max` Unicode scalars without NUL.
    package mutating func string(_ name: String, min: Int = 0, max: Int = 4096) throws(FieldError) -> String {
        guard let text = try optionalString(name, min: min, max: max) else { throw missing(name) }
        return text
    }

    package mutating func optionalString(_ name: String, min: Int = 0, max: Int = 4096) throws(FieldError) -> String? {
        guard let value = present(name) else { return nil }
        return try value.checkedText(min: min, max: max, pointer: pointer, name: name)
    }

    /// One of an enumeration's texts.
    package mutating func choice<T: RawRepresentable & CaseIterable>(
        _ name: String, of type: T.Type
    ) throws(FieldError) -> T where T.RawValue == String {
        guard let choice = try optionalChoice(name, of: type) else { throw missing(name) }
        return choice
    }

    package mutating func optionalChoice<T: RawRepresentable & CaseIterable>(
        _ name: String, of type: T.Type
    ) throws(FieldError) -> T? where T.RawValue == String {
        guard let value = present(name) else { return nil }
        guard case .string(let text) = value else {
            throw FieldError.wrongType(value, wanted: "a text", pointer: pointer(to: name))
        }
        if let choice = T(rawValue: text) { return choice }
        let known = T.allCases.map { "“\($0.rawValue)”" }.joined(separator: ", ")
        throw FieldError(
            pointer: pointer(to: name), code: "field_value", sentence: "“\(name)” must be one of \(known).")
    }

    /// A list of texts, empty when absent.
    package mutating func strings(
        _ name: String, max count: Int, min length: Int = 0, each longest: Int = 4096
    ) throws(FieldError) -> [String] {
        guard let value = present(name) else { return [] }
        var texts: [String] = []
        let place = pointer(to: name)
        for (index, element) in try value.elements(max: count, pointer: place, name: name).enumerated() {
            texts.append(
                try element.checkedText(
                    min: length, max: longest, pointer: JSONPointer.element(index, of: place), name: nil))
        }
        return texts
    }

    // MARK: Numbers and truths

    package mutating func int64(_ name: String, in range: ClosedRange<Int64>? = nil) throws(FieldError) -> Int64 {
        guard let integer = try optionalInt64(name, in: range) else { throw missing(name) }
        return integer
    }

    package mutating func optionalInt64(
        _ name: String, in range: ClosedRange<Int64>? = nil
    ) throws(FieldError) -> Int64? {
        guard let value = present(name) else { return nil }
        guard case .integer(let integer) = value else {
            throw FieldError.wrongType(value, wanted: "a whole number", pointer: pointer(to: name))
        }
        if let range, !range.contains(integer) {
            throw FieldError(
                pointer: pointer(to: name), code: "field_range",
                sentence: "“\(name)” must be from \(range.lowerBound) to \(range.upperBound).")
        }
        return integer
    }

    /// A number, whole or not.
    package mutating func optionalNumber(_ name: String) throws(FieldError) -> Double? {
        guard let value = present(name) else { return nil }
        switch value {
        case .number(let number): return number
        case .integer(let integer): return Double(integer)
        default: throw FieldError.wrongType(value, wanted: "a number", pointer: pointer(to: name))
        }
    }

    package mutating func bool(_ name: String) throws(FieldError) -> Bool {
        guard let truth = try optionalBool(name) else { throw missing(name) }
        return truth
    }

    package mutating func optionalBool(_ name: String) throws(FieldError) -> Bool? {
        guard let value = present(name) else { return nil }
        guard case .bool(let truth) = value else {
            throw FieldError.wrongType(value, wanted: "true or false", pointer: pointer(to: name))
        }
        return truth
    }

    // MARK: Lists and objects

    /// A list, each element read with its pointer; its reader may throw what it likes.
    package mutating func array<T>(
        _ name: String, max: Int, _ element: (JSONValue, String) throws -> T
    ) throws -> [T] {
        guard let elements = try optionalArray(name, max: max, element) else { throw missing(name) }
        return elements
    }

    package mutating func optionalArray<T>(
        _ name: String, max: Int, _ element: (JSONValue, String) throws -> T
    ) throws -> [T]? {
        guard let value = present(name) else { return nil }
        let place = pointer(to: name)
        let values = try value.elements(max: max, pointer: place, name: name)
        var elements: [T] = []
        elements.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            elements.append(try element(value, JSONPointer.element(index, of: place)))
        }
        return elements
    }

    /// A list of objects; members an element's reader did not ask for are refused.
    package mutating func objects<T>(
        _ name: String, max: Int, _ element: (inout JSONFields) throws -> T
    ) throws -> [T] {
        try array(name, max: max) { value, place in
            var fields = try JSONFields(value, pointer: place)
            let element = try element(&fields)
            try fields.finish()
            return element
        }
    }

    package mutating func object(_ name: String) throws(FieldError) -> JSONFields {
        guard let fields = try optionalObject(name) else { throw missing(name) }
        return fields
    }

    package mutating func optionalObject(_ name: String) throws(FieldError) -> JSONFields? {
        guard let value = present(name) else { return nil }
        return try JSONFields(value, pointer: pointer(to: name))
    }

    private func missing(_ name: String) -> FieldError {
        FieldError(pointer: pointer(to: name), code: "field_missing", sentence: "“\(name)” is missing.")
    }
}

/// Which members of an object were asked for: bits while they are few, so that reading an object costs no memory.
private struct ReadMarks {
    private var few: UInt64 = 0
    private var many: [Bool]

    init(count: Int) { many = count <= 64 ? [] : Array(repeating: false, count: count) }

    mutating func mark(_ index: Int) {
        if many.isEmpty { few |= 1 << UInt64(index) } else { many[index] = true }
    }

    func areAll(_ count: Int) -> Bool {
        many.isEmpty ? few.nonzeroBitCount == count : many.allSatisfy(\.self)
    }

    func isMarked(_ index: Int) -> Bool {
        many.isEmpty ? few >> UInt64(index) & 1 == 1 : many[index]
    }
}

extension FieldError {
    static func wrongType(_ value: JSONValue, wanted: String, pointer: String) -> FieldError {
        FieldError(
            pointer: pointer, code: "field_type", sentence: "\(label(pointer)) must be \(wanted), not \(value.kind).")
    }

    /// What people call the place: its member's name, or the number of an entry, counted from 1.
    private static func label(_ pointer: String) -> String {
        let steps = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard let last = steps.last else { return "The document" }
        guard let index = Int(last), let list = steps.dropLast().last else { return "“\(last)”" }
        return "Entry \(index + 1) of “\(list)”"
    }
}

extension JSONValue {
    /// This as a text of `min` to `max` scalars without NUL; `name` is the member's, nil for an element at `pointer`.
    fileprivate func checkedText(min: Int, max: Int, pointer: String, name: String?) throws(FieldError) -> String {
        guard case .string(let text) = self else {
            throw FieldError.wrongType(
                self, wanted: "a text", pointer: name.map { JSONPointer.member($0, of: pointer) } ?? pointer)
        }
        // As many bytes as scalars at least, so most texts need no counting.
        let fits = text.utf8.count <= max || text.unicodeScalars.count <= max
        let hasNUL = text.utf8.contains(0)
        if fits, !hasNUL, min == 0 || text.unicodeScalars.count >= min { return text }
        let place = name.map { JSONPointer.member($0, of: pointer) } ?? pointer
        let label = name ?? pointer
        if hasNUL {
            throw FieldError(pointer: place, code: "field_text", sentence: "“\(label)” holds a NUL character.")
        }
        let sentence =
            fits
            ? (min == 1 ? "“\(label)” may not be empty." : "“\(label)” needs at least \(min) characters.")
            : "“\(label)” is longer than \(max) characters."
        throw FieldError(pointer: place, code: "field_length", sentence: sentence)
    }

    /// This as a list of at most `max` elements.
    fileprivate func elements(max: Int, pointer: String, name: String) throws(FieldError) -> [JSONValue] {
        guard case .array(let elements) = self else {
            throw FieldError.wrongType(self, wanted: "a list", pointer: pointer)
        }
        guard elements.count <= max else {
            throw FieldError(
                pointer: pointer, code: "field_count",
                sentence: "“\(name)” holds \(elements.count) entries; \(max) are allowed.")
        }
        return elements
    }
}
