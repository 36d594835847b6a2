internal import CMicrohttpd
import Glibc
package import Logging
import Synchronization

/// Serves HTTP/1.1 on one listener: connections on event threads that never block, requests on workers.
package final class Server: Sendable {
    package struct Configuration: Sendable {
        package var listener: Listener
        /// Threads on which requests are handled.
        package var workers = 8
        package var eventThreads = 2
        package var connectionLimit = 2000
        /// Headers every answer gets that does not set them itself.
        package var commonHeaders: [(String, String)] = []
        /// Takes secrets out of a path before it is logged.
        package var redactPath: @Sendable (String) -> String = { $0 }
        /// Writes the lines of the access log, some at a time and in their order; nil gives them to `log` one by one.
        package var accessSink: (@Sendable ([AccessLine]) -> Void)?
        package var patience = Patience()
        package var log: Logger

        package init(listener: Listener, log: Logger) {
            self.listener = listener
            self.log = log
        }
    }

    private struct Running: @unchecked Sendable {
        let daemon: OpaquePointer
        let front: Front
        let acceptor: Acceptor
        let port: Int
        let watchdog: Watchdog
    }

    private let configuration: Configuration
    private let running = Mutex<Running?>(nil)

    package init(_ configuration: Configuration) { self.configuration = configuration }

    /// Listens and serves from here on; returns at once.
    package func start(_ service: any Service) throws(HTTPError) {
        let (listener, port) = try configuration.listener.open()
        earmark_keep_freed(1 << 20)
        let front = Front(service: service, configuration: configuration)
        let daemon = earmark_start(
            UInt32(configuration.eventThreads), UInt32(configuration.connectionLimit),
            UInt32(configuration.patience.idleSeconds), 32 << 10, Unmanaged.passUnretained(front).toOpaque(),
            Server.called, Server.targetArrived, Server.requestEnded, Server.connectionChanged)
        guard let daemon else {
            let code = errno
            close(listener)
            front.pool.stop(waiting: 1)
            throw .cannotStart(code: code)
        }
        let watchdog = Watchdog(front: front, patience: configuration.patience)
        let acceptor = Acceptor(listener: listener, daemon: daemon)
        running.withLock {
            $0 = Running(daemon: daemon, front: front, acceptor: acceptor, port: port, watchdog: watchdog)
        }
    }

    /// The port listened on; 0 when not running or on a socket of the file system.
    package var port: Int { running.withLock { $0?.port ?? 0 } }

    /// Takes no new connection, lets running requests end for a bounded time, then closes every connection.
    package func stop() {
        let stopped = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let stopped else { return }
        let front = stopped.front
        front.isStopping.store(true, ordering: .relaxed)
        stopped.acceptor.stop()
        let deadline = monotonicMilliseconds() + Int64(configuration.patience.stopSeconds) * 1000
        while front.active.load(ordering: .relaxed) > 0, monotonicMilliseconds() < deadline { usleep(5_000) }
        // A suspended connection would make libmicrohttpd end the process.
        for exchange in front.working.close() { exchange.abandon() }
        stopped.watchdog.stop()
        MHD_stop_daemon(stopped.daemon)
        front.pool.stop(waiting: 1)
        front.accessLog.stop()
    }

    deinit { stop() }

    // MARK: libmicrohttpd's callbacks, on the event threads

    private static let called: MHD_AccessHandlerCallback = { _, _, url, method, version, bytes, count, held in
        EventThread.mark()
        guard let exchange = held?.pointee, let url, let method, let version, let count else { return .NO }
        return Unmanaged<Exchange>.fromOpaque(exchange).takeUnretainedValue()
            .called(method: method, url: url, version: version, bytes: bytes, count: count)
    }

    /// The request line is there, the headers are not: the exchange begins and keeps the target as it came.
    private static let targetArrived: EarmarkTargetCallback = { held, target, handle in
        EventThread.mark()
        guard let held, let handle, let context = earmark_socket_context(handle) else { return nil }
        let front = Unmanaged<Front>.fromOpaque(held).takeUnretainedValue()
        let bytes = target.map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? []
        front.active.add(1, ordering: .relaxed)
        let exchange = Exchange(
            front: front, connection: Unmanaged<Connection>.fromOpaque(context).takeUnretainedValue(), handle: handle,
            target: bytes)
        return Unmanaged.passRetained(exchange).toOpaque()
    }

    private static let requestEnded: MHD_RequestCompletedCallback = { held, _, exchange, how in
        guard let held, let ended = exchange?.pointee else { return }
        let front = Unmanaged<Front>.fromOpaque(held).takeUnretainedValue()
        exchange?.pointee = nil
        Unmanaged<Exchange>.fromOpaque(ended).takeRetainedValue()
            .completed(isWhole: how == .REQUEST_TERMINATED_COMPLETED_OK)
        front.active.subtract(1, ordering: .relaxed)
    }

    private static let connectionChanged: MHD_NotifyConnectionCallback = { held, handle, context, what in
        EventThread.mark()
        guard let held, let handle, let context else { return }
        let front = Unmanaged<Front>.fromOpaque(held).takeUnretainedValue()
        if what == .CONNECTION_NOTIFY_STARTED {
            let connection = Connection(
                descriptor: earmark_descriptor(handle), peer: Peer(earmark_client_address(handle)))
            context.pointee = Unmanaged.passRetained(connection).toOpaque()
            front.connections.withLock { $0[ObjectIdentifier(connection)] = connection }
        } else if let ended = context.pointee {
            context.pointee = nil
            let connection = Unmanaged<Connection>.fromOpaque(ended).takeRetainedValue()
            _ = front.connections.withLock { $0.removeValue(forKey: ObjectIdentifier(connection)) }
        }
    }
}
