import CSpreadsheet
import Glibc

/// The files in which libxlsxwriter keeps the parts of one workbook while it is made: sealed, and gone with this.
final class SealedParts {
    private let desk: OpaquePointer

    /// In a directory.
    init(in directory: String) throws(MemoryFileError) {
        guard let desk = earmark_desk_open(directory) else { throw MemoryFileError(code: ENOMEM) }
        self.desk = desk
    }

    deinit { earmark_desk_close(desk) }

    /// What libxlsxwriter is told as the directory of its files.
    var name: String { String(sealedName: { earmark_desk_name(desk, $0, $1) }) }

    /// How many there have been.
    var count: Int { earmark_desk_sealed(desk) }
    /// Whether the disk took all that was written to them.
    var areWhole: Bool { earmark_desk_lost(desk) == 0 }
}
