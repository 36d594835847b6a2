import CFFmpeg
import Glibc
import MediaWork

/// Finds the place of a stream's packets in their file, and proves it by comparing every byte.
///
/// What a demuxer calls the position of a packet is its place (MP4, MP3), that of the block around it (WebM) or of its
/// page (Ogg); and some demuxers change packets on the way. So no place is believed.
struct PacketPlaces {
    private let file: InputBytes
    private var window: [UInt8]
    private var windowStart: Int64 = 0
    private var windowCount = 0
    /// Where the packet before ended.
    private var end: Int64 = 0

    /// Between two packets lies at most a page header (27 + 255 bytes, RFC 3533) or a few elements (RFC 9559).
    private static let farthest: Int64 = 512
    private static let windowBytes = 1 << 16

    init(_ file: InputBytes) {
        self.file = file
        window = []
    }

    /// Nil when the file does not hold the packet's bytes where they were looked for.
    mutating func find(_ packet: AVPacket) -> Int64? {
        guard let data = packet.data, packet.size > 0 else { return nil }
        if window.isEmpty { window = [UInt8](repeating: 0, count: Self.windowBytes) }
        let count = Int(packet.size)
        var found: Int64?
        for start in [packet.pos, end] where found == nil && start >= 0 && holds(data, count, at: start) {
            found = start
        }
        if found == nil {
            let start = max(packet.pos, end)
            found = (start + 1...start + Self.farthest).first { holds(data, count, at: $0) }
        }
        if let found { end = found + Int64(count) }
        return found
    }

    private mutating func holds(_ data: UnsafePointer<UInt8>, _ count: Int, at position: Int64) -> Bool {
        guard position + Int64(count) <= file.size else { return false }
        var compared = 0
        while compared < count {
            let at = position + Int64(compared)
            if at < windowStart || at >= windowStart + Int64(windowCount) {
                windowStart = at
                windowCount = window.withUnsafeMutableBytes { file.peek($0, at: at) }
                guard windowCount > 0 else { return false }
            }
            let skip = Int(at - windowStart)
            let part = min(count - compared, windowCount - skip)
            let isEqual = window.withUnsafeBytes { memcmp($0.baseAddress! + skip, data + compared, part) == 0 }
            guard isEqual else { return false }
            compared += part
        }
        return true
    }
}
