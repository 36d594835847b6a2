/// A member of a document that is not as it should be: where (a JSON pointer, RFC 6901), a code, a sentence for people.
package struct FieldError: Error, Equatable, Sendable {
    package let pointer: String
    /// `field_missing`, `field_type`, `field_range`, `field_length`, `field_count`, `field_value`, `field_text`,
    /// `field_unknown`, or what the reader of an element chose.
    package let code: String
    package let sentence: String

    package init(pointer: String, code: String, sentence: String) {
        self.pointer = pointer
        self.code = code
        self.sentence = sentence
    }
}

/// JSON pointers (RFC 6901), grown one step at a time.
package enum JSONPointer {
    /// The pointer to a member of what `pointer` names.
    package static func member(_ name: String, of pointer: String) -> String {
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return pointer + "/" + name
        }
        var escaped = "\(pointer)/"
        for scalar in name.unicodeScalars {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The pointer to an element of what `pointer` names, counted from 0.
    package static func element(_ index: Int, of pointer: String) -> String {
        pointer + "/" + String(index)
    }
}
