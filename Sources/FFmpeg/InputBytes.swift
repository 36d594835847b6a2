import CFFmpeg
import Glibc
import MediaWork

/// The bytes of an open descriptor as FFmpeg reads them; the descriptor's own position is neither used nor moved.
final class InputBytes {
    private let descriptor: Int32
    let isCancelled: () -> Bool
    private var position: Int64 = 0
    let size: Int64
    private(set) var context: UnsafeMutablePointer<AVIOContext>?

    init(descriptor: Int32, isCancelled: @escaping () -> Bool) throws(MediaFailure) {
        self.descriptor = descriptor
        self.isCancelled = isCancelled
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .misasked("Media can only be read from a regular file.")
        }
        size = Int64(status.st_size)
        let bufferBytes = 1 << 16
        guard let buffer = av_malloc(bufferBytes) else { throw .tooLarge(.memory) }
        context = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), Int32(bufferBytes), 0,
            Unmanaged.passUnretained(self).toOpaque(),
            { opaque, bytes, count in InputBytes.of(opaque).read(bytes, count) }, nil,
            { opaque, offset, whence in InputBytes.of(opaque).seek(offset, whence) })
        if context == nil {
            av_free(buffer)
            throw .tooLarge(.memory)
        }
    }

    deinit {
        guard let context else { return }
        av_free(context.pointee.buffer)
        context.pointee.buffer = nil
        avio_context_free(&self.context)
    }

    /// How far reading has come, 0...1.
    var fraction: Double { size == 0 ? 1 : min(1, Double(position) / Double(size)) }

    /// The first bytes of the file.
    func start(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = pread(descriptor, &bytes, count, 0)
        return Array(bytes.prefix(max(0, got)))
    }

    /// Bytes at a place, apart from what is being read; gives how many there were.
    func peek(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int64) -> Int {
        max(0, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
    }

    private static func of(_ opaque: UnsafeMutableRawPointer?) -> InputBytes {
        Unmanaged<InputBytes>.fromOpaque(opaque!).takeUnretainedValue()
    }

    private func read(_ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int32) -> Int32 {
        if isCancelled() { return EARMARK_AVERROR_EXIT }
        let got = pread(descriptor, bytes, Int(count), off_t(position))
        if got == 0 { return EARMARK_AVERROR_EOF }
        if got < 0 { return -errno }
        position += Int64(got)
        return Int32(got)
    }

    private func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
        let target: Int64
        switch whence & ~AVSEEK_FORCE {
        case AVSEEK_SIZE: return size
        case SEEK_SET: target = offset
        case SEEK_CUR: target = position.addingReportingOverflow(offset).partialValue
        case SEEK_END: target = size.addingReportingOverflow(offset).partialValue
        default: return Int64(-EINVAL)
        }
        guard target >= 0 else { return Int64(-EINVAL) }
        position = target
        return target
    }
}
