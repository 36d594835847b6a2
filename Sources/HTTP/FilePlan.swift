/// How a file is answered: which status, and which of its bytes.
enum FilePlan: Equatable {
    /// 200, or the headers of it for HEAD.
    case whole
    case notModified
    case preconditionFailed
    case unsatisfiable
    /// 206 with one Content-Range.
    case range(Range<Int64>)
    /// 206 as multipart/byteranges.
    case ranges([Range<Int64>])

    init(_ head: Head, length: Int64, etag: String, lastModified: Int64?, clamp: Int64?) {
        switch Condition(head, etag: etag, lastModified: lastModified) {
        case .notModified:
            self = .notModified
            return
        case .failed:
            self = .preconditionFailed
            return
        case .proceed: break
        }
        // Range means something for GET alone (RFC 9110, section 14.2). Two of them are no valid header.
        let asked = head.headers("Range")
        guard head.method == .get, asked.count == 1 else {
            self = .whole
            return
        }
        let ifRange = head.headers("If-Range")
        guard ifRange.allSatisfy({ Condition.allowsRange($0, etag: etag, lastModified: lastModified) }) else {
            self = .whole
            return
        }
        switch RangeRequest(asked[0], length: length, clamp: clamp) {
        case .whole: self = .whole
        case .unsatisfiable: self = .unsatisfiable
        case .parts(let parts): self = parts.count == 1 ? .range(parts[0]) : .ranges(parts)
        }
    }
}
