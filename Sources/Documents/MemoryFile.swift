import CSpreadsheet
import Glibc

/// A file that is in memory alone and gone when nobody holds it: for what must not reach a disk in the clear.
package final class MemoryFile: Sendable {
    package let descriptor: Int32

    package init() throws(MemoryFileError) {
        descriptor = earmark_memory_file()
        guard descriptor >= 0 else { throw MemoryFileError(code: errno) }
    }

    deinit { close(descriptor) }

    package var size: Int64 {
        var facts = stat()
        return fstat(descriptor, &facts) == 0 ? Int64(facts.st_size) : 0
    }

    /// So many bytes from a place on; fewer at the end.
    package func read(at offset: Int64, atMost limit: Int) throws(MemoryFileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        var filled = 0
        while filled < limit {
            let count = bytes.withUnsafeMutableBytes {
                pread(descriptor, $0.baseAddress?.advanced(by: filled), limit - filled, Int(offset) + filled)
            }
            if count == 0 { break }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw MemoryFileError(code: errno)
            }
            filled += count
        }
        bytes.removeLast(limit - filled)
        return bytes
    }

    package func write(_ bytes: [UInt8], at offset: Int64) throws(MemoryFileError) {
        try Self.write(bytes, at: offset, to: descriptor)
    }

    /// Writes all bytes to a place in a file, wherever that file is.
    package static func write(_ bytes: [UInt8], at offset: Int64, to descriptor: Int32) throws(MemoryFileError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress?.advanced(by: done), bytes.count - done, Int(offset) + done)
            }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw MemoryFileError(code: errno)
            }
            done += count
        }
    }

    package func all() throws(MemoryFileError) -> [UInt8] { try read(at: 0, atMost: Int(size)) }
}

/// What the system answered, by `errno`.
package struct MemoryFileError: Error, Equatable, Sendable {
    package let code: Int32
}
