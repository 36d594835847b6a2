import Crypto
import Domain
import HTTP
import JSON

/// One page of a list by keyset: the rows, where the next page begins, and how many there are in all.
struct Page<Item: Sendable>: Sendable {
    let items: [Item]
    let next: String?
    let total: PageTotal?

    /// `rows` holds one more than the page's limit when there is a next page.
    init(rows: [Item], limit: PageLimit, total: PageTotal? = nil, key: (Item) -> [PageKey]) {
        items = Array(rows.prefix(limit.count))
        next =
            rows.count > limit.count
            ? items.last.map { Cursor(list: limit.list, sort: limit.sort, keys: key($0)).text } : nil
        self.total = total
    }
}

/// A page whose rows are JSON already, each an object.
struct WrittenPage: Sendable {
    let items: JSONParts
    let next: String?
    let total: PageTotal?

    /// - Parameter last: the keys of the last item when there is a next page.
    init(items: JSONParts, before last: [PageKey]?, limit: PageLimit, total: PageTotal) {
        self.items = items
        next = last.map { Cursor(list: limit.list, sort: limit.sort, keys: $0).text }
        self.total = total
    }
}

/// A count that stops at a cap so that it stays cheap.
struct PageTotal: Sendable, Equatable {
    let count: Int
    let isCapped: Bool

    static let cap = 10_000

    /// What was counted whole, however many.
    init(exactly count: Int64) {
        self.count = Int(count)
        isCapped = false
    }

    /// So many at least.
    init(atLeast count: Int64) {
        self.count = Int(count)
        isCapped = true
    }

    /// `counted` comes from a query limited to `cap + 1` rows.
    init(counted: Int64) {
        count = min(Int(counted), PageTotal.cap)
        isCapped = counted > PageTotal.cap
    }
}

/// A value of the sort order at which a page ended.
enum PageKey: Sendable, Equatable {
    case integer(Int64)
    case text(String)
}

/// How many rows a caller wants, in which order, after which row.
struct PageLimit: Sendable {
    let count: Int
    let sort: String
    /// The list's address, for which its markers are made.
    let list: String
    /// The last row's keys of the page before; nil on the first page.
    let after: [PageKey]?

    /// Reads `limit`, `sort` and `cursor`; a cursor only fits the sort it was made for.
    init(_ call: Call, sorts: [String]) throws(Refusal) {
        let sort = call.query("sort") ?? sorts[0]
        guard sorts.contains(sort) else {
            throw Refusal("query_invalid", "This list sorts by \(sorts.joined(separator: ", ")).")
        }
        let limit = call.query("limit").map { Int($0) ?? 0 } ?? 50
        guard (1...100).contains(limit) else {
            throw Refusal("query_invalid", "A page holds 1 to 100 rows.")
        }
        count = limit
        self.sort = sort
        list = call.head.path
        guard let text = call.query("cursor") else {
            after = nil
            return
        }
        guard let cursor = Cursor(text: text, list: list), cursor.sort == sort else {
            throw Refusal("cursor_invalid", "This page marker does not belong to this list; start from its first page.")
        }
        after = cursor.keys
    }
}

/// The opaque text of a page marker: base64url of a JSON array, the sort first, after a seal that tells whether it is
/// the marker this list gave out. It opens nothing: a list shows what its caller may see, wherever it begins.
private struct Cursor {
    let list: String
    let sort: String
    let keys: [PageKey]

    init(list: String, sort: String, keys: [PageKey]) {
        self.list = list
        self.sort = sort
        self.keys = keys
    }

    init?(text: String, list: String) {
        guard text.utf8.count < 2000, let sealed = Base64URL.decode(text), sealed.count > Cursor.sealBytes else {
            return nil
        }
        let bytes = Array(sealed.dropFirst(Cursor.sealBytes))
        guard Cursor.seal(bytes, of: list) == Array(sealed.prefix(Cursor.sealBytes)),
            case .array(let values)? = try? JSONReader.read(bytes), case .string(let sort)? = values.first
        else { return nil }
        self.list = list
        self.sort = sort
        var keys: [PageKey] = []
        for value in values.dropFirst() {
            switch value {
            case .integer(let number): keys.append(.integer(number))
            case .string(let text): keys.append(.text(text))
            default: return nil
            }
        }
        self.keys = keys
    }

    var text: String {
        var writer = JSONWriter()
        writer.array { list in
            list.value(sort)
            for key in keys {
                switch key {
                case .integer(let number): list.value(number)
                case .text(let text): list.value(text)
                }
            }
        }
        return Base64URL.encode(Cursor.seal(writer.bytes, of: list) + writer.bytes)
    }

    private static let sealBytes = 6

    private static func seal(_ bytes: [UInt8], of list: String) -> [UInt8] {
        Array(SHA256Digest.of(Array(list.utf8) + [0] + bytes).bytes.prefix(sealBytes))
    }
}
