/// JSON as bytes, written in the order it is said; members and elements get their commas by themselves.
package struct JSONWriter: ~Copyable {
    /// Room for what is written; of it the first `count` bytes are.
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0
    private var needsComma = false

    package init(reserving capacity: Int = 0) {
        self.capacity = max(capacity, 64)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    /// What has been written so far, UTF-8.
    package var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    /// Empties what was written and keeps its room, for the next document.
    package mutating func clear() {
        count = 0
        needsComma = false
    }

    // MARK: Whole values: a document's root, or the elements of an array

    package mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "{"))
        try body(&self)
        close(UInt8(ascii: "}"))
    }

    package mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
        open(UInt8(ascii: "["))
        try body(&self)
        close(UInt8(ascii: "]"))
    }

    package mutating func value(_ text: String) {
        var text = text
        text.withUTF8 { quote($0, isName: false) }
    }

    /// A text as its UTF-8.
    package mutating func value(utf8 text: UnsafeBufferPointer<UInt8>) { quote(text, isName: false) }

    package mutating func value(_ integer: Int64) {
        separate()
        digits(integer)
        needsComma = true
    }

    package mutating func value(_ integer: Int) { value(Int64(integer)) }

    package mutating func value(_ truth: Bool) { word(truth ? "true" : "false") }

    /// A fraction in the shortest form that reads back the same; null when not finite, as JSON has no such number.
    package mutating func value(_ number: Double) { word(number.isFinite ? "\(number)" : "null") }

    package mutating func value(_ text: String?) { if let text { value(text) } else { null() } }
    package mutating func value(_ integer: Int64?) {
        if let integer { value(integer) } else { null() }
    }
    package mutating func value(_ integer: Int?) { if let integer { value(integer) } else { null() } }
    package mutating func value(_ truth: Bool?) { if let truth { value(truth) } else { null() } }
    package mutating func value(_ number: Double?) { if let number { value(number) } else { null() } }

    package mutating func null() { word("null") }

    /// A document read before, written again with its members in their order.
    package mutating func value(_ document: JSONValue) {
        switch document {
        case .null: null()
        case .bool(let truth): value(truth)
        case .integer(let integer): value(integer)
        case .number(let number): value(number)
        case .string(let text): value(text)
        case .array(let elements): array { writer in for element in elements { writer.value(element) } }
        case .object(let members):
            object { writer in for member in members { writer.field(member.name, member.value) } }
        }
    }

    /// Bytes that are one JSON value already.
    package mutating func raw(_ json: [UInt8]) {
        separate()
        json.withUnsafeBufferPointer { put($0) }
        needsComma = true
    }

    // MARK: Bytes

    package mutating func key(_ name: String) {
        var name = name
        name.withUTF8 { quote($0, isName: true) }
    }

    /// A name that the program knows, with nothing in it that is escaped.
    package mutating func key(constant name: StaticString) {
        quote(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), isName: true, isPlain: true)
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        put(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        put(bracket)
        needsComma = true
    }

    @inline(__always)
    private mutating func separate() {
        if needsComma { put(UInt8(ascii: ",")) }
    }

    private mutating func word(_ word: String) {
        separate()
        var word = word
        word.withUTF8 { put($0) }
        needsComma = true
    }

    private mutating func digits(_ integer: Int64) {
        makeRoom(20)
        if integer < 0 { put(UInt8(ascii: "-")) }
        var rest = integer.magnitude
        var width = 1
        while rest >= 10 {
            rest /= 10
            width += 1
        }
        rest = integer.magnitude
        for place in stride(from: count + width - 1, through: count, by: -1) {
            start[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += width
    }

    /// A text in quotes, after the comma that is due; after a name comes a colon.
    private mutating func quote(_ text: UnsafeBufferPointer<UInt8>, isName: Bool, isPlain: Bool = false) {
        // Comma, two quotes, colon.
        makeRoom(text.count + 4)
        separate()
        put(UInt8(ascii: "\""))
        if isPlain || !JSONWriter.needsEscape(text) { put(text) } else { putEscaped(text) }
        put(UInt8(ascii: "\""))
        if isName { put(UInt8(ascii: ":")) }
        needsComma = !isName
    }

    private mutating func putEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        var plainStart = 0
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                continue
            }
            put(UnsafeBufferPointer(rebasing: text[plainStart..<index]))
            escape(byte)
            plainStart = index + 1
        }
        put(UnsafeBufferPointer(rebasing: text[plainStart...]))
    }

    /// Looks at all bytes without stopping, which processors do many at a time.
    private static func needsEscape(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var found: UInt8 = 0
        for byte in utf8 {
            found |=
                (byte < 0x20 ? 1 : 0) | (byte == UInt8(ascii: "\"") ? 1 : 0)
                | (byte == UInt8(ascii: "\\") ? 1 : 0)
        }
        return found != 0
    }

    private mutating func escape(_ byte: UInt8) {
        put(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): put(byte)
        case 0x08: put(UInt8(ascii: "b"))
        case 0x0C: put(UInt8(ascii: "f"))
        case 0x0A: put(UInt8(ascii: "n"))
        case 0x0D: put(UInt8(ascii: "r"))
        case 0x09: put(UInt8(ascii: "t"))
        default:
            let digit = byte & 0xF
            for sign in byte < 0x10 ? "u000".utf8 : "u001".utf8 { put(sign) }
            put(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        if count == capacity { grow(by: 1) }
        start[count] = byte
        count += 1
    }

    @inline(__always)
    private mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
        makeRoom(bytes.count)
        if let from = bytes.baseAddress { (start + count).update(from: from, count: bytes.count) }
        count += bytes.count
    }

    @inline(__always)
    private mutating func makeRoom(_ needed: Int) {
        if capacity - count < needed { grow(by: needed) }
    }

    @inline(never)
    private mutating func grow(by needed: Int) {
        capacity = max(2 * capacity, count + needed)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }
}
