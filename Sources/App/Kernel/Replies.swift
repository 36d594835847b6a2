import Domain
import HTTP
import JSON

/// The shapes in which rooms answer.
extension Response {
    static func json(
        _ status: Int = 200, reserving: Int = 0, _ members: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        var writer = JSONWriter(reserving: reserving)
        try writer.object(members)
        return Response(
            status: status, headers: [("Content-Type", "application/json")], body: .bytes(writer.bytes))
    }

    static func created(
        at path: String, _ members: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        try json(201, members).header("Location", Call.apiPrefix + path)
    }

    static let noContent = Response.empty()

    /// A page of a list; `next` is nil on the last one.
    static func list<Item>(
        _ page: Page<Item>, for call: Call, _ write: (inout JSONWriter, Item) throws -> Void
    ) rethrows -> Response {
        try list(next: page.next, page.total, for: call, reserving: 0) { list in
            for item in page.items { try list.object { try write(&$0, item) } }
        }
    }

    static func list(_ page: WrittenPage, for call: Call) -> Response {
        list(next: page.next, page.total, for: call, reserving: page.items.bytes.count + 512) { list in
            for place in page.items.places { list.raw(page.items, at: place) }
        }
    }

    private static func list(
        next: String?, _ total: PageTotal?, for call: Call, reserving: Int,
        items: (inout JSONWriter) throws -> Void
    ) rethrows -> Response {
        let response = try json(reserving: reserving) { writer in
            try writer.field("items", array: items)
            writer.field("next", next)
            if let total {
                writer.field(
                    "total",
                    object: {
                        $0.field("count", total.count)
                        $0.field("capped", total.isCapped)
                    })
            }
        }
        guard let next else { return response }
        let kept = call.head.query.items.filter { $0.name != "cursor" }
            .map { percentEncoded($0.name) + "=" + percentEncoded($0.value) }
        let query = (kept + ["cursor=" + next]).joined(separator: "&")
        return response.header("Link", "<\(call.head.path)?\(query)>; rel=\"next\"")
    }

    /// An answer that holds a secret shown once: nobody keeps it, not even for a repeat of the request.
    var secret: Response { header("Cache-Control", "no-store") }

    /// The revision of what was answered, for the next If-Match.
    func tagged(_ revision: String) -> Response {
        header("ETag", "\"\(revision)\"")
    }
}

extension Call {
    static let apiPrefix = "/api/v1/"
}

extension JSONWriter {
    /// `{id, name}`, or null.
    mutating func field(_ name: String, _ reference: Reference?) {
        guard let reference else {
            fieldNull(name)
            return
        }
        field(
            name,
            object: {
                $0.field("id", reference.id)
                $0.field("name", reference.name)
            })
    }

    mutating func field(_ name: String, instant: Int64?) {
        key(name)
        value(instant: instant)
    }

    mutating func value(instant: Int64?) {
        guard let instant else { return null() }
        Instant(milliseconds: instant).withText { value(utf8: $0) }
    }
}

/// A person, team or other record by id and name, as lists and details show it.
struct Reference: Sendable, Equatable {
    let id: String
    let name: String

    init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// Nil where a left join found nobody.
    init?(id: String?, name: String?) {
        guard let id else { return nil }
        self.init(id: id, name: name ?? "")
    }
}

func percentEncoded(_ text: String) -> String {
    let digit = { (value: UInt8) in value < 10 ? 0x30 + value : 0x41 + value - 10 }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
        default:
            bytes.append(0x25)
            bytes.append(digit(byte >> 4))
            bytes.append(digit(byte & 15))
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
