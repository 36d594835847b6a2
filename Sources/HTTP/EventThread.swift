import Glibc

/// The threads that serve every connection: whoever blocks one stops them all, so storage asserts that it is not on one.
package enum EventThread {
    package static var isCurrent: Bool { pthread_getspecific(key) != nil }

    static func mark() {
        if pthread_getspecific(key) == nil { _ = pthread_setspecific(key, UnsafeRawPointer(bitPattern: 1)) }
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()
}
