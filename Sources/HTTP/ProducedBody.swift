internal import CMicrohttpd
import Synchronization

/// A body whose pieces are made one after another while it is sent, so that it is never in memory as a whole.
package struct ProducedBody: Sendable {
    /// In bytes; nil when it is not known, then it is sent in chunks.
    package let length: Int64?
    let next: @Sendable () throws -> [UInt8]?

    /// `next` gives the next piece, nil at the end, and is called on a worker, one call at a time. When it throws, the
    /// connection is cut, so that nobody takes the part for the whole; when the client leaves, it is let go.
    package init(length: Int64?, next: @escaping @Sendable () throws -> [UInt8]?) {
        self.length = length
        self.next = next
    }
}

/// Hands the pieces of one produced body to libmicrohttpd, suspending the connection while the next is made.
final class ProducedReader: Sendable {
    private let body: ProducedBody
    private let exchange: Exchange
    private let state = Mutex(State.empty)

    private enum State {
        case empty
        case piece([UInt8], sent: Int)
        case ended, broken
    }

    init(_ body: ProducedBody, exchange: Exchange) {
        self.body = body
        self.exchange = exchange
    }

    func response() -> OpaquePointer? {
        let held = Unmanaged.passRetained(self)
        let raw = MHD_create_response_from_callback(
            body.length.map(UInt64.init) ?? .max, 64 << 10,
            { held, _, buffer, size in
                guard let held, let buffer else { return -2 }
                return Unmanaged<ProducedReader>.fromOpaque(held).takeUnretainedValue()
                    .read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
            }, held.toOpaque(), { if let held = $0 { Unmanaged<ProducedReader>.fromOpaque(held).release() } })
        if raw == nil { held.release() }
        return raw
    }

    /// Bytes given; 0 after the connection was suspended; libmicrohttpd's -1 (end) and -2 (broken).
    private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let given = state.withLock { state in
            switch state {
            case .empty: return 0
            case .ended: return -1
            case .broken: return -2
            case .piece(let bytes, let sent):
                let part = bytes[sent...].prefix(buffer.count)
                buffer.copyBytes(from: part)
                state = sent + part.count < bytes.count ? .piece(bytes, sent: sent + part.count) : .empty
                return part.count
            }
        }
        guard given == 0 else { return given }
        return exchange.work(thenIn: .answering) { [self] _ in makeNext() } ? 0 : -2
    }

    private func makeNext() {
        let next: State
        do {
            var piece = try body.next()
            while piece?.isEmpty == true { piece = try body.next() }
            next = piece.map { .piece($0, sent: 0) } ?? .ended
        } catch {
            next = .broken
        }
        state.withLock { $0 = next }
    }
}
