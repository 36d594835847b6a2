import Glibc

/// Connections that read, lent to one thread at a time, in the order in which the threads asked.
///
/// A connection that is given back goes straight to whoever waits longest, and nobody else is woken.
final class ConnectionPool: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let allBack = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var free: [Connection]
    private var lent = 0
    private var isClosed = false
    /// Those that wait, the longest first.
    private var line: [Place] = []

    init(_ connections: [Connection]) {
        free = connections
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(allBack, nil)
    }

    deinit {
        close()
        pthread_cond_destroy(allBack)
        pthread_mutex_destroy(mutex)
        allBack.deallocate()
        mutex.deallocate()
    }

    /// Waits for a connection; nil when the pool is closed.
    func take() -> Connection? {
        locked {
            guard !isClosed else { return nil }
            if let connection = free.popLast() {
                lent += 1
                return connection
            }
            let place = Place()
            line.append(place)
            place.wait(mutex)
            return place.connection
        }
    }

    /// A connection that nobody has; nil where there is none, or the pool is closed.
    func takeIfFree() -> Connection? {
        locked {
            guard !isClosed, let connection = free.popLast() else { return nil }
            lent += 1
            return connection
        }
    }

    func giveBack(_ connection: Connection) {
        locked {
            if line.isEmpty {
                lent -= 1
                free.append(connection)
                if lent == 0 { pthread_cond_broadcast(allBack) }
            } else {
                line.removeFirst().call(connection)
            }
        }
    }

    /// Refuses new borrowers and those that wait, waits for those at work and closes all connections.
    func close() {
        locked {
            isClosed = true
            for place in line { place.call(nil) }
            line = []
            while lent > 0 { pthread_cond_wait(allBack, mutex) }
            free = []
        }
    }

    private func locked<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
