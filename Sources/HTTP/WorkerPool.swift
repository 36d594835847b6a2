import Glibc

/// A fixed number of threads that run jobs in the order they came.
final class WorkerPool: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [(@Sendable () -> Void)?] = []
    private var next = 0
    private var isStopping = false
    private var running = 0
    private let limit: Int

    /// `limit`: jobs that may wait; one more is not taken.
    init(threads: Int, limit: Int = .max) {
        self.limit = limit
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
        for _ in 0..<threads { startThread() }
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(changed)
        mutex.deallocate()
        changed.deallocate()
    }

    @discardableResult
    func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard !isStopping, jobs.count - next < limit else { return false }
        jobs.append(job)
        pthread_cond_signal(changed)
        return true
    }

    /// Takes no more jobs, runs those that wait, and returns when all threads ended or after `seconds`.
    func stop(waiting seconds: Double) {
        pthread_mutex_lock(mutex)
        isStopping = true
        pthread_cond_broadcast(changed)
        let deadline = monotonicMilliseconds() + Int64(seconds * 1000)
        while running > 0, monotonicMilliseconds() < deadline {
            pthread_mutex_unlock(mutex)
            usleep(500)
            pthread_mutex_lock(mutex)
        }
        pthread_mutex_unlock(mutex)
    }

    private func startThread() {
        var thread = pthread_t()
        running += 1
        let started = pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<WorkerPool>.fromOpaque(pointer).takeRetainedValue().work()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        if started == 0 {
            pthread_detach(thread)
        } else {
            running -= 1
            Unmanaged.passUnretained(self).release()
        }
    }

    private func work() {
        pthread_mutex_lock(mutex)
        while true {
            while next == jobs.count, !isStopping { pthread_cond_wait(changed, mutex) }
            guard next < jobs.count else { break }
            let job = jobs[next]
            jobs[next] = nil
            next += 1
            if next == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                next = 0
            } else if next > 1024 {
                jobs.removeFirst(next)
                next = 0
            }
            pthread_mutex_unlock(mutex)
            job?()
            pthread_mutex_lock(mutex)
        }
        running -= 1
        pthread_mutex_unlock(mutex)
    }
}

/// Milliseconds since 1970.
func unixMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}

/// Milliseconds of a clock that only goes forward.
func monotonicMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
