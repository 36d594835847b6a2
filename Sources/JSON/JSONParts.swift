/// JSON values that were written one behind the other, and where each of them lies.
package struct JSONParts: Sendable {
    package let bytes: [UInt8]
    package let places: [Range<Int>]

    package init(bytes: [UInt8] = [], places: [Range<Int>] = []) {
        self.bytes = bytes
        self.places = places
    }
}

extension JSONWriter {
    /// One of the parts.
    package mutating func raw(_ parts: JSONParts, at place: Range<Int>) {
        parts.bytes.withUnsafeBufferPointer { raw(UnsafeBufferPointer(rebasing: $0[place])) }
    }
}
