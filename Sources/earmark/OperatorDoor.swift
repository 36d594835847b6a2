import App
import Foundation
import Glibc
import HTTP
import JSON
import Logging

/// How a command speaks to the installation: through the running server's socket, or with the data opened here.
enum OperatorDoor {
    case running(socket: String)
    case opened(Instance)

    init(data: String) throws {
        let socket = data + "/control.sock"
        if UnixClient.answers(socket) {
            self = .running(socket: socket)
            return
        }
        let configuration = Configuration(
            data: data, mediaProgram: Installed.mediaProgram, staticFiles: Installed.staticFiles() ?? "/")
        var log = Logger(label: "earmark")
        log.logLevel = .critical
        self = .opened(try Instance(configuration, log: log))
    }

    /// Sends a request as the operator and gives the JSON it was answered with; a refusal throws its sentence.
    func ask(_ method: HTTP.Method, _ path: String, _ members: ((inout JSONWriter) -> Void)? = nil) throws -> [UInt8] {
        var writer = JSONWriter()
        if let members { writer.object(members) }
        return try send(method, path, body: writer.bytes).body
    }

    /// What a request was answered with.
    struct Answer {
        let status: Int
        let headers: [(String, String)]
        let body: [UInt8]

        func header(_ name: String) -> String? {
            headers.first { $0.0.lowercased() == name.lowercased() }?.1
        }
    }

    /// Sends a request with whatever body; a refusal throws its sentence.
    func send(
        _ method: HTTP.Method, _ path: String, headers: [(String, String)] = [("Content-Type", "application/json")],
        body: [UInt8]
    ) throws -> Answer {
        let answer: Answer
        switch self {
        case .running(let socket):
            answer = try UnixClient.send(method, "/api/v1/" + path, headers: headers, body: body, over: socket)
        case .opened(let instance):
            let response = try instance.operate(method, path, headers: headers, body: body)
            var bytes: [UInt8] = []
            if case .bytes(let given) = response.body { bytes = given }
            answer = Answer(status: response.status, headers: response.headers, body: bytes)
        }
        guard (200..<300).contains(answer.status) else {
            throw Refused(description: sentence(of: answer.body) ?? "The request was refused (\(answer.status)).")
        }
        return answer
    }

    func close() {
        if case .opened(let instance) = self { instance.stop() }
    }

    private func sentence(of problem: [UInt8]) -> String? {
        guard let value = try? JSONReader.read(problem), case .string(let detail)? = value["detail"] else { return nil }
        return detail
    }
}

/// A small HTTP client for the control socket: one request, one answer, connection closed.
enum UnixClient {
    static func answers(_ path: String) -> Bool {
        guard let descriptor = try? connected(path) else { return false }
        close(descriptor)
        return true
    }

    static func send(
        _ method: HTTP.Method, _ target: String, headers: [(String, String)], body: [UInt8], over path: String
    ) throws -> OperatorDoor.Answer {
        let descriptor = try connected(path)
        defer { close(descriptor) }
        var request = Array("\(method.rawValue.uppercased()) \(target) HTTP/1.1\r\nHost: control\r\n".utf8)
        for (name, value) in headers { request += Array("\(name): \(value)\r\n".utf8) }
        request += Array("Connection: close\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes { write(descriptor, $0.baseAddress! + sent, request.count - sent) }
            guard count > 0 else { throw gone }
            sent += count
        }
        return try parsed(received(descriptor))
    }

    private static let gone = Refused(description: "The running server did not answer on its control socket.")

    private static func connected(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw gone }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            close(descriptor)
            throw Refused(description: "The path of the data directory is too long for a control socket.")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw gone
        }
        return descriptor
    }

    private static func received(_ descriptor: Int32) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            guard count > 0 else { throw gone }
            bytes += buffer[0..<count]
        }
    }

    private static func parsed(_ bytes: [UInt8]) throws -> OperatorDoor.Answer {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count > 12, let status = Int(String(decoding: bytes[9..<12], as: UTF8.self)),
            let end = bytes.indices.first(where: { bytes[$0...].starts(with: mark) })
        else { throw gone }
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n").dropFirst()
        let headers = lines.compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), String(line[line.index(after: colon)...].drop { $0 == " " }))
        }
        return OperatorDoor.Answer(status: status, headers: headers, body: Array(bytes[(end + 4)...]))
    }
}
