/// A message that breaks the rules of the wire; the other side is not trusted with a reason.
package struct WireFault: Error, Hashable, Sendable {}

/// A value that crosses between the server and the media child.
package protocol Wired {
    func write(to wire: inout WireWriter)
    init(from wire: inout WireReader) throws(WireFault)
}

/// Values as bytes: integers as 8 bytes, little-endian; text, bytes and lists behind their count.
package struct WireWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func byte(_ value: UInt8) { bytes.append(value) }

    package mutating func int(_ value: Int) {
        withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func double(_ value: Double) { int(Int(Int64(bitPattern: value.bitPattern))) }

    package mutating func bytes(_ value: [UInt8]) {
        int(value.count)
        bytes.append(contentsOf: value)
    }

    package mutating func text(_ value: String) { bytes(Array(value.utf8)) }

    package mutating func optional<Value>(_ value: Value?, _ body: (inout WireWriter, Value) -> Void) {
        byte(value == nil ? 0 : 1)
        if let value { body(&self, value) }
    }

    package mutating func list(_ values: [some Wired]) {
        int(values.count)
        for value in values { value.write(to: &self) }
    }
}

/// Reads what `WireWriter` wrote, and refuses all else: counts above what is left, broken UTF-8, bytes left over.
package struct WireReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
        position = 0
    }

    /// One whole value and nothing behind it.
    package static func value<Value: Wired>(_ type: Value.Type, from bytes: [UInt8]) throws(WireFault) -> Value {
        var reader = WireReader(bytes)
        let value = try Value(from: &reader)
        guard reader.left == 0 else { throw WireFault() }
        return value
    }

    private var left: Int { bytes.count - position }

    package mutating func byte() throws(WireFault) -> UInt8 {
        guard left >= 1 else { throw WireFault() }
        defer { position += 1 }
        return bytes[position]
    }

    package mutating func flag() throws(WireFault) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw WireFault()
        }
    }

    package mutating func int() throws(WireFault) -> Int {
        guard left >= 8 else { throw WireFault() }
        var value: UInt64 = 0
        for shift in 0..<8 { value |= UInt64(bytes[position + shift]) << (8 * shift) }
        position += 8
        return Int(Int64(bitPattern: value))
    }

    /// An integer from `range`.
    package mutating func int(in range: ClosedRange<Int>) throws(WireFault) -> Int {
        let value = try int()
        guard range.contains(value) else { throw WireFault() }
        return value
    }

    /// A number that is one: neither infinite nor NaN.
    package mutating func double() throws(WireFault) -> Double {
        let value = Double(bitPattern: UInt64(bitPattern: Int64(try int())))
        guard value.isFinite else { throw WireFault() }
        return value
    }

    package mutating func bytes(max: Int) throws(WireFault) -> [UInt8] {
        let count = try int(in: 0...Swift.min(max, left))
        guard count <= left else { throw WireFault() }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }

    package mutating func text(max: Int) throws(WireFault) -> String {
        guard let text = String(validating: try bytes(max: max), as: UTF8.self) else { throw WireFault() }
        return text
    }

    package mutating func optional<Value>(
        _ body: (inout WireReader) throws(WireFault) -> Value
    ) throws(WireFault) -> Value? {
        switch try byte() {
        case 0: return nil
        case 1: return try body(&self)
        default: throw WireFault()
        }
    }

    package mutating func list<Value: Wired>(_ type: Value.Type, max: Int) throws(WireFault) -> [Value] {
        // Every element takes a byte at least, so a count above what is left is a lie.
        let count = try int(in: 0...Swift.min(max, left))
        var values: [Value] = []
        for _ in 0..<count { values.append(try Value(from: &self)) }
        return values
    }

    /// One of an enumeration's raw values.
    package mutating func choice<Value: RawRepresentable<UInt8>>(_ type: Value.Type) throws(WireFault) -> Value {
        guard let value = Value(rawValue: try byte()) else { throw WireFault() }
        return value
    }

    /// One of an enumeration's raw values, by name.
    package mutating func named<Value: RawRepresentable<String>>(_ type: Value.Type) throws(WireFault) -> Value {
        guard let value = Value(rawValue: try text(max: 40)) else { throw WireFault() }
        return value
    }
}
