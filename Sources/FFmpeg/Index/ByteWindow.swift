import MediaWork

/// Reads one part of a file after the other: where they lie side by side, many of them at once.
struct ByteWindow {
    private let bytes: InputBytes
    /// What was read ahead, and where it lies in the file.
    private var ahead: [UInt8] = []
    private var start: Int64 = 0
    private var filled = 0
    /// Where the part before ended.
    private var end: Int64 = -1

    private static let most = 1 << 16
    /// So much may lie between two parts that are read at once: the head of a page or of a block.
    private static let gap: Int64 = 512

    init(_ bytes: InputBytes) { self.bytes = bytes }

    /// Fills a buffer from a place on; false where the file has not as much.
    mutating func fill(_ buffer: UnsafeMutableRawBufferPointer, from place: Int64) throws(MediaFailure) -> Bool {
        let isNext = end >= 0 && (0...Self.gap).contains(place - end)
        end = place + Int64(buffer.count)
        if !holds(buffer.count, at: place) {
            if bytes.isCancelled() { throw .cancelled }
            guard isNext, buffer.count <= Self.most / 2 else { return bytes.peek(buffer, at: place) == buffer.count }
            if ahead.isEmpty { ahead = [UInt8](repeating: 0, count: Self.most) }
            start = place
            filled = ahead.withUnsafeMutableBytes { bytes.peek($0, at: place) }
            guard holds(buffer.count, at: place) else { return false }
        }
        ahead.withUnsafeBytes { ahead in
            let from = Int(place - start)
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: ahead[from..<(from + buffer.count)]))
        }
        return true
    }

    private func holds(_ count: Int, at place: Int64) -> Bool {
        place >= start && place + Int64(count) <= start + Int64(filled)
    }
}
