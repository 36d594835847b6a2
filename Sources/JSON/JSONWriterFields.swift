/// Members of an object, each a name and what `value` would write.
extension JSONWriter {
    package mutating func field(_ name: String, _ text: String) {
        key(name)
        value(text)
    }

    package mutating func field(_ name: String, utf8 text: UnsafeBufferPointer<UInt8>) {
        key(name)
        value(utf8: text)
    }

    package mutating func field(_ name: String, _ integer: Int64) {
        key(name)
        value(integer)
    }

    package mutating func field(_ name: String, _ integer: Int) {
        key(name)
        value(integer)
    }

    package mutating func field(_ name: String, _ truth: Bool) {
        key(name)
        value(truth)
    }

    package mutating func field(_ name: String, _ number: Double) {
        key(name)
        value(number)
    }

    package mutating func field(_ name: String, _ text: String?) {
        key(name)
        value(text)
    }

    package mutating func field(_ name: String, _ integer: Int64?) {
        key(name)
        value(integer)
    }

    package mutating func field(_ name: String, _ integer: Int?) {
        key(name)
        value(integer)
    }

    package mutating func field(_ name: String, _ truth: Bool?) {
        key(name)
        value(truth)
    }

    package mutating func field(_ name: String, _ number: Double?) {
        key(name)
        value(number)
    }

    package mutating func field(_ name: String, _ document: JSONValue) {
        key(name)
        value(document)
    }

    package mutating func field(_ name: String, _ texts: [String]) {
        key(name)
        array { writer in for text in texts { writer.value(text) } }
    }

    /// A member whose value is bytes that are one JSON value already.
    package mutating func field(_ name: String, raw json: [UInt8]) {
        key(name)
        raw(json)
    }

    package mutating func fieldNull(_ name: String) {
        key(name)
        null()
    }

    package mutating func field(_ name: String, object body: (inout JSONWriter) throws -> Void) rethrows {
        key(name)
        try object(body)
    }

    package mutating func field(_ name: String, array body: (inout JSONWriter) throws -> Void) rethrows {
        key(name)
        try array(body)
    }
}
