/// What a client's conditions say about a representation it may already have (RFC 9110, section 13).
enum Condition: Equatable {
    case proceed
    case notModified
    case failed

    /// The order of section 13.2.2, without If-Range. `etag` is strong and quoted; `lastModified` in unix seconds.
    init(_ head: Head, etag: String, lastModified: Int64?) {
        guard head.fields.holdConditions else {
            self = .proceed
            return
        }
        let ifMatch = head.headers("If-Match")
        if !ifMatch.isEmpty {
            guard Condition.anyMatches(ifMatch, etag, strongly: true) else {
                self = .failed
                return
            }
        } else if let since = head.header("If-Unmodified-Since").flatMap(HTTPDate.unixSeconds), let lastModified,
            lastModified > since
        {
            self = .failed
            return
        }
        let isReading = head.method == .get || head.method == .head
        let ifNoneMatch = head.headers("If-None-Match")
        if !ifNoneMatch.isEmpty {
            let matches = Condition.anyMatches(ifNoneMatch, etag, strongly: false)
            self = matches ? (isReading ? .notModified : .failed) : .proceed
        } else if isReading, let since = head.header("If-Modified-Since").flatMap(HTTPDate.unixSeconds),
            let lastModified,
            lastModified <= since
        {
            self = .notModified
        } else {
            self = .proceed
        }
    }

    /// Whether If-Range lets a range be answered: a strong validator that is exactly ours, or exactly our date.
    static func allowsRange(_ ifRange: String, etag: String, lastModified: Int64?) -> Bool {
        if ifRange.utf8.first == UInt8(ascii: "\"") { return ifRange == etag }
        if ifRange.hasPrefix("W/") { return false }
        guard let date = HTTPDate.unixSeconds(ifRange), let lastModified else { return false }
        return date == lastModified
    }

    private static func anyMatches(_ headers: [String], _ etag: String, strongly: Bool) -> Bool {
        headers.contains { header in
            header == "*"
                || entityTags(header).contains { tag in
                    tag == etag || (!strongly && tag.hasPrefix("W/") && tag.dropFirst(2) == etag)
                }
        }
    }

    /// The tags of a list, with `W/` and quotes; a comma may stand inside the quotes.
    private static func entityTags(_ header: String) -> [Substring] {
        var tags: [Substring] = []
        var rest = header[...]
        while let open = rest.firstIndex(of: "\"") {
            let afterOpen = rest.index(after: open)
            guard let close = rest[afterOpen...].firstIndex(of: "\"") else { break }
            let isWeak = rest[..<open].hasSuffix("W/")
            let start = isWeak ? rest.index(open, offsetBy: -2) : open
            tags.append(rest[start...close])
            rest = rest[rest.index(after: close)...]
        }
        return tags
    }
}
