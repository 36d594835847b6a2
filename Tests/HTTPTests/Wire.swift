import Glibc

/// A client that writes bytes as it is told and reads answers strictly: no library that would mend either.
final class Wire {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    struct Answer {
        var status: Int
        var headers: [(String, String)]
        var body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }

        func header(_ name: String) -> String? { headers.first { $0.0.lowercased() == name.lowercased() }?.1 }
    }

    struct Broken: Error { var what: String }

    init(port: Int, receiveBuffer: Int32 = 0) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if receiveBuffer > 0 {
            var size = receiveBuffer
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Broken(what: "connect \(errno)") }
        limitWaiting()
    }

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isConnected else { throw Broken(what: "connect \(errno)") }
        limitWaiting()
    }

    deinit { close(descriptor) }

    private func limitWaiting() {
        var wait = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Sends all; false when the server closed before.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// A request with a Host and the headers given, and a body when there is one.
    func ask(_ method: String, _ path: String, _ headers: [String] = [], body: [UInt8]? = nil) throws -> Answer {
        var text = "\(method) \(path) HTTP/1.1\r\nHost: test\r\n" + headers.map { $0 + "\r\n" }.joined()
        if let body { text += "Content-Length: \(body.count)\r\n" }
        send(Array((text + "\r\n").utf8) + (body ?? []))
        return try answer(toHead: method == "HEAD")
    }

    /// The next answer, its body by Content-Length or chunks.
    func answer(toHead: Bool = false) throws -> Answer {
        guard let end = try until([13, 10, 13, 10]) else { throw Broken(what: "closed before an answer") }
        let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n").map(String.init)
        buffer.removeFirst(end + 4)
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else { throw Broken(what: lines[0]) }
        var answer = Answer(status: status, headers: [], body: [])
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw Broken(what: line) }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            answer.headers.append((String(line[..<colon]), String(value)))
        }
        if toHead || status == 204 || status == 304 || status < 200 { return answer }
        if answer.header("Transfer-Encoding") == "chunked" {
            while true {
                guard let end = try until([13, 10]) else { throw Broken(what: "chunk") }
                guard let size = Int(String(decoding: buffer[..<end], as: UTF8.self), radix: 16) else {
                    throw Broken(what: "size")
                }
                buffer.removeFirst(end + 2)
                answer.body += try take(size)
                _ = try take(2)
                if size == 0 { return answer }
            }
        }
        guard let length = answer.header("Content-Length").flatMap({ Int($0) }) else { throw Broken(what: "no length") }
        answer.body = try take(length)
        return answer
    }

    /// Whether the server ends the connection, with nothing more said; waiting in vain is no end.
    func isClosed() -> Bool { buffer.isEmpty && !fill() && !hasWaitedInVain }

    private var hasWaitedInVain = false

    func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count {
            guard fill() else { throw Broken(what: "closed in a body, \(buffer.count) of \(count)") }
        }
        defer { buffer.removeFirst(count) }
        return Array(buffer[..<count])
    }

    private func until(_ mark: [UInt8]) throws -> Int? {
        var from = 0
        while true {
            if buffer.count >= mark.count {
                for at in from...(buffer.count - mark.count) where buffer[at..<(at + mark.count)].elementsEqual(mark) {
                    return at
                }
                from = buffer.count - mark.count + 1
            }
            guard fill() else { return nil }
        }
    }

    private func fill() -> Bool {
        var piece = [UInt8](repeating: 0, count: 65536)
        let got = recv(descriptor, &piece, piece.count, 0)
        hasWaitedInVain = got < 0 && errno == EAGAIN
        guard got > 0 else { return false }
        buffer += piece[..<got]
        return true
    }
}
