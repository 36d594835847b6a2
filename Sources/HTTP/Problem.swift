/// A refusal as the outside sees it: problem+json (RFC 9457), written by hand since it is small and always the same.
package struct Problem: Sendable {
    package var status: Int
    /// The stable word a program can act on.
    package var code: String
    /// A whole sentence for a person.
    package var detail: String

    package init(status: Int, code: String, detail: String) {
        self.status = status
        self.code = code
        self.detail = detail
    }

    package var response: Response {
        Response(
            status: status, headers: [("Content-Type", "application/problem+json"), ("Cache-Control", "no-store")],
            body: .bytes(bytes))
    }

    var bytes: [UInt8] {
        var out = Array("{\"type\":\"about:blank\",\"title\":".utf8)
        quote(statusTitle(status), into: &out)
        out += Array(",\"status\":\(status),\"code\":".utf8)
        quote(code, into: &out)
        out += Array(",\"detail\":".utf8)
        quote(detail, into: &out)
        out.append(UInt8(ascii: "}"))
        return out
    }

    private func quote(_ text: String, into out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                out += [UInt8(ascii: "\\"), byte]
            case 0..<32:
                out += Array("\\u00".utf8) + [upperHex[Int(byte >> 4)], upperHex[Int(byte & 15)]]
            default:
                out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}

/// The reason phrase of a status (RFC 9110, section 15, and those registered since).
func statusTitle(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 206: "Partial Content"
    case 303: "See Other"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 410: "Gone"
    case 411: "Length Required"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 416: "Range Not Satisfiable"
    case 417: "Expectation Failed"
    case 422: "Unprocessable Content"
    case 428: "Precondition Required"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 460: "Checksum Mismatch"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 503: "Service Unavailable"
    case 505: "HTTP Version Not Supported"
    case 507: "Insufficient Storage"
    default: "Status \(status)"
    }
}
