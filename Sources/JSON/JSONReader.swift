/// Strict reading of JSON (RFC 8259): one document, valid UTF-8, no duplicate names, a bounded depth, exact integers.
package enum JSONReader {
    /// Reads the whole of `bytes`; `maxDepth` counts arrays and objects within each other.
    package static func read(_ bytes: [UInt8], maxDepth: Int = 32) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
            try read(UnsafeRawBufferPointer(buffer), maxDepth: maxDepth)
        }
    }

    package static func read(_ bytes: ArraySlice<UInt8>, maxDepth: Int = 32) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { (buffer) throws(JSONError) in
            try read(UnsafeRawBufferPointer(buffer), maxDepth: maxDepth)
        }
    }

    package static func read(_ bytes: UnsafeRawBufferPointer, maxDepth: Int = 32) throws(JSONError) -> JSONValue {
        var cursor = JSONCursor(bytes: bytes, maxDepth: maxDepth)
        let value = try cursor.value()
        try cursor.end()
        return value
    }
}

/// The place in a document that is being read.
struct JSONCursor {
    let bytes: UnsafeRawBufferPointer
    let maxDepth: Int
    var position = 0
    private var depth = 0

    init(bytes: UnsafeRawBufferPointer, maxDepth: Int) {
        self.bytes = bytes
        self.maxDepth = maxDepth
    }

    mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        switch peek() {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
        default: throw unexpected("a value")
        }
    }

    mutating func end() throws(JSONError) {
        skipSpace()
        guard position == bytes.count else {
            throw error("json_trailing", "Something follows the end of the JSON document at byte \(position).")
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        try enter()
        var members: [JSONValue.Member] = []
        if !take(UInt8(ascii: "}")) {
            var names = MemberNames()
            repeat {
                skipSpace()
                let nameStart = position
                guard peek() == UInt8(ascii: "\"") else { throw unexpected("a member's name in quotes") }
                let name = try string()
                guard names.insert(name, after: members) else {
                    throw JSONError(
                        code: "json_duplicate_key", offset: nameStart,
                        sentence: "The member “\(name)” stands twice in one object (byte \(nameStart)).")
                }
                guard take(UInt8(ascii: ":")) else { throw unexpected("a colon") }
                members.append(JSONValue.Member(name: name, value: try value()))
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw unexpected("a comma or }") }
        }
        depth -= 1
        return .object(members)
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        try enter()
        var elements: [JSONValue] = []
        if !take(UInt8(ascii: "]")) {
            repeat { elements.append(try value()) } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw unexpected("a comma or ]") }
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func enter() throws(JSONError) {
        guard depth < maxDepth else {
            throw error("json_depth", "The JSON is nested deeper than \(maxDepth) levels (byte \(position)).")
        }
        depth += 1
        position += 1
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let length = word.utf8CodeUnitCount
        guard position + length <= bytes.count else { throw unexpected("“\(word)”") }
        for index in 0..<length where bytes[position + index] != word.utf8Start[index] {
            throw unexpected("“\(word)”")
        }
        position += length
        return value
    }

    // MARK: What every part needs

    /// The byte at the cursor, nil at the end.
    @inline(__always)
    func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    /// Steps over `byte` when it is the next that is no space.
    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    func error(_ code: String, _ sentence: String) -> JSONError {
        JSONError(code: code, offset: position, sentence: sentence)
    }

    func unexpected(_ expected: String) -> JSONError {
        let place = position < bytes.count ? "at byte \(position)" : "at its end"
        return error("json_syntax", "The JSON is broken \(place): \(expected) was expected.")
    }
}

/// The names met so far in one object: compared one by one while few, by hash when many.
///
/// Names that differ only in Unicode normal form count as the same, since they are the same Swift `String`.
private struct MemberNames {
    private var hashed: Set<String> = []

    /// False when the name was there already.
    mutating func insert(_ name: String, after members: [JSONValue.Member]) -> Bool {
        if members.count < 16 {
            for member in members where member.name == name { return false }
            return true
        }
        if hashed.isEmpty { hashed = Set(members.map(\.name)) }
        return hashed.insert(name).inserted
    }
}
