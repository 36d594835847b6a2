import Glibc

/// A long body put together from pieces of memory and of files, known before a byte of the files is read.
///
/// It is shared by all who ask for it; what one answer needs of the files is mapped for that answer alone.
package final class Composition: @unchecked Sendable {
    package enum Piece: Sendable {
        case bytes([UInt8])
        /// So many bytes of a file, by its place among the files.
        case file(Int, offset: Int64, length: Int64)
    }

    /// A body with more pieces than this cannot be sent: their list has to fit into a connection's memory (32 KiB).
    package static let mostPieces = 1_000

    /// Bytes.
    package let length: Int64
    /// How long each file has to be.
    package let fileLengths: [Int64]
    /// Of `pieces`, what is held in memory.
    package let bytesInMemory: Int

    struct Part {
        /// Where it begins in the body.
        let start: Int64
        let length: Int64
        /// The file, or -1 for memory; and where in it.
        let file: Int
        let offset: Int64
    }
    let parts: [Part]
    // Written while it is made, afterwards only read.
    let memory: UnsafeMutableRawBufferPointer

    /// Nil when there are too many pieces, or one that no file can have.
    package init?(_ pieces: [Piece], files: Int) {
        guard pieces.count <= Self.mostPieces else { return nil }
        var parts: [Part] = []
        var start: Int64 = 0
        var held: Int64 = 0
        var fileLengths = [Int64](repeating: 0, count: files)
        for piece in pieces {
            let part: Part
            switch piece {
            case .bytes(let bytes):
                part = Part(start: start, length: Int64(bytes.count), file: -1, offset: held)
                held += part.length
            case .file(let file, let offset, let length):
                let (end, isTooFar) = offset.addingReportingOverflow(length)
                guard fileLengths.indices.contains(file), offset >= 0, length >= 0, !isTooFar else { return nil }
                fileLengths[file] = max(fileLengths[file], end)
                part = Part(start: start, length: length, file: file, offset: offset)
            }
            let (next, isTooLong) = start.addingReportingOverflow(part.length)
            guard !isTooLong else { return nil }
            start = next
            if part.length > 0 { parts.append(part) }
        }
        self.parts = parts
        self.fileLengths = fileLengths
        length = start
        bytesInMemory = Int(held)
        memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytesInMemory), alignment: 16)
        var at = 0
        for case .bytes(let bytes) in pieces {
            UnsafeMutableRawBufferPointer(rebasing: memory[at...]).copyBytes(from: bytes)
            at += bytes.count
        }
    }

    deinit { memory.deallocate() }

    /// The parts of a range of the body, cut to it.
    func parts(of range: Range<Int64>) -> [Part] {
        var low = 0
        var high = parts.count
        while low < high {
            let middle = (low + high) / 2
            if parts[middle].start + parts[middle].length <= range.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var found: [Part] = []
        while low < parts.count, parts[low].start < range.upperBound {
            let part = parts[low]
            let from = max(part.start, range.lowerBound)
            let until = min(part.start + part.length, range.upperBound)
            found.append(
                Part(start: from, length: until - from, file: part.file, offset: part.offset + from - part.start))
            low += 1
        }
        return found
    }
}
