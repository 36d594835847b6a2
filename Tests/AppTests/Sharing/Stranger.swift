import Glibc

/// Somebody outside with a browser: keeps cookies by their paths, and reads answers byte for byte.
final class Stranger {
    private let port: Int
    /// The loopback address the requests come from; another one is another network.
    private let address: String
    private(set) var cookies: [(path: String, pair: String, attributes: String)] = []

    init(port: Int, from address: String = "127.0.0.1") {
        self.port = port
        self.address = address
    }

    struct Answer: Equatable {
        let status: Int
        /// In lower case and sorted, without what is new in every answer.
        let headers: [String]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        func header(_ name: String) -> String? {
            headers.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
        }
    }

    struct Broken: Error { let what: String }

    func get(_ path: String, _ headers: String...) throws -> Answer { try ask("GET", path, headers) }
    func head(_ path: String) throws -> Answer { try ask("HEAD", path, []) }

    func unlock(_ link: String, _ password: String) throws -> Answer {
        try ask(
            "POST", "/api/v1/shared/\(link)/unlock", ["Content-Type: application/json"],
            Array("{\"password\":\"\(password)\"}".utf8))
    }

    private func ask(_ method: String, _ path: String, _ headers: [String], _ body: [UInt8] = []) throws -> Answer {
        var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"] + headers
        let own = cookies.filter { path == $0.path || path.hasPrefix($0.path + "/") || path.hasPrefix($0.path + "?") }
        if !own.isEmpty { lines.append("Cookie: " + own.map(\.pair).joined(separator: "; ")) }
        if !body.isEmpty { lines.append("Content-Length: \(body.count)") }
        return read(try exchange(Array((lines + ["", ""]).joined(separator: "\r\n").utf8) + body))
    }

    private func read(_ bytes: [UInt8]) -> Answer {
        let end = (0..<max(0, bytes.count - 3)).first { bytes[$0..<($0 + 4)].elementsEqual([13, 10, 13, 10]) } ?? 0
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n").map(String.init)
        var kept: [String] = []
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            let value = parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
            switch parts[0].lowercased() {
            case "date", "x-request-id": continue
            case "set-cookie": keep(value)
            default: kept.append(parts[0].lowercased() + ": " + value)
            }
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: status, headers: kept.sorted(), body: Array(bytes[min(end + 4, bytes.count)...]))
    }

    private func keep(_ value: String) {
        let parts = value.split(separator: ";").map { String($0.drop { $0 == " " }) }
        let path = parts.first { $0.hasPrefix("Path=") }.map { String($0.dropFirst(5)) } ?? "/"
        cookies.removeAll { $0.path == path }
        cookies.append((path, parts[0], parts.dropFirst().joined(separator: "; ")))
    }

    private func exchange(_ request: [UInt8]) throws -> [UInt8] {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var wait = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        try call(bind, "bind", descriptor, address, 0)
        try call(connect, "connect", descriptor, "127.0.0.1", port)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw Broken(what: "send \(errno)")
        }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count >= 0 else { throw Broken(what: "receive \(errno)") }
            if count == 0 { return answer }
            answer += piece[..<count]
        }
    }

    private func call(
        _ function: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32, _ name: String, _ descriptor: Int32,
        _ host: String, _ port: Int
    ) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        inet_pton(AF_INET, host, &address.sin_addr)
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Broken(what: "\(name) \(errno)") }
    }
}
