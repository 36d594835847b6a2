import CSQLite
import Glibc

/// What came of a look at the database that waits for nothing.
package enum Glance<Value> {
    case seen(Value)
    /// It would have had to wait for a connection, a lock or the disk: whoever may wait reads it.
    case wouldWait
    /// It takes longer than a glance may.
    case tooLong
}

/// Keeps a connection from waiting, and from working long, while somebody glances through it.
///
/// SQLite reads its files through a function of ours. On a thread that is in haste, that one gives what the kernel has
/// in memory and refuses the rest; so a slow disk holds up nobody, and what was refused is in memory once a patient
/// reader has been there.
final class Haste: @unchecked Sendable {
    enum End { case wouldWait, tooLong }

    /// Why the last glance was broken off; nil while it was not.
    private(set) var end: End?
    private(set) var isOn = false
    private var deadline: Int64 = 0
    private let allowance: Int64

    /// - Parameter allowance: time of the processor that a glance may take, ns.
    init(allowance: Int64) { self.allowance = allowance }
    /// Steps of SQLite's machine between two looks at the clock; some fifty microseconds.
    static let stepsBetweenLooks: Int32 = 4_000

    /// Whether SQLite's reading can be refused at all; asked before the first connection is opened.
    static let isPossible: Bool = {
        _ = Connection.isSetUp
        let code = earmark_sqlite_read_through { file, bytes, count, at in
            guard let held = pthread_getspecific(Haste.key) else { return pread(file, bytes, count, at) }
            let given = earmark_read_from_memory(file, bytes, count, at)
            if given < 0, errno != EINTR {
                Unmanaged<Haste>.fromOpaque(held).takeUnretainedValue().breakOff(.wouldWait)
            }
            return given
        }
        return code == SQLITE_OK
    }()

    /// Whether the file system tells what it has in memory from what it has not; some know no such question
    /// (preadv2(2), EOPNOTSUPP).
    static func isPossible(in file: String) -> Bool {
        guard isPossible else { return false }
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var byte: UInt8 = 0
        return descriptor >= 0 && (earmark_read_from_memory(descriptor, &byte, 1, 0) >= 0 || errno == EAGAIN)
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    func begin() {
        end = nil
        isOn = true
        deadline = Haste.processorTime() + allowance
        pthread_setspecific(Haste.key, Unmanaged.passUnretained(self).toOpaque())
    }

    func stop() {
        isOn = false
        pthread_setspecific(Haste.key, nil)
    }

    func breakOff(_ why: End) { end = end ?? why }

    /// Has SQLite ask, while it works on this connection, whether to go on.
    func watch(_ connection: OpaquePointer) {
        sqlite3_progress_handler(
            connection, Haste.stepsBetweenLooks,
            { held in
                guard let held else { return 0 }
                return Unmanaged<Haste>.fromOpaque(held).takeUnretainedValue().mayGoOn() ? 0 : 1
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func mayGoOn() -> Bool {
        guard isOn else { return true }
        if Haste.processorTime() > deadline { breakOff(.tooLong) }
        return end == nil
    }

    /// Of this thread, ns.
    private static func processorTime() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
