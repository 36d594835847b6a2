import Glibc
import HTTP
import Logging
import Synchronization

/// A service that is one closure.
struct Scripted: Service {
    let decide: @Sendable (Head) -> Acceptance

    func accept(_ head: Head) -> Acceptance { decide(head) }
}

/// Runs a server for the time of a test, on a free port.
func serving<Result>(
    _ decide: @escaping @Sendable (Head) -> Acceptance,
    configure: (inout Server.Configuration) -> Void = { _ in },
    test: (Server) throws -> Result
) throws -> Result {
    var configuration = Server.Configuration(
        listener: .address(host: "127.0.0.1", port: 0), log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    configure(&configuration)
    let server = Server(configuration)
    try server.start(Scripted(decide: decide))
    defer { server.stop() }
    return try test(server)
}

/// A directory that is gone with the test.
final class Scratch {
    let path: String

    init() {
        var template = Array("/tmp/earmark-http-XXXXXX".utf8CString)
        mkdtemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    private var names: [String] = []

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) -> String {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        if !names.contains(name) { names.append(name) }
        return file
    }

    func keep(_ name: String) -> String {
        names.append(name)
        return "\(path)/\(name)"
    }
}

/// How many descriptors of this process are of one file.
func openDescriptors(of path: String) -> Int {
    guard let directory = opendir("/proc/self/fd") else { return -1 }
    defer { closedir(directory) }
    var count = 0
    while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        var target = [UInt8](repeating: 0, count: 256)
        let length = target.withUnsafeMutableBytes { readlink("/proc/self/fd/\(name)", $0.baseAddress!, $0.count) }
        if length > 0, String(decoding: target.prefix(length), as: UTF8.self) == path { count += 1 }
    }
    return count
}
