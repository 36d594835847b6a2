import Documents
import Domain
import Glibc
import MediaWork
import SQL

/// The one thing that may go wrong everywhere and that people can mend.
enum DiskFull {
    static let refusal = Refusal("disk_full", "The disk is full. Nothing was lost; free some space and try again.")

    /// Whether an error says so, whichever module it comes from.
    static func isMeant(by error: any Error) -> Bool {
        switch error {
        case let error as SQLError: error.isDiskFull
        case let failure as BlobStore.Failure: failure.isDiskFull
        case let error as MemoryFileError: error.code == ENOSPC || error.code == EDQUOT
        case let error as WorkbookError: error.isDiskFull
        case let failure as MediaFailure: failure == .noSpace
        default: false
        }
    }
}
