import Glibc
import Logging
import Synchronization

/// A request that was answered or broken off, as the access log tells it.
package struct AccessLine: Sendable {
    /// When it ended, Unix milliseconds.
    package var at: Int64
    package var method: String
    /// Without the query, and without what is secret in it.
    package var path: String
    package var status: Int
    package var bytes: Int64
    package var milliseconds: Int64
    package var request: RequestID
    /// The network it came from.
    package var peer: String
    package var isComplete: Bool
}

/// One line for each request, written by a thread of its own, many at a time: waking a thread for every line cost more
/// than answering.
final class AccessLog: Sendable {
    private let sink: @Sendable ([AccessLine]) -> Void
    private let redactPath: @Sendable (String) -> String
    private let isWanted: Bool
    private let waiting = Mutex<[AccessLine]>([])
    private let writer = WorkerPool(threads: 1)

    /// Lines above so many that wait are not written: a log that cannot be written must not take the memory.
    private static let mostWaiting = 65_536
    /// How long the first line waits for others; longer, and writing them holds up the answers of that moment.
    private static let gatheringMicroseconds: UInt32 = 4_000

    init(_ configuration: Server.Configuration) {
        let logger = configuration.log
        sink = configuration.accessSink ?? { lines in for line in lines { AccessLog.write(line, to: logger) } }
        redactPath = configuration.redactPath
        isWanted = logger.logLevel <= .info
    }

    func write(_ line: AccessLine) {
        guard isWanted else { return }
        let isFirst = waiting.withLock { waiting in
            guard waiting.count < AccessLog.mostWaiting else { return false }
            waiting.append(line)
            return waiting.count == 1
        }
        if isFirst { writer.submit { [self] in writeGathered() } }
    }

    func stop() { writer.stop(waiting: 1) }

    private func writeGathered() {
        usleep(AccessLog.gatheringMicroseconds)
        var lines = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for index in lines.indices { lines[index].path = redactPath(lines[index].path) }
        sink(lines)
    }

    private static func write(_ line: AccessLine, to logger: Logger) {
        var metadata: Logger.Metadata = [
            "method": "\(line.method)", "path": "\(line.path)", "status": "\(line.status)", "bytes": "\(line.bytes)",
            "ms": "\(line.milliseconds)", "requestId": "\(line.request.text)", "peer": "\(line.peer)",
        ]
        if !line.isComplete { metadata["brokenOff"] = "true" }
        logger.info("request", metadata: metadata)
    }
}

extension Peer {
    /// The network somebody comes from, not the person: the first 24 bits of an IPv4 address, 48 of IPv6.
    package var prefix: String {
        guard case .network(let address) = self else { return "control" }
        if address.contains(":") {
            let parts = address.split(separator: ":", omittingEmptySubsequences: false).prefix(3)
            return parts.contains("") ? "::/48" : parts.joined(separator: ":") + "::/48"
        }
        return address.split(separator: ".").prefix(3).joined(separator: ".") + ".0/24"
    }
}
