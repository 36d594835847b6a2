import CFFmpeg
import MediaWork

/// FFmpeg's return codes as failures that are told apart.
enum AVCode {
    /// Passes on what is no error; an error of reading becomes a failure.
    @discardableResult
    static func reading(_ code: Int32) throws(MediaFailure) -> Int32 {
        guard code < 0 else { return code }
        throw failure(code) ?? .unreadable(code: code)
    }

    /// Passes on what is no error; an error of writing becomes a failure.
    @discardableResult
    static func writing(_ code: Int32) throws(MediaFailure) -> Int32 {
        guard code < 0 else { return code }
        // Encoders of others say no more than that something went wrong; with frames that are ours it is memory.
        if code == EARMARK_AVERROR_EXTERNAL { throw .tooLarge(.memory) }
        throw failure(code) ?? .unwritable(code: code)
    }

    /// A pointer that FFmpeg could not give for want of memory.
    static func memory<Pointee>(_ pointer: UnsafeMutablePointer<Pointee>?) throws(MediaFailure)
        -> UnsafeMutablePointer<Pointee>
    {
        guard let pointer else { throw .tooLarge(.memory) }
        return pointer
    }

    private static func failure(_ code: Int32) -> MediaFailure? {
        switch code {
        case EARMARK_AVERROR_EXIT: .cancelled
        case EARMARK_AVERROR_ENOMEM: .tooLarge(.memory)
        case EARMARK_AVERROR_ENOSPC: .noSpace
        default: nil
        }
    }
}
