import Glibc

/// The one connection that writes, lent to the threads in the order in which they asked.
///
/// Transactions that wait for each other share one commit: each runs inside a savepoint of its own, the last of those
/// waiting commits for all, and nobody hears of success before. A commit waits for the disk; so sixteen at once wait for
/// it a few times and not sixteen.
final class Writer: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let isBack = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isLent = false
    private var isClosed = false
    /// Those that wait, the longest first. Each is woken by itself: waking all cost more than a transaction.
    private var line: [Place] = []
    private var connection: Connection?
    /// What has been done and not yet been committed; only of whoever has the connection.
    private var open: Group?
    /// What nobody waits for with a thread, the longest first, and whether somebody sees to it.
    private var errands: [Errand] = []
    private var isSeenTo = false

    /// So many share a commit at most: the first must not wait for ever.
    private static let mostMembers = 32

    /// Transactions that are committed together.
    private final class Group {
        /// Those whose work stands.
        var members = 0
        /// Nil until it is over; read and written under the mutex.
        var outcome: Outcome?
        let isOver = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

        init() { pthread_cond_init(isOver, nil) }

        deinit {
            pthread_cond_destroy(isOver)
            isOver.deallocate()
        }
    }

    private enum Outcome {
        case committed
        /// Nothing of it happened, by another's fault perhaps: each runs its work again by itself.
        case undone
    }

    /// A transaction that is brought and left: whoever brought it hears of its end on another thread.
    struct Errand {
        /// Runs in a transaction, perhaps twice, the first time undone; gives what to do once that is on disk.
        let body: (Connection) throws -> () -> Void
        let failed: (any Error) -> Void
    }

    init(_ connection: Connection) {
        self.connection = connection
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(isBack, nil)
    }

    deinit {
        pthread_cond_destroy(isBack)
        pthread_mutex_destroy(mutex)
        isBack.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` in a transaction and returns when that is on disk. `body` may be run twice, the first time undone.
    func write<T>(_ body: (Connection) throws -> T) throws -> T {
        if let value = try shared(body) { return value }
        return try alone(body)
    }

    private func alone<T>(_ body: (Connection) throws -> T) throws -> T {
        try exclusively { connection in
            try connection.execute("BEGIN IMMEDIATE")
            do {
                let value = try body(connection)
                try connection.execute("COMMIT")
                return value
            } catch {
                connection.undo()
                throw error
            }
        }
    }

    /// Takes an errand. True for whoever has to run them now: nobody else does.
    func take(_ errand: Errand) -> Bool {
        locked {
            errands.append(errand)
            defer { isSeenTo = true }
            return !isSeenTo
        }
    }

    /// Runs errands, those that come meanwhile too, many in one commit, until none is left.
    func runErrands() {
        while let next = nextErrand(orRest: true) {
            do {
                let connection = try take()
                let ends = runGroup(from: next, on: connection)
                giveBack()
                for end in ends { end() }
            } catch {
                next.failed(error)
            }
        }
    }

    /// Runs errands that wait, begun with one, and commits them; gives what is to be said of each.
    private func runGroup(from first: Errand, on connection: Connection) -> [() -> Void] {
        let group = open ?? Group()
        var done: [(errand: Errand, end: () -> Void)] = []
        var ends: [() -> Void] = []
        var next: Errand? = first
        while let errand = next {
            do {
                done.append((errand, try run(errand.body, in: group, on: connection)))
            } catch {
                ends.append { errand.failed(error) }
                // The first of a group ends it, and so does a disk that is full.
                guard open === group else { break }
            }
            next = group.members < Writer.mostMembers ? nextErrand(orRest: false) : nil
        }
        if open === group { commit(group, on: connection) }
        guard group.outcome == .undone else { return ends + done.map(\.end) }
        return ends
            + done.map { errand, _ in
                {
                    do { try self.alone(errand.body)() } catch { errand.failed(error) }
                }
            }
    }

    private func nextErrand(orRest rests: Bool) -> Errand? {
        locked {
            if !errands.isEmpty { return errands.removeFirst() }
            if rests { isSeenTo = false }
            return nil
        }
    }

    /// Lends the connection outside any transaction.
    func exclusively<T>(_ body: (Connection) throws -> T) throws -> T {
        let connection = try take()
        defer { giveBack() }
        if let open { commit(open, on: connection) }
        return try body(connection)
    }

    /// Refuses new borrowers, waits for those at work and closes the connection.
    func close() {
        locked {
            isClosed = true
            while isLent { pthread_cond_wait(isBack, mutex) }
            connection = nil
        }
    }

    /// One member's part; nil when its work was undone with that of others.
    private func shared<T>(_ body: (Connection) throws -> T) throws -> T? {
        let connection = try take()
        let group = open ?? Group()
        let result = Result { try self.run(body, in: group, on: connection) }
        // Whoever waits goes on in this group and commits it in turn.
        let goesOn = isSomebodyWaiting && group.members < Writer.mostMembers
        if open === group, !goesOn, let failure = commit(group, on: connection), group.members == 1 {
            giveBack()
            _ = try result.get()
            throw failure
        }
        giveBack()
        let value = try result.get()
        return wait(for: group) == .committed ? value : nil
    }

    private func run<T>(_ body: (Connection) throws -> T, in group: Group, on connection: Connection) throws -> T {
        let isFirst = open == nil
        try connection.execute(isFirst ? "BEGIN IMMEDIATE" : "SAVEPOINT member")
        open = group
        do {
            let value = try body(connection)
            if !isFirst { try connection.execute("RELEASE member") }
            group.members += 1
            return value
        } catch {
            // On some errors (disk full) SQLite has ended the transaction by itself, for everybody in it.
            if !connection.isInTransaction || isFirst {
                connection.undo()
                end(group, as: .undone)
            } else {
                try connection.execute("ROLLBACK TO member")
                try connection.execute("RELEASE member")
            }
            throw error
        }
    }

    /// Why it could not be committed; nil when it was.
    @discardableResult
    private func commit(_ group: Group, on connection: Connection) -> SQLError? {
        do {
            try connection.execute("COMMIT")
            end(group, as: .committed)
            return nil
        } catch {
            connection.undo()
            end(group, as: .undone)
            return error
        }
    }

    private func end(_ group: Group, as outcome: Outcome) {
        open = nil
        locked {
            group.outcome = outcome
            pthread_cond_broadcast(group.isOver)
        }
    }

    private func wait(for group: Group) -> Outcome {
        locked {
            while true {
                if let outcome = group.outcome { return outcome }
                pthread_cond_wait(group.isOver, mutex)
            }
        }
    }

    private var isSomebodyWaiting: Bool { locked { !line.isEmpty } }

    private func take() throws -> Connection {
        let (connection, isClosed) = locked {
            if isLent {
                let place = Place()
                line.append(place)
                place.wait(mutex)
            }
            isLent = true
            return (self.connection, self.isClosed)
        }
        guard let connection, !isClosed else {
            // Those before counted on this thread to commit.
            if let connection, let open, !isSomebodyWaiting { commit(open, on: connection) }
            giveBack()
            throw SQLError.misuse("the database is closed")
        }
        return connection
    }

    /// To whoever waits longest; it is nobody's only while nobody waits.
    private func giveBack() {
        locked {
            guard line.isEmpty else { return line.removeFirst().call(connection) }
            isLent = false
            pthread_cond_broadcast(isBack)
        }
    }

    private func locked<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}
