import Foundation
import Glibc
import Testing

/// A TCP and a UDP socket on one port of this machine that nobody has any business to reach.
final class Listener: Sendable {
    let port: UInt16
    private let stream: Int32
    private let packets: Int32

    init() throws {
        stream = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        packets = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
        port = try Self.bind(stream, 0)
        try #require(listen(stream, 64) == 0)
        _ = try Self.bind(packets, port)
    }

    deinit {
        close(stream)
        close(packets)
    }

    /// Who has come since this was asked last.
    var visits: Int {
        var visits = 0
        while case let visitor = accept(stream, nil, nil), visitor >= 0 {
            close(visitor)
            visits += 1
        }
        var byte: UInt8 = 0
        while recv(packets, &byte, 1, 0) >= 0 { visits += 1 }
        return visits
    }

    /// What a file would make its reader do.
    func visit() throws {
        let visitor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(visitor) }
        var address = Self.address(port)
        let reached = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(visitor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(reached == 0)
    }

    private static func address(_ port: UInt16) -> sockaddr_in {
        sockaddr_in(
            sin_family: sa_family_t(AF_INET), sin_port: port.bigEndian,
            sin_addr: in_addr(s_addr: UInt32(0x7f00_0001).bigEndian),
            sin_zero: (0, 0, 0, 0, 0, 0, 0, 0))
    }

    private static func bind(_ socket: Int32, _ port: UInt16) throws -> UInt16 {
        var address = address(port)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try #require(Glibc.bind(socket, $0, size) == 0)
                try #require(getsockname(socket, $0, &size) == 0)
            }
            return UInt16(bigEndian: pointer.pointee.sin_port)
        }
    }
}
