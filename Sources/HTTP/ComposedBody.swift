internal import CMicrohttpd
import Glibc

/// A composition as an answer: its files open, with a validator that holds for its bytes.
package struct ComposedBody: Sendable {
    package let composition: Composition
    /// In the order of the composition's files; closed with the last reference.
    let files: [OwnedDescriptor]
    package let contentType: String
    /// A strong validator with its quotes.
    package let etag: String

    /// The descriptors are owned from here on.
    package init(_ composition: Composition, descriptors: [Int32], contentType: String, etag: String) {
        self.composition = composition
        files = descriptors.map(OwnedDescriptor.init)
        self.contentType = contentType
        self.etag = etag
    }
}

extension ComposedBody: RangedBody {
    var length: Int64 { composition.length }
    var lastModified: Int64? { nil }
    var clampOpenRangesTo: Int64? { nil }

    func raw(_ range: Range<Int64>) -> OpaquePointer? { MappedRange(range, of: self)?.response() }

    /// Several ranges of a download are nobody's wish: the whole is answered, as RFC 9110, section 14.2 allows.
    func multipart(_ ranges: [Range<Int64>]) -> MultipartRanges? { nil }
}

/// What one answer sends of a composition: its pieces of memory, and read-only maps of its files, gone with the answer.
///
/// Nothing here reads the maps; the kernel does, so that a file cut short under them ends one connection (EFAULT) and
/// raises no signal.
private final class MappedRange {
    private let composition: Composition
    private var maps: [UnsafeMutableRawBufferPointer?]
    private var vector: [MHD_IoVec] = []

    /// Nil when a file is not as long as it has to be, or cannot be mapped.
    init?(_ range: Range<Int64>, of body: ComposedBody) {
        composition = body.composition
        maps = Array(repeating: nil, count: composition.fileLengths.count)
        let parts = composition.parts(of: range)
        let page = Int64(sysconf(Int32(_SC_PAGESIZE)))
        var extents = [Range<Int64>?](repeating: nil, count: maps.count)
        for part in parts where part.file >= 0 {
            let known = extents[part.file] ?? part.offset..<part.offset + part.length
            extents[part.file] =
                min(known.lowerBound, part.offset)..<max(known.upperBound, part.offset + part.length)
        }
        for (file, extent) in extents.enumerated() {
            guard let extent else { continue }
            let start = extent.lowerBound / page * page
            guard file < body.files.count,
                let map = Self.map(
                    body.files[file], start..<extent.upperBound, needed: composition.fileLengths[file])
            else { return nil }
            maps[file] = map
            extents[file] = start..<extent.upperBound
        }
        vector.reserveCapacity(parts.count)
        for part in parts {
            let base: UnsafeRawPointer?
            if part.file < 0 {
                base = composition.memory.baseAddress.map { UnsafeRawPointer($0) + Int(part.offset) }
            } else {
                let start = extents[part.file]?.lowerBound ?? 0
                base = maps[part.file]?.baseAddress.map { UnsafeRawPointer($0) + Int(part.offset - start) }
            }
            vector.append(MHD_IoVec(iov_base: base, iov_len: Int(part.length)))
        }
    }

    deinit { for map in maps { if let map { munmap(map.baseAddress, map.count) } } }

    func response() -> OpaquePointer? {
        let held = Unmanaged.passRetained(self)
        let raw = MHD_create_response_from_iovec(
            vector, UInt32(vector.count), { if let held = $0 { Unmanaged<MappedRange>.fromOpaque(held).release() } },
            held.toOpaque())
        if raw == nil { held.release() }
        return raw
    }

    private static func map(
        _ file: OwnedDescriptor, _ range: Range<Int64>, needed: Int64
    ) -> UnsafeMutableRawBufferPointer? {
        file.use { descriptor in
            var status = stat()
            guard descriptor >= 0, fstat(descriptor, &status) == 0, Int64(status.st_size) >= needed else { return nil }
            let memory = mmap(nil, range.count, PROT_READ, MAP_SHARED, descriptor, off_t(range.lowerBound))
            guard let memory, memory != MAP_FAILED else { return nil }
            madvise(memory, range.count, MADV_SEQUENTIAL)
            return UnsafeMutableRawBufferPointer(start: memory, count: range.count)
        }
    }
}
