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
    let working = WorkingExchanges()
    let connections = Mutex<[ObjectIdentifier: Connection]>([:])

    init(service: any Service, configuration: Server.Configuration) {
        self.service = service
        outbox = Outbox(commonHeaders: configuration.commonHeaders)
        pool = WorkerPool(threads: configuration.workers)
        accessLog = AccessLog(configuration)
        log = configuration.log
    }
}

/// The exchanges that are with a worker, their connections suspended.
final class WorkingExchanges: Sendable {
    private let state = Mutex((isClosed: false, exchanges: [ObjectIdentifier: Exchange]()))

    /// False when the server ends and none may be suspended any more.
    func add(_ exchange: Exchange) -> Bool {
        state.withLock { state in
            if !state.isClosed { state.exchanges[ObjectIdentifier(exchange)] = exchange }
            return !state.isClosed
        }
    }

    /// Takes an exchange out at the moment `resume` gives its connection back, so that none is missed by `close`.
    func remove(_ exchange: Exchange, resume: () -> Bool) -> Bool {
        state.withLock { state in
            state.exchanges[ObjectIdentifier(exchange)] = nil
            return resume()
        }
    }

    /// Takes no more; what is here now has to be abandoned.
    func close() -> [Exchange] {
        state.withLock { state in
            state.isClosed = true
            return Array(state.exchanges.values)
        }
    }
}
