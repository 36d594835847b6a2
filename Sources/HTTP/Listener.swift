import CMicrohttpd
// Headers of libmicrohttpd include those of sockets; whose they are in Swift's eyes depends on what was built first.
internal import CMicrohttpd
import Glibc

/// Where a server listens.
package enum Listener: Sendable {
    /// An address or name of this machine; port 0 takes any that is free.
    case address(host: String, port: Int)
    /// A socket of the file system, which only its owner may open (0600); a stale one at the path is replaced.
    case socket(path: String)
    /// A descriptor that is bound and listens already, owned by the server from here on.
    case descriptor(Int32)

    /// A listening descriptor and its port, 0 for a socket of the file system.
    func open() throws(HTTPError) -> (descriptor: Int32, port: Int) {
        switch self {
        case .address(let host, let port): try Listener.listen(host: host, port: port)
        case .socket(let path): (try Listener.listen(path: path), 0)
        case .descriptor(let descriptor): (descriptor, Listener.port(of: descriptor))
        }
    }

    private static let backlog: Int32 = 1024
    private static let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)

    private static func listen(host: String, port: Int) throws(HTTPError) -> (Int32, Int) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0, let found else { throw .hostIsUnknown(host) }
        defer { freeaddrinfo(found) }
        let descriptor = Glibc.socket(found.pointee.ai_family, kind, 0)
        guard descriptor >= 0 else { throw .cannotListen(address: "\(host):\(port)", code: errno) }
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, found.pointee.ai_addr, found.pointee.ai_addrlen) == 0,
            Glibc.listen(descriptor, backlog) == 0
        else {
            let code = errno
            close(descriptor)
            throw .cannotListen(address: "\(host):\(port)", code: code)
        }
        return (descriptor, self.port(of: descriptor))
    }

    private static func listen(path: String) throws(HTTPError) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            throw .cannotListen(address: path, code: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let descriptor = Glibc.socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw .cannotListen(address: path, code: errno) }
        unlink(path)
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        // Nobody can connect before listen, so the mode is in force first.
        guard isBound, chmod(path, 0o600) == 0, Glibc.listen(descriptor, backlog) == 0 else {
            let code = errno
            close(descriptor)
            throw .cannotListen(address: path, code: code)
        }
        return descriptor
    }

    private static func port(of descriptor: Int32) -> Int {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isKnown = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
        }
        guard isKnown else { return 0 }
        return withUnsafeBytes(of: &address) { raw in
            switch Int32(raw.load(as: sockaddr_storage.self).ss_family) {
            case AF_INET: Int(UInt16(bigEndian: raw.load(as: sockaddr_in.self).sin_port))
            case AF_INET6: Int(UInt16(bigEndian: raw.load(as: sockaddr_in6.self).sin6_port))
            default: 0
            }
        }
    }
}
