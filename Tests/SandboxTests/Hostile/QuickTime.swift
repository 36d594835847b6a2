/// QuickTime files whose samples are said to lie in another file.
enum QuickTime {
    static func big(_ value: Int) -> [UInt8] { (0..<4).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    static func box(_ name: String, _ body: [UInt8]) -> [UInt8] { big(body.count + 8) + Array(name.utf8) + body }

    /// The same recording with every track's one data reference replaced.
    static func referring(_ bytes: [UInt8], _ kind: String, _ data: [UInt8]) -> [UInt8] {
        let reference = big(0) + big(1) + box(kind, big(0) + data)
        return boxes(bytes).flatMap { rewrite($0.name, $0.body, reference) }
    }

    private static func rewrite(_ name: String, _ body: [UInt8], _ reference: [UInt8]) -> [UInt8] {
        switch name {
        case "moov", "trak", "mdia", "minf", "dinf":
            box(name, boxes(body).flatMap { rewrite($0.name, $0.body, reference) })
        case "dref": box(name, reference)
        default: box(name, body)
        }
    }

    private static func boxes(_ bytes: [UInt8]) -> [(name: String, body: [UInt8])] {
        var found: [(String, [UInt8])] = []
        var at = 0
        while at + 8 <= bytes.count {
            let size = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            guard size >= 8, at + size <= bytes.count else { break }
            found.append((String(decoding: bytes[at + 4..<at + 8], as: UTF8.self), Array(bytes[at + 8..<at + size])))
            at += size
        }
        return found
    }

    /// A Macintosh alias (version 2) with the path as its record of type 18, as old recorders wrote it.
    static func alias(_ path: String) -> [UInt8] {
        let name = Array((path.split(separator: "/").last.map(String.init) ?? "a").utf8.prefix(63))
        func padded(_ text: [UInt8], _ width: Int) -> [UInt8] {
            [UInt8(text.count)] + text + [UInt8](repeating: 0, count: width - 1 - text.count)
        }
        let place = Array(path.utf8)
        let head =
            big(0) + [0, 0] + [0, 2] + [0, 0] + padded(Array("disk".utf8), 28) + big(0) + [0, 0, 0, 0] + big(0)
        let body =
            head + padded(name, 64) + [UInt8](repeating: 0, count: 16) + [0, 1, 0, 1] + [UInt8](repeating: 0, count: 16)
        let record: [UInt8] = [0, 18] + [UInt8(place.count >> 8), UInt8(place.count & 0xff)] + place
        return body + record + (place.count % 2 == 1 ? [0] : []) + [0xff, 0xff, 0, 0]
    }

    /// `rmra`: a film that is only an address.
    static func referenceMovie(_ address: String) -> [UInt8] {
        let place = Array(address.utf8)
        return box("rmra", box("rmda", box("rdrf", big(0) + Array("url ".utf8) + big(place.count) + place)))
    }
}
