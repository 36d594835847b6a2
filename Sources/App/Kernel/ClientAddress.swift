import Domain
import Glibc
import HTTP

/// Where a request came from, behind the proxies that are believed.
struct ClientAddress: Sendable, Equatable {
    /// As numbers and dots or colons.
    let text: String

    /// What tries are counted under: an IPv4 address, or the /64 an IPv6 customer gets.
    var network: String {
        guard let address = Address(text), address.bytes.count == 16 else { return text }
        return Address(bytes: address.bytes[0..<8] + [UInt8](repeating: 0, count: 8)).text + "/64"
    }

    /// What is kept in logs that people read: no single household can be told from it.
    var prefix: String {
        guard let address = Address(text) else { return text }
        if address.bytes.count == 16 {
            return Address(bytes: address.bytes[0..<6] + [UInt8](repeating: 0, count: 10)).text + "/48"
        }
        return Address(bytes: address.bytes[0..<3] + [0]).text + "/24"
    }
}

/// The proxies whose X-Forwarded-For is believed.
struct TrustedProxies: Sendable {
    private let ranges: [(address: Address, bits: Int)]

    /// Refuses what is no CIDR range.
    init(_ texts: [String]) throws(Refusal) {
        var ranges: [(Address, Int)] = []
        for text in texts {
            let parts = text.split(separator: "/")
            guard let address = parts.first.flatMap({ Address(String($0)) }), parts.count <= 2 else {
                throw Self.unreadable(text)
            }
            let longest = address.bytes.count * 8
            guard let bits = parts.count == 2 ? Int(parts[1]) : longest, (0...longest).contains(bits) else {
                throw Self.unreadable(text)
            }
            ranges.append((address, bits))
        }
        self.ranges = ranges
    }

    /// The peer itself, or, when it is a believed proxy, the last address before the believed ones.
    func client(of head: Head) -> ClientAddress {
        guard case .network(let peer) = head.peer else { return ClientAddress(text: "control") }
        var client = peer
        let forwarded = head.headers("X-Forwarded-For").joined(separator: ",").split(separator: ",")
        for hop in forwarded.reversed() where isTrusted(client) {
            let text = hop.filter { !$0.isWhitespace }
            guard Address(text) != nil else { break }
            client = text
        }
        return ClientAddress(text: client)
    }

    private func isTrusted(_ text: String) -> Bool {
        guard let address = Address(text) else { return false }
        return ranges.contains { address.begins(with: $0.address, bits: $0.bits) }
    }

    private static func unreadable(_ text: String) -> Refusal {
        Refusal("proxy_invalid", "“\(text)” is no network; write it as in 10.0.0.0/8.")
    }
}

/// An IPv4 or IPv6 address as its 4 or 16 bytes.
private struct Address: Equatable {
    let bytes: [UInt8]

    init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    init?(_ text: String) {
        var four = [UInt8](repeating: 0, count: 4)
        var sixteen = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = four
        } else if inet_pton(AF_INET6, text, &sixteen) == 1 {
            bytes = sixteen
        } else {
            return nil
        }
    }

    var text: String {
        var buffer = [CChar](repeating: 0, count: 64)
        inet_ntop(bytes.count == 4 ? AF_INET : AF_INET6, bytes, &buffer, socklen_t(buffer.count))
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    func begins(with other: Address, bits: Int) -> Bool {
        guard bytes.count == other.bytes.count else { return false }
        for index in 0..<bits where (bytes[index / 8] ^ other.bytes[index / 8]) >> UInt8(7 - index % 8) & 1 != 0 {
            return false
        }
        return true
    }
}
