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

    /// Writes what stands by itself, behind what there is, and says at which bytes.
    ///
    /// - Parameter before: where the elements of a list lie that it continues, if it does; they end what there is.
    package mutating func part(
        after before: Range<Int>? = nil, _ body: (inout JSONWriter) throws -> Void
    ) rethrows -> Range<Int> {
        let began = before?.lowerBound ?? count
        needsComma = before != nil
        try body(&self)
        return began..<count
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
        json.withUnsafeBufferPointer { raw($0) }
    }

    /// Bytes that are one JSON value already, or several with commas between.
    package mutating func raw(_ json: UnsafeBufferPointer<UInt8>) {
        separate()
        put(json)
        needsComma = true
    }

    // MARK: Bytes

    package mutating func key(_ name: String) {
        var name = name
        name.withUTF8 { quote($0, isName: true) }
    }

    /// A name that the program knows.
    package mutating func key(constant name: StaticString) {
        quote(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount), isName: true)
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
    private mutating func quote(_ text: UnsafeBufferPointer<UInt8>, isName: Bool) {
        // Comma, two quotes, colon.
        makeRoom(text.count + 4)
        separate()
        start[count] = UInt8(ascii: "\"")
        count += 1
        if !putPlain(text) { putEscaped(text) }
        makeRoom(2)
        start[count] = UInt8(ascii: "\"")
        start[count + 1] = UInt8(ascii: ":")
        count += isName ? 2 : 1
        needsComma = !isName
    }

    /// Puts a text for which there is room as it is, eight bytes at a time; false where something in it is escaped, and
    /// nothing is put.
    @inline(__always)
    private mutating func putPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.baseAddress else { return true }
        let from = UnsafeRawPointer(first)
        let to = UnsafeMutableRawPointer(start + count)
        var marks: UInt64 = 0
        if text.count < 8 {
            for at in 0..<text.count {
                let byte = first[at]
                marks |= byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? 1 : 0
                start[count + at] = byte
            }
        } else {
            let last = text.count - 8
            var at = 0
            while at < last {
                marks |= JSONWriter.move(from + at, to + at)
                at += 8
            }
            // The last eight, some of them perhaps once more.
            marks |= JSONWriter.move(from + last, to + last)
        }
        guard marks == 0 else { return false }
        count += text.count
        return true
    }

    /// Copies eight bytes; other than 0 where one of them is escaped.
    @inline(__always)
    private static func move(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) -> UInt64 {
        let word = from.loadUnaligned(as: UInt64.self)
        to.storeBytes(of: word, as: UInt64.self)
        return escapes(word)
    }

    /// Other than 0 where one of eight bytes is below a blank, a quote or a backslash: the ways to find a byte that is 0
    /// or less than another, in Sean Anderson's "Bit Twiddling Hacks".
    @inline(__always)
    private static func escapes(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* UInt64(UInt8(ascii: "\"")))
        let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
        let controls = (word &- ones &* 0x20) & ~word
        return (controls | ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)) & (ones &* 0x80)
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
