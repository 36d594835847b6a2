import Glibc
import MediaWork

/// A thread that decodes every other slice of a recording, at most two ahead of whoever looks at them.
final class SliceThread: @unchecked Sendable {
    private let reader: SliceReader
    private let starts: StrideTo<Int64>
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var free: [SoundSlice]
    private var filled: [Result<SoundSlice, MediaFailure>] = []
    private var isStopped = false
    private var thread = pthread_t()
    private var hasStarted = false

    private static let ahead = 2

    /// `first` of `every` so many slices is this thread's.
    init(_ reader: SliceReader, first: Int, every: Int, capacity: Int) {
        self.reader = reader
        free = (0..<Self.ahead).map { _ in SoundSlice(channels: reader.reader.channels, capacity: capacity) }
        starts = stride(from: Int64(first * capacity), to: .max, by: every * capacity)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(changed)
        mutex.deallocate()
        changed.deallocate()
    }

    func start() throws(MediaFailure) {
        let owner = Unmanaged.passRetained(self)
        let failed = pthread_create(
            &thread, nil,
            { pointer in
                if let pointer { Unmanaged<SliceThread>.fromOpaque(pointer).takeRetainedValue().work() }
                return nil
            }, owner.toOpaque())
        hasStarted = failed == 0
        if !hasStarted {
            owner.release()
            throw .unavailable(code: failed)
        }
    }

    /// Its next slice; waits until that is filled.
    func next() throws(MediaFailure) -> SoundSlice {
        pthread_mutex_lock(mutex)
        while filled.isEmpty { pthread_cond_wait(changed, mutex) }
        let next = filled.removeFirst()
        pthread_mutex_unlock(mutex)
        return try next.get()
    }

    /// The slice was looked at and may be filled anew.
    func giveBack(_ slice: SoundSlice) {
        pthread_mutex_lock(mutex)
        free.append(slice)
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    /// Returns when the thread has ended.
    func stop() {
        reader.giveUp()
        pthread_mutex_lock(mutex)
        isStopped = true
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
        if hasStarted { pthread_join(thread, nil) }
        hasStarted = false
    }

    private func work() {
        for start in starts {
            guard let slice = takeFree() else { return }
            let outcome = Result { () throws(MediaFailure) in
                try reader.fill(slice, from: start)
                return slice
            }
            pthread_mutex_lock(mutex)
            filled.append(outcome)
            pthread_cond_signal(changed)
            pthread_mutex_unlock(mutex)
            guard case .success = outcome, !slice.isLast else { return }
        }
    }

    private func takeFree() -> SoundSlice? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while free.isEmpty, !isStopped { pthread_cond_wait(changed, mutex) }
        return isStopped ? nil : free.removeFirst()
    }
}
