/// A file in an archive, kept as it is (stored, not compressed): media does not get smaller.
package struct ZipEntry: Equatable, Sendable {
    /// A relative path with forward slashes.
    package let name: String
    /// Bytes.
    package let size: Int64
    /// CRC-32 of the content.
    package let crc: UInt32
    /// Instant, ms since 1970, UTC.
    package let modified: Int64

    package init(name: String, size: Int64, crc: UInt32, modified: Int64) throws(ZipError) {
        let steps = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !name.isEmpty, name.utf8.count <= 65_000, !name.utf8.contains(0), !name.contains("\\"),
            steps.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." })
        else { throw ZipError(code: "zip_name", sentence: "“\(name)” cannot be the name of a file in an archive.") }
        guard size >= 0 else { throw ZipError(code: "zip_size", sentence: "A file cannot be of negative size.") }
        self.name = name
        self.size = size
        self.crc = crc
        self.modified = modified
    }
}

/// Why an archive cannot be made.
package struct ZipError: Error, Equatable, Sendable {
    /// `zip_name`, `zip_size`, `zip_duplicate`, `zip_read`, `zip_write`, `zip_changed`.
    package let code: String
    package let sentence: String
    /// The system's error number, where it was one.
    package let errno: Int32

    package init(code: String, sentence: String, errno: Int32 = 0) {
        self.code = code
        self.sentence = sentence
        self.errno = errno
    }
}
