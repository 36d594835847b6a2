import Glibc
import Synchronization

/// The lock that keeps a second process, and a second `Database`, off a data directory.
///
/// `flock` belongs to the open file, so it also holds between two openings in one process and ends with a crash.
final class DirectoryLock: Sendable {
    private let descriptor: Mutex<Int32>

    init(path: String) throws(SQLError) {
        let opened = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw SQLError.file("the lock file cannot be opened", errno: errno) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(opened)
            guard reason == EWOULDBLOCK else { throw SQLError.file("the lock file cannot be locked", errno: reason) }
            throw SQLError(
                code: SQLError.databaseInUse, extendedCode: SQLError.databaseInUse,
                message: "another process has this data directory open", statement: nil, systemCode: reason)
        }
        descriptor = Mutex(opened)
    }

    deinit { release() }

    func release() {
        descriptor.withLock {
            // Said, not left to the close: a child that is just being spawned holds a copy of the descriptor.
            if $0 >= 0 {
                flock($0, LOCK_UN)
                close($0)
            }
            $0 = -1
        }
    }
}
