import Glibc

/// An archive written to a file as its entries come; checksums are taken on the way.
package struct ZipWriter {
    private let descriptor: Int32
    private var directory = ZipDirectory()
    private var buffer = [UInt8](repeating: 0, count: 1 << 20)

    /// Writes from the start of `descriptor`, a regular file the caller opened and closes.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Adds `size` bytes of `source` from its start; `progress` hears how many were copied and may throw to stop.
    package mutating func add(
        name: String, modified: Int64, from source: Int32, size: Int64, progress: (Int64) throws -> Void = { _ in }
    ) throws {
        // The header is as long with any checksum, so its place is kept and it is written once the bytes are known.
        let start = directory.position
        let header = try ZipRecords.localHeader(ZipEntry(name: name, size: size, crc: 0, modified: modified)).count
        var crc = CRC32()
        var copied: Int64 = 0
        while copied < size {
            let count = try read(source, at: copied, atMost: size - copied)
            guard count > 0 else {
                throw ZipError(code: "zip_changed", sentence: "“\(name)” became shorter while it was packed.")
            }
            buffer.withUnsafeBytes { crc.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            try write(buffer[..<count], at: start + Int64(header) + copied)
            copied += Int64(count)
            try progress(copied)
        }
        let entry = try ZipEntry(name: name, size: size, crc: crc.value, modified: modified)
        try write(try directory.add(entry)[...], at: start)
    }

    /// Adds a small file from memory.
    package mutating func add(name: String, modified: Int64, bytes: [UInt8]) throws(ZipError) {
        var crc = CRC32()
        crc.update(bytes)
        let start = directory.position
        let entry = try ZipEntry(name: name, size: Int64(bytes.count), crc: crc.value, modified: modified)
        try write((try directory.add(entry) + bytes)[...], at: start)
    }

    /// Writes the directory, without which nothing can be unpacked; gives the size of the archive.
    package func finish() throws(ZipError) -> Int64 {
        let end = directory.end()
        try write(end[...], at: directory.position)
        return directory.position + Int64(end.count)
    }

    private mutating func read(_ source: Int32, at offset: Int64, atMost limit: Int64) throws(ZipError) -> Int {
        let wanted = Int(min(Int64(buffer.count), limit))
        while true {
            let count = buffer.withUnsafeMutableBytes { pread(source, $0.baseAddress, wanted, Int(offset)) }
            if count >= 0 { return count }
            guard errno == EINTR else {
                throw ZipError(code: "zip_read", sentence: "A file could not be read for the archive.", errno: errno)
            }
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>, at offset: Int64) throws(ZipError) {
        var rest = bytes
        var position = offset
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, Int(position)) }
            if count < 0 {
                guard errno == EINTR else {
                    throw ZipError(code: "zip_write", sentence: "The archive could not be written.", errno: errno)
                }
                continue
            }
            rest = rest.dropFirst(count)
            position += Int64(count)
        }
    }
}
