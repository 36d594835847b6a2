import Glibc
import SQL
import Testing

/// On a small disk of its own: needs the right to mount, as a build machine's root has it.
@Suite struct DiskFullTests {
    /// A tmpfs of 40 MiB, unmounted when the test lets go of it.
    final class SmallDisk: Sendable {
        let path: String

        init?() {
            var template = Array("/tmp/earmark-disk-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { return nil }
            path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
            guard mount("tmpfs", path, "tmpfs", 0, "size=40m") == 0 else {
                rmdir(path)
                return nil
            }
        }

        deinit {
            umount2(path, Int32(MNT_DETACH))
            rmdir(path)
        }
    }

    @Test(.enabled(if: SmallDisk() != nil, "a small disk cannot be mounted here"))
    func aFullDiskIsSaidAndTheReserveLetsPeopleDelete() throws {
        let disk = try #require(SmallDisk())
        try fill(disk, pages: 3072)
        let database = try Database(directory: disk.path + "/data", clock: { 0 })
        defer { database.close() }
        try database.make("CREATE TABLE notes (id INTEGER PRIMARY KEY, raw BLOB NOT NULL) STRICT")
        var written: Int64 = 0
        let full = sqlError {
            while true {
                try database.write { try $0.execute("INSERT INTO notes (raw) VALUES (randomblob(60000))") }
                written += 1
            }
        }
        #expect(full?.isDiskFull == true, "\(String(describing: full))")
        // What was acknowledged is there, and reading goes on.
        #expect(try database.count("notes") == written)
        #expect(written > 50)
        try fill(disk)
        let tidy = "DELETE FROM notes WHERE id <= 20"
        #expect(sqlError { try database.write { try $0.execute(tidy) } }?.isDiskFull == true)
        let deleted = try database.write(spendingReserve: true) { try $0.execute(tidy) }
        #expect(deleted == 20)
        #expect(try database.problems() == [])
        #expect(database.restoreReserve() == false)
        unlink(disk.path + "/ballast")
        #expect(database.restoreReserve() == true)
        #expect(database.releaseReserve() == true)
        #expect(database.releaseReserve() == false)
    }

    /// Writes so many pages of 4 KiB beside the data, or until not one byte is free.
    private func fill(_ disk: SmallDisk, pages: Int = .max) throws {
        let file = open(disk.path + "/ballast", O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        let page = [UInt8](repeating: 1, count: 4096)
        var written = 0
        while written < pages && write(file, page, page.count) > 0 { written += 1 }
    }
}
