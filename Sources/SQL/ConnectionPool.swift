import Glibc

/// Connections that read, lent to one thread at a time, in the order in which the threads asked.
final class ConnectionPool: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var free: [Connection]
    private var lent = 0
    private var isClosed = false
    /// The number the next thread draws, and the number whose turn it is.
    private var nextTicket = 0
    private var turn = 0

    init(_ connections: [Connection]) {
        free = connections
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        close()
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Waits for a connection; nil when the pool is closed.
    func take() -> Connection? {
        locked {
            let ticket = nextTicket
            nextTicket += 1
            while ticket != turn || (free.isEmpty && !isClosed) { pthread_cond_wait(changed, mutex) }
            turn += 1
            pthread_cond_broadcast(changed)
            guard !isClosed else { return nil }
            lent += 1
            return free.removeLast()
        }
    }

    func giveBack(_ connection: Connection) {
        locked {
            lent -= 1
            free.append(connection)
            pthread_cond_broadcast(changed)
        }
    }

    /// Refuses new borrowers, waits for those at work and closes all connections.
    func close() {
        locked {
            isClosed = true
            pthread_cond_broadcast(changed)
            while lent > 0 { pthread_cond_wait(changed, mutex) }
            free = []
        }
    }

    private func locked<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
