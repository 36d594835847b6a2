import Logging

/// One line for each request that was answered or broken off, written by a thread of its own.
struct AccessLog: Sendable {
    let logger: Logger
    /// Takes secrets out of a path before it is written.
    let redactPath: @Sendable (String) -> String
    private let writer = WorkerPool(threads: 1, limit: 8192)

    init(logger: Logger, redactPath: @escaping @Sendable (String) -> String) {
        self.logger = logger
        self.redactPath = redactPath
    }

    struct Line: Sendable {
        var method: String
        var path: String
        var status: Int
        var bytes: Int64
        var milliseconds: Int64
        var requestID: String
        var peer: Peer
        var isComplete: Bool
    }

    func write(_ line: Line) {
        guard logger.logLevel <= .info else { return }
        writer.submit { [logger, redactPath] in
            var metadata: Logger.Metadata = [
                "method": "\(line.method)", "path": "\(redactPath(line.path))", "status": "\(line.status)",
                "bytes": "\(line.bytes)", "ms": "\(line.milliseconds)", "requestId": "\(line.requestID)",
                "peer": "\(line.peer.prefix)",
            ]
            if !line.isComplete { metadata["brokenOff"] = "true" }
            logger.info("request", metadata: metadata)
        }
    }

    func stop() { writer.stop(waiting: 1) }
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
