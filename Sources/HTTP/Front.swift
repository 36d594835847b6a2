import Logging
import Synchronization

/// What all connections of a running server share.
final class Front: Sendable {
    let service: any Service
    let outbox: Outbox
    let pool: WorkerPool
    let accessLog: AccessLog
    let log: Logger
    let isStopping = Atomic<Bool>(false)
    /// Requests between their request line and the end of their answer.
    let active = Atomic<Int>(0)
    /// The exchanges that are with a worker.
    let working = Mutex<[ObjectIdentifier: Exchange]>([:])
    let connections = Mutex<[ObjectIdentifier: Connection]>([:])

    init(service: any Service, configuration: Server.Configuration) {
        self.service = service
        outbox = Outbox(commonHeaders: configuration.commonHeaders)
        pool = WorkerPool(threads: configuration.workers)
        accessLog = AccessLog(logger: configuration.log, redactPath: configuration.redactPath)
        log = configuration.log
    }
}
