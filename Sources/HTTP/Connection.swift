internal import CMicrohttpd
import Glibc
import Synchronization

/// One client's connection: who it is, and where it stands, for the watchdog.
final class Connection: Sendable {
    let descriptor: Int32
    let peer: Peer
    /// The peer's network, for the access log.
    let network: String
    let stage: Atomic<Stage>
    /// Bytes received when the last request was done: more than these means that a new one has begun.
    let receivedBefore = Atomic<UInt64>(0)

    /// Where a connection stands in its current request.
    enum Stage: UInt8, AtomicRepresentable {
        case awaitingHead, receivingBody, working, answering
    }

    init(descriptor: Int32, peer: Peer) {
        self.descriptor = descriptor
        self.peer = peer
        network = peer.prefix
        stage = Atomic(.awaitingHead)
    }

    /// What the client sends from here on belongs to its next request. `size`: bytes of the request that ended, where
    /// they are known; else the kernel is asked.
    func requestEnded(size: Int?) {
        if gathers.exchange(false, ordering: .relaxed) { setGathering(false) }
        var tcp = earmark_tcp()
        if let size {
            receivedBefore.add(UInt64(size), ordering: .relaxed)
        } else if earmark_tcp_look(descriptor, &tcp) == 0 {
            receivedBefore.store(tcp.received, ordering: .relaxed)
        }
        move(to: .awaitingHead)
    }

    /// From here to the end of the answer the kernel sends full packets only: libmicrohttpd pushes the head of an answer
    /// out before it begins with a file's bytes, which woke every client twice.
    func beginGathering() {
        gathers.store(true, ordering: .relaxed)
        setGathering(true)
    }

    private let gathers = Atomic<Bool>(false)

    private func setGathering(_ on: Bool) {
        var value: Int32 = on ? 1 : 0
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_CORK, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    func move(to next: Stage) { stage.store(next, ordering: .relaxed) }
}

extension Peer {
    /// The address of a network peer as text, without the port; IPv4 inside IPv6 as IPv4.
    init(_ address: UnsafePointer<sockaddr>?) {
        guard let address else {
            self = .control
            return
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN) + 1)
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            var number = raw.load(as: sockaddr_in.self).sin_addr
            inet_ntop(AF_INET, &number, &text, socklen_t(text.count))
        case AF_INET6:
            var number = raw.load(as: sockaddr_in6.self).sin6_addr
            inet_ntop(AF_INET6, &number, &text, socklen_t(text.count))
        default:
            self = .control
            return
        }
        let end = text.firstIndex(of: 0) ?? text.endIndex
        let name = String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self = .network(address: name.hasPrefix("::ffff:") && name.contains(".") ? String(name.dropFirst(7)) : name)
    }
}
