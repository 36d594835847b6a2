import CFFmpeg

/// The NAL units of H.264 (ITU-T H.264, 7.3.1): behind start codes (Annex B) or lengths (ISO/IEC 14496-15, 5.3).
enum NALUnits {
    /// Types of table 7-1 that matter here.
    enum Kind {
        static let slices: ClosedRange<UInt8> = 1...5
        static let idr: UInt8 = 5
        static let supplement: UInt8 = 6
        static let sequence: UInt8 = 7
        static let picture: UInt8 = 8
    }

    static func kind(_ header: UInt8) -> UInt8 { header & 31 }

    /// Where the units of a packet lie; `lengthBytes` nil means start codes. Nil when the lengths are wrong.
    static func ranges(_ bytes: UnsafeBufferPointer<UInt8>, lengthBytes: Int?) -> [Range<Int>]? {
        guard let lengthBytes else { return behindStartCodes(bytes) }
        var ranges: [Range<Int>] = []
        var place = 0
        while place + lengthBytes < bytes.count {
            let length = bytes[place..<(place + lengthBytes)].reduce(0) { $0 << 8 | Int($1) }
            place += lengthBytes
            guard length > 0, length <= bytes.count - place else { return nil }
            ranges.append(place..<(place + length))
            place += length
        }
        return place == bytes.count ? ranges : nil
    }

    private static func behindStartCodes(_ bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var starts: [Int] = []
        var place = 2
        while place < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + place, 1, bytes.count - place)
        {
            place = UnsafeRawPointer(base).distance(to: found) + 1
            if bytes[place - 2] == 0, bytes[place - 3] == 0 { starts.append(place) }
        }
        return starts.indices.compactMap { index in
            var end = index + 1 < starts.count ? starts[index + 1] - 3 : bytes.count
            // Zeros before the next start code belong to nobody.
            while end > starts[index], bytes[end - 1] == 0 { end -= 1 }
            return end > starts[index] ? starts[index]..<end : nil
        }
    }

    /// The first recovery point (annex D.1.8) of a supplement, as a unit that holds nothing else; all other notes of an
    /// encoder stay behind.
    static func recoveryPoint(in unit: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8]? {
        let bytes = plain(unit.prefix(4_096))
        var place = 1
        func number() -> Int? {
            var number = 0
            while place < bytes.count, bytes[place] == 0xff {
                number += 255
                place += 1
            }
            guard place < bytes.count else { return nil }
            number += Int(bytes[place])
            place += 1
            return number
        }
        while place + 2 < bytes.count, let type = number(), let size = number(), size <= bytes.count - place {
            if type == 6 {
                let payload = bytes[place..<(place + size)]
                // Four bytes at most; longer ones are damage, and runs of zeros would need escapes.
                guard size <= 4, !payload.contains(0) else { return nil }
                return [Kind.supplement, 6, UInt8(size)] + payload + [0x80]
            }
            place += size
        }
        return nil
    }

    /// Without the bytes that keep start codes from appearing inside (7.4.1).
    static func plain<Bytes: Sequence>(_ unit: Bytes) -> [UInt8] where Bytes.Element == UInt8 {
        var plain: [UInt8] = []
        var zeros = 0
        for byte in unit {
            if zeros >= 2, byte == 3 {
                zeros = 0
                continue
            }
            zeros = byte == 0 ? zeros + 1 : 0
            plain.append(byte)
        }
        return plain
    }
}

/// The parameter sets of an H.264 stream, and how its packets are written.
struct H264Parameters {
    private(set) var sequences: [[UInt8]] = []
    private(set) var pictures: [[UInt8]] = []
    /// Nil means start codes.
    private(set) var lengthBytes: Int?

    /// From a stream's extra data in either form; nil where it has none.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count > 7 else { return nil }
        if bytes[0] == 1 {
            lengthBytes = Int(bytes[4] & 3) + 1
            var place = 5
            guard let first = Self.sets(bytes, &place, mask: 31), let second = Self.sets(bytes, &place, mask: 255)
            else { return nil }
            sequences = first
            pictures = second
        } else {
            for range in NALUnits.ranges(bytes, lengthBytes: nil) ?? [] {
                switch NALUnits.kind(bytes[range.lowerBound]) {
                case NALUnits.Kind.sequence: sequences.append(Array(bytes[range]))
                case NALUnits.Kind.picture: pictures.append(Array(bytes[range]))
                default: break
                }
            }
        }
        guard !sequences.isEmpty, !pictures.isEmpty, sequences.allSatisfy({ $0.count > 4 }) else { return nil }
    }

    /// A number below 32 that none of the sets goes by.
    var freeNumber: Int? {
        let used = Set(sequences.compactMap { Self.number($0, at: 4) } + pictures.compactMap { Self.number($0, at: 1) })
        return (0..<32).first { !used.contains($0) }
    }

    func holds(_ set: [UInt8]) -> Bool { sequences.contains(set) || pictures.contains(set) }

    /// One configuration record (ISO/IEC 14496-15, 5.3.3.1) with the sets of both, for pictures in 4:2:0 of 8 bit.
    func record(with other: H264Parameters?) -> [UInt8] {
        let sequences = sequences + (other?.sequences ?? [])
        let pictures = pictures + (other?.pictures ?? [])
        let level = sequences.map { $0[3] }.max() ?? 0
        var record: [UInt8] = [1, sequences[0][1], sequences[0][2], level, 0xff, 0xe0 | UInt8(sequences.count)]
        for set in sequences { record += [UInt8(set.count >> 8), UInt8(set.count & 255)] + set }
        record.append(UInt8(pictures.count))
        for set in pictures { record += [UInt8(set.count >> 8), UInt8(set.count & 255)] + set }
        if [100, 110, 122, 144].contains(sequences[0][1]) { record += [0xfd, 0xf8, 0xf8, 0] }
        return record
    }

    private static func sets(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, mask: UInt8) -> [[UInt8]]? {
        guard place < bytes.count else { return nil }
        let count = bytes[place] & mask
        place += 1
        var sets: [[UInt8]] = []
        for _ in 0..<count {
            guard place + 2 < bytes.count else { return nil }
            let length = Int(bytes[place]) << 8 | Int(bytes[place + 1])
            place += 2
            guard length > 0, length <= bytes.count - place else { return nil }
            sets.append(Array(bytes[place..<(place + length)]))
            place += length
        }
        return sets
    }

    /// The unsigned Exp-Golomb number (9.1) at a byte of a set.
    private static func number(_ set: [UInt8], at byte: Int) -> Int? {
        let bytes = NALUnits.plain(set)
        func bit(_ place: Int) -> Int? {
            place >> 3 < bytes.count ? Int(bytes[place >> 3] >> (7 - place & 7)) & 1 : nil
        }
        var zeros = 0
        while let next = bit(byte * 8 + zeros), next == 0 { zeros += 1 }
        guard zeros < 16 else { return nil }
        var value = 0
        for place in 0...zeros {
            guard let next = bit(byte * 8 + zeros + place) else { return nil }
            value = value << 1 | next
        }
        return value - 1
    }
}
