internal import CZlib

/// How a text goes to whoever asks for it: as it is, packed, or in no way they would take.
enum ContentCoding {
    case plain
    case gzip
    case none

    /// By Accept-Encoding (RFC 9110, section 12.5.3): packed where that is at least as welcome.
    init(_ head: Head) {
        let values = head.headers("Accept-Encoding")
        guard !values.isEmpty else {
            self = .plain
            return
        }
        var wishes = Wishes()
        for value in values { wishes.read(value) }
        let gzip = wishes.gzip ?? wishes.rest ?? 0
        // What is not named is welcome, and what is named more so.
        let plain = wishes.identity ?? wishes.rest
        if gzip > 0, gzip >= plain ?? 0 {
            self = .gzip
        } else {
            self = plain == 0 ? .none : .plain
        }
    }

    /// The bytes as one gzip member; nil where that saves too little to be worth a second form.
    static func packed(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count > 200 else { return nil }
        let room = bytes.count * 9 / 10
        let packed = [UInt8](unsafeUninitializedCapacity: room) { memory, count in
            count = earmark_gzip(bytes, bytes.count, memory.baseAddress, room)
        }
        return packed.isEmpty ? nil : packed
    }
}

/// The weights a client gives to codings, in thousandths; nil where it says nothing of one.
private struct Wishes {
    var gzip: Int?
    var identity: Int?
    /// `*`: all that is not named.
    var rest: Int?

    mutating func read(_ value: String) {
        for item in value.utf8.split(separator: UInt8(ascii: ",")) {
            let parts = item.split(separator: UInt8(ascii: ";")).map(Wishes.trimmed)
            guard let name = parts.first.flatMap({ String($0) }) else { continue }
            // A weight that is none says nothing of its coding.
            guard let weight = parts.count > 1 ? Wishes.weight(parts[1]) : 1000 else { continue }
            if asciiEqual(name, "gzip") || asciiEqual(name, "x-gzip") { gzip = weight }
            if asciiEqual(name, "identity") { identity = weight }
            if name == "*" { rest = weight }
        }
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        let text = text.drop(while: isBlank)
        guard let last = text.lastIndex(where: { !isBlank($0) }) else { return text }
        return text[...last]
    }

    /// `q=0.125`; nil of what is no weight.
    private static func weight(_ text: Substring.UTF8View) -> Int? {
        let parts = text.split(separator: UInt8(ascii: "="))
        guard parts.count == 2, let name = String(trimmed(parts[0])), asciiEqual(name, "q") else { return nil }
        let digits = trimmed(parts[1])
        guard let whole = digits.first, whole == UInt8(ascii: "0") || whole == UInt8(ascii: "1") else { return nil }
        var weight = Int(whole - UInt8(ascii: "0")) * 1000
        let rest = digits.dropFirst()
        guard rest.first ?? UInt8(ascii: ".") == UInt8(ascii: "."), rest.count <= 4 else { return nil }
        var place = 100
        for digit in rest.dropFirst() {
            guard isDigit(digit) else { return nil }
            weight += Int(digit - UInt8(ascii: "0")) * place
            place /= 10
        }
        return min(weight, 1000)
    }
}
