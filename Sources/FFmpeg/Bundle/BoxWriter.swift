/// The boxes of an MP4, numbers big-endian (ISO/IEC 14496-12, section 4.2).
struct BoxWriter {
    private(set) var bytes: [UInt8] = []

    mutating func box(_ type: String, _ body: (inout BoxWriter) -> Void) {
        let start = bytes.count
        u32(0)
        bytes.append(contentsOf: type.utf8)
        body(&self)
        let size = UInt32(bytes.count - start)
        for byte in 0..<4 { bytes[start + byte] = UInt8(truncatingIfNeeded: size >> (24 - 8 * UInt32(byte))) }
    }

    mutating func fullBox(_ type: String, version: UInt8 = 0, flags: UInt32 = 0, _ body: (inout BoxWriter) -> Void) {
        box(type) { writer in
            writer.u32(UInt32(version) << 24 | flags)
            body(&writer)
        }
    }

    mutating func u16(_ value: UInt16) { append(value.bigEndian) }
    mutating func u32(_ value: UInt32) { append(value.bigEndian) }
    mutating func u64(_ value: UInt64) { append(value.bigEndian) }
    mutating func raw(_ value: some Collection<UInt8>) { bytes.append(contentsOf: value) }

    /// Numbers that are big-endian already.
    mutating func table<Number: FixedWidthInteger>(_ numbers: [Number]) {
        numbers.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    private mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }
}

/// The boxes in a stretch of an MP4 that we made ourselves.
struct Boxes {
    let bytes: ArraySlice<UInt8>

    /// What is inside the first box of a type.
    func inside(_ type: String) -> Boxes? { whole(type).map { Boxes(bytes: $0.bytes.dropFirst(8)) } }

    /// The first box of a type with its header.
    func whole(_ type: String) -> Boxes? {
        var at = bytes.startIndex
        while at + 8 <= bytes.endIndex {
            let size = (0..<4).reduce(0) { $0 << 8 | Int(bytes[at + $1]) }
            guard size >= 8, size <= bytes.endIndex - at else { return nil }
            if bytes[(at + 4)..<(at + 8)].elementsEqual(type.utf8) { return Boxes(bytes: bytes[at..<(at + size)]) }
            at += size
        }
        return nil
    }
}
