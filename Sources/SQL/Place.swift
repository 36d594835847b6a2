import Glibc

/// A thread's place in the line of those that wait for a connection; who calls it holds the mutex of that line.
final class Place {
    private let called = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var isCalled = false
    private(set) var connection: Connection?

    init() { pthread_cond_init(called, nil) }

    deinit {
        pthread_cond_destroy(called)
        called.deallocate()
    }

    /// Waits until it is called; the mutex is held before and after.
    func wait(_ mutex: UnsafeMutablePointer<pthread_mutex_t>) {
        while !isCalled { pthread_cond_wait(called, mutex) }
    }

    func call(_ connection: Connection?) {
        self.connection = connection
        isCalled = true
        pthread_cond_signal(called)
    }
}
