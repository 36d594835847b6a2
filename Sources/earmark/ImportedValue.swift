import Domain
import JSON

/// Comparing what a line says with what the server keeps: the same thing may be written in several ways.
enum ImportedValue {
    static func same(_ given: JSONValue, _ kept: JSONValue) -> Bool {
        if given == kept { return true }
        switch (given, kept) {
        case (.string(let one), .string(let other)):
            guard let one = Instant(text: one), let other = Instant(text: other) else { return false }
            return one == other
        case (.null, .array(let list)), (.array(let list), .null): return list.isEmpty
        case (.integer(let whole), .number(let number)), (.number(let number), .integer(let whole)):
            return Double(whole) == number
        case (.array(let one), .array(let other)):
            return one.count == other.count && zip(one, other).allSatisfy { same($0, $1) }
        case (.object, .object): return holds(given, in: kept)
        default: return false
        }
    }

    /// Whether every member given is kept so; what is not given may be as it likes.
    static func holds(_ given: JSONValue, in kept: JSONValue) -> Bool {
        guard case .object(let members) = given else { return same(given, kept) }
        return members.allSatisfy { same($0.value, kept[$0.name] ?? .null) }
    }
}
