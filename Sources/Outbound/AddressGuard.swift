/// Which addresses a call to the outside may be made to: global unicast and nothing else, unless an admin allowed more.
///
/// Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and what updates it). It is asked for
/// every address a name resolves to, and again for the address a socket is connected to.
package struct AddressGuard: Sendable {
    /// Networks of this installation's own that an admin has allowed.
    private let allowed: [Network]

    package init(allowing networks: [Network] = []) {
        allowed = networks
    }

    package func allows(_ address: NetworkAddress) -> Bool {
        let plain = address.unmapped
        if allowed.contains(where: { $0.contains(plain) }) { return true }
        switch plain {
        case .four: return !Self.closedFour.contains { $0.contains(plain) }
        case .six: return Self.openSix.contains(plain) && !Self.closedSix.contains { $0.contains(plain) }
        }
    }

    private static let closedFour: [Network] = [
        Network(0, 0, 0, 0, bits: 8),  // this host
        Network(10, 0, 0, 0, bits: 8),  // private
        Network(100, 64, 0, 0, bits: 10),  // behind a carrier's NAT
        Network(127, 0, 0, 0, bits: 8),  // loopback
        Network(169, 254, 0, 0, bits: 16),  // link local, cloud metadata
        Network(172, 16, 0, 0, bits: 12),  // private
        Network(192, 0, 0, 0, bits: 24),  // protocol assignments
        Network(192, 0, 2, 0, bits: 24),  // documentation
        Network(192, 88, 99, 0, bits: 24),  // 6to4 relays
        Network(192, 168, 0, 0, bits: 16),  // private
        Network(198, 18, 0, 0, bits: 15),  // benchmarks
        Network(198, 51, 100, 0, bits: 24),  // documentation
        Network(203, 0, 113, 0, bits: 24),  // documentation
        Network(224, 0, 0, 0, bits: 3),  // multicast, reserved, broadcast
    ]

    /// 2000::/3 is all the global unicast there is.
    private static let openSix = Network(six: [0x20], bits: 3)

    private static let closedSix: [Network] = [
        Network(six: [0x20, 0x01, 0x00, 0x00], bits: 23),  // protocol assignments, Teredo
        Network(six: [0x20, 0x01, 0x0d, 0xb8], bits: 32),  // documentation
        Network(six: [0x20, 0x02], bits: 16),  // 6to4, which hides an IPv4 address
        Network(six: [0x3f, 0xff], bits: 20),  // documentation
    ]
}

/// An IPv4 or IPv6 address as its bytes in network order.
package enum NetworkAddress: Hashable, Sendable {
    /// 4 bytes.
    case four([UInt8])
    /// 16 bytes.
    case six([UInt8])

    /// Nil unless there are 4 or 16 bytes.
    package init?(bytes: [UInt8]) {
        switch bytes.count {
        case 4: self = .four(bytes)
        case 16: self = .six(bytes)
        default: return nil
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .four(let bytes), .six(let bytes): bytes
        }
    }

    /// The IPv4 address an IPv6 one only wraps (::ffff:0:0/96, and 64:ff9b::/96 of NAT64), else itself.
    var unmapped: NetworkAddress {
        guard case .six(let bytes) = self else { return self }
        let mapped = [UInt8](repeating: 0, count: 10) + [0xff, 0xff]
        let translated: [UInt8] = [0x00, 0x64, 0xff, 0x9b] + [UInt8](repeating: 0, count: 8)
        let prefix = Array(bytes.prefix(12))
        return prefix == mapped || prefix == translated ? .four(Array(bytes.suffix(4))) : self
    }
}

/// A block of addresses: those that begin with the same bits.
package struct Network: Hashable, Sendable {
    package let address: NetworkAddress
    package let bits: Int

    /// Nil when there are more bits than the address has.
    package init?(_ address: NetworkAddress, bits: Int) {
        guard (0...address.bytes.count * 8).contains(bits) else { return nil }
        self.address = address
        self.bits = bits
    }

    fileprivate init(_ first: UInt8, _ second: UInt8, _ third: UInt8, _ fourth: UInt8, bits: Int) {
        address = .four([first, second, third, fourth])
        self.bits = bits
    }

    fileprivate init(six prefix: [UInt8], bits: Int) {
        address = .six(prefix + [UInt8](repeating: 0, count: 16 - prefix.count))
        self.bits = bits
    }

    func contains(_ other: NetworkAddress) -> Bool {
        let (mine, theirs) = (address.bytes, other.bytes)
        guard mine.count == theirs.count else { return false }
        for index in 0..<bits {
            let place = UInt8(7 - index % 8)
            if (mine[index / 8] ^ theirs[index / 8]) >> place & 1 != 0 { return false }
        }
        return true
    }
}
