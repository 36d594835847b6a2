internal import CMicrohttpd
import Glibc

/// A body of known length of which any range can be answered, with validators that hold for its bytes.
protocol RangedBody {
    /// Bytes.
    var length: Int64 { get }
    var contentType: String { get }
    var etag: String { get }
    /// Unix seconds.
    var lastModified: Int64? { get }
    var clampOpenRangesTo: Int64? { get }

    /// The bytes of a range that is not empty in libmicrohttpd's form; nil when they cannot be had.
    func raw(_ range: Range<Int64>) -> OpaquePointer?
    /// Nil when several ranges are answered with the whole.
    func multipart(_ ranges: [Range<Int64>]) -> MultipartRanges?
}

extension FileBody: RangedBody {
    /// libmicrohttpd sends from the descriptor with sendfile and closes it.
    func raw(_ range: Range<Int64>) -> OpaquePointer? {
        let descriptor = descriptor.take()
        guard descriptor >= 0 else { return nil }
        let raw = MHD_create_response_from_fd_at_offset64(
            UInt64(range.count), descriptor, UInt64(range.lowerBound))
        if raw == nil { close(descriptor) }
        return raw
    }

    func multipart(_ ranges: [Range<Int64>]) -> MultipartRanges? { MultipartRanges(ranges, of: self) }
}
