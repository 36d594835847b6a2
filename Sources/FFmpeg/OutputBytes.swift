import CFFmpeg
import Glibc
import MediaWork

/// The bytes of an open descriptor as FFmpeg writes them, and reads them again where it moves an index to the front.
final class OutputBytes {
    private let descriptor: Int32
    private var position: Int64 = 0
    private(set) var context: UnsafeMutablePointer<AVIOContext>?

    private static let bufferBytes = 1 << 16

    init(descriptor: Int32) throws(MediaFailure) {
        self.descriptor = descriptor
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size == 0 else {
            throw .misasked("The result can only be written to an empty regular file.")
        }
        guard let buffer = av_malloc(Self.bufferBytes) else { throw .tooLarge(.memory) }
        context = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), Int32(Self.bufferBytes), 1,
            Unmanaged.passUnretained(self).toOpaque(), nil,
            { opaque, bytes, count in OutputBytes.of(opaque).write(bytes, count) },
            { opaque, offset, whence in OutputBytes.of(opaque).seek(offset, whence) })
        if context == nil {
            av_free(buffer)
            throw .tooLarge(.memory)
        }
    }

    deinit {
        Self.free(context)
        context = nil
    }

    var size: Int64 {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Another look at what has been written, with a place of its own; to be given to `free`.
    func reader() -> UnsafeMutablePointer<AVIOContext>? {
        guard let buffer = av_malloc(Self.bufferBytes) else { return nil }
        let place = Unmanaged.passRetained(Place(descriptor: descriptor))
        let context = avio_alloc_context(
            buffer.assumingMemoryBound(to: UInt8.self), Int32(Self.bufferBytes), 0, place.toOpaque(),
            { opaque, bytes, count in Place.of(opaque).read(bytes, count) }, nil,
            { opaque, offset, whence in Place.of(opaque).seek(offset, whence) })
        if context == nil {
            av_free(buffer)
            place.release()
        }
        return context
    }

    static func freeReader(_ context: UnsafeMutablePointer<AVIOContext>?) {
        if let opaque = context?.pointee.opaque { Unmanaged<Place>.fromOpaque(opaque).release() }
        free(context)
    }

    private static func free(_ context: UnsafeMutablePointer<AVIOContext>?) {
        guard let context else { return }
        av_free(context.pointee.buffer)
        context.pointee.buffer = nil
        var freeing: UnsafeMutablePointer<AVIOContext>? = context
        avio_context_free(&freeing)
    }

    private static func of(_ opaque: UnsafeMutableRawPointer?) -> OutputBytes {
        Unmanaged<OutputBytes>.fromOpaque(opaque!).takeUnretainedValue()
    }

    private func write(_ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int32) -> Int32 {
        var written = 0
        while written < Int(count) {
            let put = pwrite(descriptor, bytes! + written, Int(count) - written, off_t(position))
            if put < 0 { return -errno }
            written += put
            position += Int64(put)
        }
        return count
    }

    private func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
        switch whence & ~AVSEEK_FORCE {
        case AVSEEK_SIZE: return size
        case SEEK_SET where offset >= 0: position = offset
        case SEEK_CUR where position + offset >= 0: position += offset
        case SEEK_END where size + offset >= 0: position = size + offset
        default: return Int64(-EINVAL)
        }
        return position
    }

    /// Where a second look at the output stands.
    private final class Place {
        private let descriptor: Int32
        private var position: Int64 = 0

        init(descriptor: Int32) { self.descriptor = descriptor }

        static func of(_ opaque: UnsafeMutableRawPointer?) -> Place {
            Unmanaged<Place>.fromOpaque(opaque!).takeUnretainedValue()
        }

        func read(_ bytes: UnsafeMutablePointer<UInt8>?, _ count: Int32) -> Int32 {
            let got = pread(descriptor, bytes, Int(count), off_t(position))
            if got == 0 { return EARMARK_AVERROR_EOF }
            if got < 0 { return -errno }
            position += Int64(got)
            return Int32(got)
        }

        func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
            guard whence & ~AVSEEK_FORCE == SEEK_SET, offset >= 0 else { return Int64(-EINVAL) }
            position = offset
            return offset
        }
    }
}
