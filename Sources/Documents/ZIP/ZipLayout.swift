/// An archive of files whose checksums are known, laid out without reading one: what stands where, and how long it is.
///
/// Any part of it can be served on its own, so a download of it resumes.
package struct ZipLayout: Sendable {
    /// The archive from its first byte to its last.
    package let pieces: [Piece]
    /// Bytes of the whole archive.
    package let size: Int64

    /// A stretch of the archive.
    package enum Piece: Equatable, Sendable {
        case bytes([UInt8])
        /// All bytes of a file, by its place among the entries.
        case file(Int, size: Int64)

        package var size: Int64 {
            switch self {
            case .bytes(let bytes): Int64(bytes.count)
            case .file(_, let size): size
            }
        }
    }

    package init(_ entries: [ZipEntry]) throws(ZipError) {
        var plan = ZipDirectory()
        var pieces: [Piece] = []
        for (index, entry) in entries.enumerated() {
            pieces.append(.bytes(try plan.add(entry)))
            if entry.size > 0 { pieces.append(.file(index, size: entry.size)) }
        }
        pieces.append(.bytes(plan.end()))
        self.pieces = pieces
        size = pieces.reduce(0) { $0 + $1.size }
    }
}

/// The entries so far and where they begin.
struct ZipDirectory {
    /// Where the next entry begins.
    private(set) var position: Int64 = 0
    private var entries: [(entry: ZipEntry, offset: Int64)] = []
    private var names: Set<String> = []

    /// Takes an entry in; gives its local header.
    mutating func add(_ entry: ZipEntry) throws(ZipError) -> [UInt8] {
        // File systems that do not tell capitals apart would unpack one over the other.
        guard names.insert(entry.name.lowercased()).inserted else {
            throw ZipError(code: "zip_duplicate", sentence: "“\(entry.name)” would stand twice in the archive.")
        }
        let header = ZipRecords.localHeader(entry)
        entries.append((entry, position))
        position += Int64(header.count) + entry.size
        return header
    }

    /// The central directory and the end of the archive.
    func end() -> [UInt8] {
        var directory: [UInt8] = []
        for (entry, offset) in entries { directory += ZipRecords.centralHeader(entry, offset: offset) }
        return directory
            + ZipRecords.end(entries: entries.count, directoryAt: position, size: Int64(directory.count))
    }
}
