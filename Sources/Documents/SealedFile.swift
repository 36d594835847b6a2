import CSpreadsheet
import Glibc

/// A file on the disk that only this process can read: it has no name, and its bytes are encrypted under a key that is
/// nowhere but in memory. Gone when nobody holds it.
package final class SealedFile: @unchecked Sendable {
    // Read by one at a time: whoever made it, then whoever was given it.
    private let file: UnsafeMutableRawPointer

    /// In a directory.
    package init(in directory: String) throws(MemoryFileError) {
        guard let file = earmark_sealed_open(directory) else { throw MemoryFileError(code: errno) }
        self.file = file
    }

    deinit { earmark_sealed_close(file) }

    /// What libxlsxwriter calls it.
    var name: String { String(sealedName: { earmark_sealed_name(file, $0, $1) }) }

    /// Whether the disk took all that was written to it.
    var isWhole: Bool { earmark_sealed_lost(file) == 0 }

    package var size: Int64 { max(0, earmark_sealed_size(file)) }

    /// So many bytes from a place on; fewer at the end.
    package func read(at offset: Int64, atMost limit: Int) throws(MemoryFileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        var filled = 0
        while filled < limit {
            let count = bytes.withUnsafeMutableBytes {
                earmark_sealed_read(
                    file, offset + Int64(filled), $0.baseAddress?.advanced(by: filled), limit - filled)
            }
            if count == 0 { break }
            guard count > 0 else { throw MemoryFileError(code: errno) }
            filled += count
        }
        bytes.removeLast(limit - filled)
        return bytes
    }

    package func all() throws(MemoryFileError) -> [UInt8] { try read(at: 0, atMost: Int(size)) }
}

extension String {
    /// A name under which libxlsxwriter writes to what is sealed, as it is put into a room of so many bytes.
    init(sealedName put: (UnsafeMutablePointer<CChar>?, Int) -> Int32) {
        var room = [CChar](repeating: 0, count: 64)
        _ = room.withUnsafeMutableBufferPointer { put($0.baseAddress, $0.count) }
        self.init(decoding: room.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
