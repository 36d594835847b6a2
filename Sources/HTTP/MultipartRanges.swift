internal import CMicrohttpd
import Glibc

/// Several ranges of one file as multipart/byteranges (RFC 9110, section 14.6), read as they are sent.
final class MultipartRanges: @unchecked Sendable {
    let contentType: String
    /// Bytes of the whole body, part headers included.
    let length: Int64

    private enum Piece {
        case text([UInt8])
        case file(Range<Int64>)
    }

    // Where each piece begins in the body. Read by one connection at a time.
    private let pieces: [(start: Int64, piece: Piece)]
    private let file: FileBody
    private let descriptor: Int32

    init(_ ranges: [Range<Int64>], of file: FileBody) {
        let boundary = "earmark-" + hexadecimal(.random(in: 0 ... .max))
        var pieces: [(start: Int64, piece: Piece)] = []
        var at: Int64 = 0
        func add(_ text: String) {
            pieces.append((at, .text(Array(text.utf8))))
            at += Int64(text.utf8.count)
        }
        for (index, range) in ranges.enumerated() {
            add(
                (index == 0 ? "" : "\r\n") + "--\(boundary)\r\nContent-Type: \(file.contentType)\r\n"
                    + "Content-Range: bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.length)\r\n\r\n")
            pieces.append((at, .file(range)))
            at += Int64(range.count)
        }
        add("\r\n--\(boundary)--\r\n")
        self.pieces = pieces
        self.file = file
        length = at
        contentType = "multipart/byteranges; boundary=\(boundary)"
        descriptor = file.descriptor.take()
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func response() -> OpaquePointer? {
        guard descriptor >= 0 else { return nil }
        let held = Unmanaged.passRetained(self)
        let raw = MHD_create_response_from_callback(
            UInt64(length), 128 << 10,
            { held, position, buffer, size in
                guard let held, let buffer else { return -2 }
                return Unmanaged<MultipartRanges>.fromOpaque(held).takeUnretainedValue()
                    .read(at: Int64(position), into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
            }, held.toOpaque(), { if let held = $0 { Unmanaged<MultipartRanges>.fromOpaque(held).release() } })
        if raw == nil { held.release() }
        return raw
    }

    /// Bytes read, or libmicrohttpd's -1 (end) and -2 (broken: the file is shorter than it was).
    private func read(at position: Int64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let index = pieces.lastIndex(where: { $0.start <= position }), position < length else { return -1 }
        let (start, piece) = pieces[index]
        let skipped = position - start
        switch piece {
        case .text(let bytes):
            let part = bytes[Int(skipped)...].prefix(buffer.count)
            buffer.copyBytes(from: part)
            return part.count
        case .file(let range):
            let wanted = min(buffer.count, Int(Int64(range.count) - skipped))
            let got = pread(descriptor, buffer.baseAddress, wanted, off_t(range.lowerBound + skipped))
            return got > 0 ? got : -2
        }
    }
}
