internal import CMicrohttpd

/// Reads a request head out of libmicrohttpd's memory and refuses what it lets pass (SAFETY: malformed HTTP).
///
/// The library parses in place: it replaces the line ends, the colon and the blanks of the request line by NULs and keeps
/// pointers into the buffer. So the head still lies there byte for byte, and a NUL that a client sent, a folded line
/// or a bare line feed shows as a gap where there should be none.
struct HeadReader {
    let method: UnsafePointer<CChar>
    let url: UnsafePointer<CChar>
    let version: UnsafePointer<CChar>
    /// The target as it came.
    let target: [UInt8]
    let connection: OpaquePointer

    /// Bytes of the request line and the headers, with the empty line after them.
    var size: Int { earmark_head_size(connection) }

    func read(peer: Peer, request: RequestID) throws(Rejection) -> Head {
        let methodLength = strlength(method)
        let lineIsWhole =
            url == method + methodLength + 1 && version == url + target.count + 1
        guard lineIsWhole else { throw .malformed("The request line is not one.") }
        guard let known = Method(rawValue: String(cString: method)) else {
            let name = String(cString: method)
            guard isToken(name) else { throw .malformed("The method is not a token.") }
            // TRACE echoes what it gets, cookies too; CONNECT is for proxies.
            if name == "TRACE" || name == "CONNECT" {
                throw Rejection(status: 405, code: "method_not_allowed", detail: "This method is not served here.")
            }
            throw Rejection(status: 501, code: "unknown_method", detail: "This method is not known here.")
        }
        let fields = try readFields()
        try fields.refuseAmbiguity(isVersion11: String(cString: version) != "HTTP/1.0")
        return try Head(method: known, target: target, fields: fields, peer: peer, request: request)
    }

    private func readFields() throws(Rejection) -> Fields {
        var walk = Walk(expected: version + strlength(version))
        withUnsafeMutablePointer(to: &walk) { walk in
            _ = MHD_get_connection_values_n(
                connection, .HEADER_KIND,
                { held, _, name, nameLength, value, valueLength in
                    guard let held, let name else { return .NO }
                    return held.assumingMemoryBound(to: Walk.self).pointee
                        .step(name, nameLength, value, valueLength) ? .YES : .NO
                }, walk)
        }
        // After the last line come its end and the empty line.
        let end = method + size
        guard walk.fault == nil, walk.expected + 4 == end, Walk.isLineEnd(walk.expected) else {
            throw walk.fault ?? .malformed("A header holds a NUL, is folded, or its line does not end in CR LF.")
        }
        return walk.fields
    }

    /// Goes from header to header, each where the one before ended.
    private struct Walk {
        var fields = Fields()
        var expected: UnsafePointer<CChar>
        var fault: Rejection?

        mutating func step(
            _ name: UnsafePointer<CChar>, _ nameLength: Int, _ value: UnsafePointer<CChar>?, _ valueLength: Int
        ) -> Bool {
            guard name == expected + 2, Walk.isLineEnd(expected), let value, value > name + nameLength else {
                fault = .malformed("A header holds a NUL, is folded, or its line does not end in CR LF.")
                return false
            }
            var between = name + nameLength + 1
            while between < value, isBlank(UInt8(bitPattern: between.pointee)) { between += 1 }
            let nameBytes = UnsafeRawBufferPointer(start: name, count: nameLength)
            let valueBytes = UnsafeRawBufferPointer(start: value, count: valueLength)
            guard between == value, nameLength > 0, nameBytes.allSatisfy(isTokenByte),
                valueBytes.allSatisfy(isValueByte)
            else {
                fault = .malformed("A header has a name or value with a byte that is not allowed there.")
                return false
            }
            fields.append(name: nameBytes, value: valueBytes)
            expected = value + valueLength
            return true
        }

        /// Two NULs where CR LF were: one alone was a bare line feed.
        static func isLineEnd(_ at: UnsafePointer<CChar>) -> Bool { at[0] == 0 && at[1] == 0 }
    }
}

extension Fields {
    /// Refuses what two readers could read differently (RFC 9112, sections 3.2, 6.1 and 6.3).
    func refuseAmbiguity(isVersion11: Bool) throws(Rejection) {
        let lengths = number(of: "Content-Length")
        let encodings = number(of: "Transfer-Encoding")
        guard lengths <= 1 else { throw .malformed("Content-Length comes more than once.") }
        guard lengths == 0 || encodings == 0 else {
            throw .malformed("Content-Length and Transfer-Encoding exclude each other.")
        }
        if encodings > 0 {
            guard isVersion11, encodings == 1, let coding = first("Transfer-Encoding"), asciiEqual(coding, "chunked")
            else {
                throw Rejection(
                    status: 501, code: "unknown_transfer_coding",
                    detail: "No transfer coding but chunked is understood.")
            }
        }
        let hosts = number(of: "Host")
        guard hosts <= 1 else { throw .malformed("Host comes more than once.") }
        if isVersion11, hosts == 0 { throw .malformed("Host is missing.") }
        if let host = first("Host") {
            guard host.utf8.allSatisfy({ $0 > 32 && $0 < 127 && $0 != 44 && $0 != 47 && $0 != 64 }) else {
                throw .malformed("Host is not a host.")
            }
        }
        if let expected = first("Expect"), !asciiEqual(expected, "100-continue") {
            throw Rejection(
                status: 417, code: "expectation_failed", detail: "No expectation but 100-continue is understood.")
        }
    }

    func bodyLength() throws(Rejection) -> Int64? {
        guard let text = first("Content-Length") else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy(isDigit) else { throw .malformed("Content-Length is not a number.") }
        guard let length = Int64(text) else {
            throw Rejection(
                status: 413, code: "content_too_large", detail: "The body is larger than anything taken here.")
        }
        return length
    }
}

private func strlength(_ text: UnsafePointer<CChar>) -> Int {
    var end = text
    while end.pointee != 0 { end += 1 }
    return end - text
}
