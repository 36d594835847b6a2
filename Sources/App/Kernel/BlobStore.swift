import Crypto
import Domain
import Glibc

/// Media on disk, addressed by the SHA-256 of its bytes; whatever is stored once never changes.
struct BlobStore: Sendable {
    /// A stored file, found by its hash.
    struct Blob: Sendable, Equatable {
        let hash: String
        let bytes: Int64
    }

    /// A disk's answer, by `errno`.
    struct Failure: Error, Equatable {
        let code: Int32
        let operation: String

        var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
    }

    let directory: String

    init(directory: String) throws(Failure) {
        self.directory = directory
        for path in [directory, directory + "/tmp"] where mkdir(path, 0o700) != 0 && errno != EEXIST {
            throw Failure(code: errno, operation: "mkdir")
        }
    }

    /// Whether the disk has room for so many bytes; yes where it does not say.
    func hasRoom(for bytes: Int64) -> Bool {
        var disk = statvfs()
        guard statvfs(directory, &disk) == 0 else { return true }
        return UInt64(max(bytes, 0)) <= UInt64(disk.f_bavail) * UInt64(disk.f_frsize)
    }

    /// A read-only descriptor of the caller's own; close it.
    func open(_ hash: String) throws(Failure) -> Int32 {
        let descriptor = Glibc.open(path(of: hash), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure(code: errno, operation: "open") }
        return descriptor
    }

    func contains(_ hash: String) -> Bool {
        access(path(of: hash), R_OK) == 0
    }

    /// A directory on the same disk for files without a name.
    var scratch: String { directory + "/tmp" }

    /// Takes a blob away; nothing may refer to it any more.
    func remove(_ hash: String) {
        unlink(path(of: hash))
    }

    /// A new empty file under a random name, kept until it is discarded.
    func makeDraft() throws(Failure) -> Draft {
        try Draft(path: directory + "/tmp/" + SecureRandom.token())
    }

    /// Opens a draft again by the name it was given, after a restart for example.
    func draft(named name: String) throws(Failure) -> Draft {
        guard name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) else {
            throw Failure(code: ENOENT, operation: "open")
        }
        return try Draft(reopening: directory + "/tmp/" + name)
    }

    /// Makes sure a draft's bytes are on disk and says what they are; slow, so outside any transaction. `also` sees them
    /// on the way.
    func seal(_ draft: Draft, also: (UnsafeRawBufferPointer) -> Void = { _ in }) throws(Failure) -> Blob {
        guard fsync(draft.descriptor) == 0 else { throw Failure(code: errno, operation: "fsync") }
        let (hash, bytes) = try hashed(draft.descriptor, also: also)
        return Blob(hash: hash, bytes: bytes)
    }

    /// Makes a sealed draft part of the store, in the transaction that refers to it; the draft's own name stays until
    /// it is discarded, so that a crash in between loses nothing. Safe to repeat.
    func adopt(_ draft: Draft, as blob: Blob) throws(Failure) {
        let folder = directory + "/" + blob.hash.prefix(2)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Failure(code: errno, operation: "mkdir") }
        guard link(draft.path, path(of: blob.hash)) == 0 || errno == EEXIST else {
            throw Failure(code: errno, operation: "link")
        }
        let parent = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if parent >= 0 {
            fsync(parent)
            Glibc.close(parent)
        }
    }

    /// Reads a blob again and says whether its bytes still have their hash.
    func verify(_ hash: String) throws(Failure) -> Bool {
        let descriptor = try open(hash)
        defer { close(descriptor) }
        return try hashed(descriptor).hash == hash
    }

    /// The hashes of all blobs.
    func stored() -> [String] {
        Self.names(in: directory).filter { $0 != "tmp" }.flatMap { Self.names(in: directory + "/" + $0) }
    }

    /// Takes away drafts that nothing refers to and that nobody has written to for so many seconds, with nil
    /// of any age; gives their number.
    ///
    /// The day keeps a draft that somebody is just writing from being taken for a stray one; before anybody works there is none
    /// such.
    func sweepDrafts(keeping drafts: Set<String>, now: Int64, olderThan seconds: Int64? = 86_400) -> Int {
        Self.names(in: scratch).count { name in
            let path = scratch + "/" + name
            var facts = stat()
            return !drafts.contains(name) && lstat(path, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
                && seconds.map { now / 1000 - Int64(facts.st_mtim.tv_sec) > $0 } ?? true && unlink(path) == 0
        }
    }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private func path(of hash: String) -> String {
        directory + "/" + hash.prefix(2) + "/" + hash
    }

    private func hashed(
        _ descriptor: Int32, also: (UnsafeRawBufferPointer) -> Void = { _ in }
    ) throws(Failure) -> (hash: String, bytes: Int64) {
        let hasher: SHA256Hasher
        do { hasher = try SHA256Hasher() } catch { throw Failure(code: ENOMEM, operation: "hash") }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count == 0 { return (hasher.finish().hex, offset) }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw Failure(code: errno, operation: "read")
            }
            let part = UnsafeRawBufferPointer(rebasing: buffer[0..<count])
            hasher.update(part)
            also(part)
            offset += Int64(count)
        }
    }
}

/// A file on its way into the store.
final class Draft: Sendable {
    let path: String
    let descriptor: Int32

    /// The random last part of its path, kept in the database while an upload is open.
    var name: String { String(path.split(separator: "/").last ?? "") }

    fileprivate init(path: String) throws(BlobStore.Failure) {
        self.path = path
        descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw BlobStore.Failure(code: errno, operation: "open") }
    }

    fileprivate init(reopening path: String) throws(BlobStore.Failure) {
        self.path = path
        descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw BlobStore.Failure(code: errno, operation: "open") }
    }

    /// Writes all bytes at an offset.
    func write(_ bytes: [UInt8], at offset: Int64) throws(BlobStore.Failure) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(
                    descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written,
                    off_t(offset + Int64(written)))
            }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw BlobStore.Failure(code: errno, operation: "write")
            }
            written += count
        }
    }

    func sync() throws(BlobStore.Failure) {
        guard fsync(descriptor) == 0 else { throw BlobStore.Failure(code: errno, operation: "fsync") }
    }

    /// Throws away what lies behind a place.
    func cut(to length: Int64) { ftruncate(descriptor, off_t(length)) }

    /// Gives the descriptor back and leaves the file where it is.
    func close() {
        Glibc.close(descriptor)
    }

    /// Closes and deletes.
    func discard() {
        Glibc.close(descriptor)
        unlink(path)
    }
}
