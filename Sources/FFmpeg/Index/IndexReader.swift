import CFFmpeg
import Glibc
import MediaWork

/// An index file open for reading. It trusts nothing it reads: a place outside the recording or the index is a failure.
final class IndexReader {
    let index: SampleIndex
    private let descriptor: Int32

    /// More than a day of the densest streams needs.
    private static let mostBytes = 1 << 30
    private static let mostDirectoryBytes = 1 << 26

    init(descriptor: Int32) throws(MediaFailure) {
        self.descriptor = descriptor
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw Self.damaged }
        let size = Int(status.st_size)
        let frame = 8 + SampleIndex.trailer.count
        guard (SampleIndex.header.count + frame...Self.mostBytes).contains(size),
            try Self.read(descriptor, at: 0, SampleIndex.header.count) == SampleIndex.header
        else { throw Self.damaged }
        let end = try Self.read(descriptor, at: size - frame, frame)
        guard Array(end[8...]) == SampleIndex.trailer else { throw Self.damaged }
        let start = (0..<8).reduce(UInt64(0)) { $0 | UInt64(end[$1]) << (8 * UInt64($1)) }
        guard start >= UInt64(SampleIndex.header.count), start <= UInt64(size - frame),
            size - frame - Int(start) <= Self.mostDirectoryBytes
        else { throw Self.damaged }
        let directory = try Self.read(descriptor, at: Int(start), size - frame - Int(start))
        guard let index = try? WireReader.value(SampleIndex.self, from: directory) else { throw Self.damaged }
        let blocks = index.streams.flatMap(\.blocks)
        guard blocks.allSatisfy({ $0.offset >= SampleIndex.header.count && $0.offset + $0.length <= Int(start) })
        else { throw Self.damaged }
        self.index = index
    }

    /// The samples of one block, in the order of decoding.
    func samples(_ block: SampleBlock, of stream: IndexedStream) throws(MediaFailure) -> [IndexedSample] {
        let bytes = try Self.read(descriptor, at: block.offset, block.length)
        var reader = SampleReader(fileBytes: index.fileBytes, needsPlace: stream.isPlain)
        var samples: [IndexedSample] = []
        samples.reserveCapacity(block.samples)
        let isWhole = bytes.withUnsafeBufferPointer { buffer in
            for _ in 0..<block.samples {
                guard let sample = reader.next(buffer) else { return false }
                samples.append(sample)
            }
            return reader.position == buffer.count
        }
        guard isWhole else { throw Self.damaged }
        return samples
    }

    static let damaged = MediaFailure.misasked(
        "The index of a recording is damaged or of another version; it is made anew when Earmark starts.")

    private static func read(_ descriptor: Int32, at offset: Int, _ count: Int) throws(MediaFailure) -> [UInt8] {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
                guard got > 0 else { return }
                filled += got
            }
        }
        guard bytes.count == count else { throw damaged }
        return bytes
    }
}

/// Undoes what `StreamBlocks` did, within bounds.
private struct SampleReader {
    let fileBytes: Int
    let needsPlace: Bool
    private(set) var position = 0
    private var before = IndexedSample(dts: 0, pts: 0, duration: 0, size: 0, position: 0, isKeyframe: false)

    init(fileBytes: Int, needsPlace: Bool) {
        self.fileBytes = fileBytes
        self.needsPlace = needsPlace
    }

    /// No sum of a few of these overflows.
    private static let times = -(1 << 60)...(1 << 60)

    mutating func next(_ bytes: UnsafeBufferPointer<UInt8>) -> IndexedSample? {
        guard let packed = number(bytes), let dts = signed(bytes), let duration = signed(bytes),
            let shift = signed(bytes), let distance = signed(bytes), packed >> 2 <= UInt64(Int32.max)
        else { return nil }
        let size = Int(packed >> 2)
        let sample = IndexedSample(
            dts: before.dts &+ before.duration &+ dts, pts: before.dts &+ before.duration &+ dts &+ shift,
            duration: before.duration &+ duration, size: size,
            position: before.position &+ before.size &+ distance,
            isKeyframe: packed & 1 != 0, isHidden: packed & 2 != 0)
        guard Self.times.contains(sample.dts), Self.times.contains(sample.pts),
            (0...Self.times.upperBound).contains(sample.duration), sample.position >= (needsPlace ? 0 : -1),
            sample.position <= fileBytes, size > 0, !needsPlace || size <= fileBytes - sample.position
        else { return nil }
        before = sample
        return sample
    }

    private mutating func signed(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let value = number(bytes) else { return nil }
        return Int(Int64(bitPattern: value >> 1)) ^ -Int(value & 1)
    }

    private mutating func number(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
            if shift > 63 { return nil }
        }
        return nil
    }
}
