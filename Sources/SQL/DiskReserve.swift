import Glibc

/// Space held back on the disk: on a full disk SQLite cannot even delete, and giving this back lets people clean up.
struct DiskReserve: Sendable {
    /// Bytes held back: enough for the WAL of a few large deletions.
    static let size = 8 << 20
    let path: String

    /// Gives the space back; false when there was none to give.
    @discardableResult
    func release() -> Bool { unlink(path) == 0 }

    /// Takes the space again when at least as much stays free beside it; true when the reserve stands.
    @discardableResult
    func restore() -> Bool {
        var status = stat()
        if stat(path, &status) == 0 && status.st_size == off_t(DiskReserve.size) { return true }
        var disk = statvfs()
        let hasRoom =
            statvfs(path.directory, &disk) == 0 && UInt64(disk.f_bavail) * UInt64(disk.f_frsize) >= 2 * DiskReserve.size
        guard hasRoom else { return false }
        let descriptor = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard posix_fallocate(descriptor, 0, off_t(DiskReserve.size)) == 0 else {
            unlink(path)
            return false
        }
        return true
    }
}

extension String {
    /// The path of the directory a path lies in.
    fileprivate var directory: String {
        lastIndex(of: "/").map { String(self[..<$0]) } ?? "."
    }
}
