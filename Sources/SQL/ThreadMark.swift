import Glibc

/// Something that is so for some threads; each sets and asks it for itself, and waits for no other.
final class ThreadMark: Sendable {
    private let key: pthread_key_t

    init() {
        var key = pthread_key_t()
        precondition(pthread_key_create(&key, nil) == 0, "no more keys for what belongs to a thread")
        self.key = key
    }

    deinit { pthread_key_delete(key) }

    /// Of the calling thread.
    var isHere: Bool {
        get { pthread_getspecific(key) != nil }
        set { pthread_setspecific(key, newValue ? UnsafeRawPointer(bitPattern: 1) : nil) }
    }
}
