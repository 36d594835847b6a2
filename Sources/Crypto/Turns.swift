import Glibc

/// Lets so many threads at a time do something that takes much memory; the others wait.
final class Turns: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let returned = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var free: Int

    init(_ count: Int) {
        free = count
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(returned, nil)
    }

    deinit {
        pthread_cond_destroy(returned)
        pthread_mutex_destroy(mutex)
        returned.deallocate()
        mutex.deallocate()
    }

    func take<T>(_ body: () -> T) -> T {
        pthread_mutex_lock(mutex)
        while free == 0 { pthread_cond_wait(returned, mutex) }
        free -= 1
        pthread_mutex_unlock(mutex)
        defer {
            pthread_mutex_lock(mutex)
            free += 1
            pthread_cond_signal(returned)
            pthread_mutex_unlock(mutex)
        }
        return body()
    }
}
