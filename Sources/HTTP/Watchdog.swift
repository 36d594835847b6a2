internal import CMicrohttpd
import Glibc
import Synchronization

/// How long a client may take, in seconds.
package struct Patience: Sendable {
    /// From the first byte of a request to the end of its headers.
    package var headSeconds = 10
    /// Over so many seconds of waiting for an upload it has to bring `uploadBytesPerSecond` on average.
    package var uploadSeconds = 30
    package var uploadBytesPerSecond = 8 << 10
    /// Without a byte of an answer being acknowledged.
    package var stallSeconds = 60
    /// Without any activity, between requests too.
    package var idleSeconds = 60
    /// For running requests when the server stops.
    package var stopSeconds = 5

    package init() {}
}

/// Ends connections of clients that hold them without getting on; libmicrohttpd's own timeout sees only silence.
///
/// Once a second it asks the kernel how many bytes each connection has received and had acknowledged.
final class Watchdog: @unchecked Sendable {
    private let front: Front
    private let patience: Patience
    private let alarm = Alarm()
    private let thread = WorkerPool(threads: 1)
    // Only of the watchdog's thread.
    private var records: [ObjectIdentifier: Record] = [:]

    private struct Record {
        var stage = Connection.Stage.awaitingHead
        /// When the stage, or the part of it that is measured, began; milliseconds.
        var since: Int64 = 0
        /// Bytes at that time.
        var bytes: UInt64 = 0
        var seenAt: Int64 = 0
        var wasForsaken = false
    }

    init(front: Front, patience: Patience) {
        self.front = front
        self.patience = patience
        thread.submit { [self] in
            while !alarm.wait(milliseconds: 1000) { look(at: monotonicMilliseconds()) }
        }
    }

    func stop() {
        alarm.ring()
        thread.stop(waiting: 5)
    }

    private func look(at now: Int64) {
        // Held while descriptors are used: a connection is closed only after it has been taken out.
        front.connections.withLock { connections in
            for (id, connection) in connections {
                var tcp = earmark_tcp()
                guard connection.peer != .control, earmark_tcp_look(connection.descriptor, &tcp) == 0 else { continue }
                let stage = connection.stage.load(ordering: .relaxed)
                var record = records[id] ?? Record()
                let isForsaken = isForsaken(&record, stage, tcp)
                if isLate(&record, stage, tcp, connection, now) || isForsaken {
                    shutdown(connection.descriptor, Int32(SHUT_RDWR))
                }
                record.seenAt = now
                records[id] = record
            }
            if records.count > connections.count {
                records = records.filter { connections[$0.key] != nil }
            }
        }
    }

    /// Whether the client left while something was awaited of it, at two looks in a row. libmicrohttpd 0.9.75 misses an
    /// end that arrives together with the last bytes: after a short read it waits for an event that has been already.
    private func isForsaken(_ record: inout Record, _ stage: Connection.Stage, _ tcp: earmark_tcp) -> Bool {
        let isNow =
            tcp.peer_is_done != 0 && (stage == .receivingBody || stage == .awaitingHead) && stage == record.stage
        defer { record.wasForsaken = isNow }
        return isNow && record.wasForsaken
    }

    private func isLate(
        _ record: inout Record, _ stage: Connection.Stage, _ tcp: earmark_tcp, _ connection: Connection, _ now: Int64
    ) -> Bool {
        let before = record.stage
        let isNew = before != stage
        record.stage = stage
        switch stage {
        case .awaitingHead:
            let hasBegun = tcp.received > connection.receivedBefore.load(ordering: .relaxed)
            if isNew || !hasBegun || record.since == 0 { record.since = now }
            return hasBegun && now - record.since >= Int64(patience.headSeconds) * 1000
        case .receivingBody:
            if before == .awaitingHead || before == .answering {
                (record.since, record.bytes) = (now, tcp.received)
            } else if before == .working {
                // Time with a worker is not the client's.
                record.since += now - record.seenAt
            }
            guard now - record.since >= Int64(patience.uploadSeconds) * 1000 else { return false }
            let isSlow = tcp.received - record.bytes < UInt64(patience.uploadSeconds * patience.uploadBytesPerSecond)
            (record.since, record.bytes) = (now, tcp.received)
            return isSlow
        case .working:
            if before == .awaitingHead || before == .answering { (record.since, record.bytes) = (now, tcp.received) }
            return false
        case .answering:
            if isNew || tcp.acked != record.bytes { (record.since, record.bytes) = (now, tcp.acked) }
            return now - record.since >= Int64(patience.stallSeconds) * 1000
        }
    }
}
