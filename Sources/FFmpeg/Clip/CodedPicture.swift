/// What the first bits of coded pictures say, where a container does not.
enum CodedPicture {
    /// VP8 (RFC 6386, 9.1): the frame tag.
    static func lookVP8(_ bytes: UnsafeBufferPointer<UInt8>, _ note: inout PictureNote) {
        guard let tag = bytes.first else { return }
        let isKey = tag & 1 == 0
        if tag >> 4 & 1 == 0 {
            note.isHidden = true
            note.isShown = false
        }
        note.isEntry = isKey && note.isShown
    }

    /// VP9 (bitstream specification 6.2 and annex B): the uncompressed header of each frame in a superframe.
    static func lookVP9(_ bytes: UnsafeBufferPointer<UInt8>, _ note: inout PictureNote) {
        for (number, start) in frameStarts(bytes).enumerated() {
            guard start < bytes.count else {
                note.isCopyable = false
                return
            }
            var bits = Bits(bytes[start...])
            guard bits.read(2) == 2 else {
                note.isCopyable = false
                return
            }
            let profile = bits.read(1) | bits.read(1) << 1
            if profile == 3 { _ = bits.read(1) }
            // A picture that was decoded before is only shown.
            if bits.read(1) == 1 { continue }
            let isKey = bits.read(1) == 0
            let isShown = bits.read(1) == 1
            if number == 0 { note.isEntry = isKey && isShown }
            if !isShown { note.isHidden = true }
        }
    }

    /// AV1 (bitstream specification 5.3 to 5.9): the units of a temporal unit.
    static func lookAV1(_ bytes: UnsafeBufferPointer<UInt8>, _ note: inout PictureNote) {
        var place = 0
        var hasSequence = false
        var isFirst = true
        while place < bytes.count {
            let header = bytes[place]
            place += header >> 2 & 1 == 1 ? 2 : 1
            guard header >> 1 & 1 == 1, let size = leb128(bytes, &place), size <= bytes.count - place else {
                note.isCopyable = false
                return
            }
            let unit = bytes[place..<(place + size)]
            place += size
            switch header >> 3 & 15 {
            case 1:
                hasSequence = true
                // A still picture has no header to look at.
                var bits = Bits(unit)
                if bits.read(5) & 1 == 1 { note.isCopyable = false }
            case 3, 6:
                var bits = Bits(unit)
                let isRepeat = bits.read(1) == 1
                let isKey = !isRepeat && bits.read(2) == 0
                let isShown = isRepeat || bits.read(1) == 1
                if isFirst { note.isEntry = isKey && isShown && hasSequence }
                if !isShown { note.isHidden = true }
                isFirst = false
            default: break
            }
        }
    }

    private static func frameStarts(_ bytes: UnsafeBufferPointer<UInt8>) -> [Int] {
        guard let last = bytes.last, last >> 5 == 6 else { return [0] }
        let count = Int(last & 7) + 1
        let width = Int(last >> 3 & 3) + 1
        let index = bytes.count - 2 - width * count
        guard index >= 0, bytes[index] == last else { return [0] }
        var starts: [Int] = []
        var place = 0
        for number in 0..<count {
            starts.append(place)
            let entry = index + 1 + number * width
            for byte in 0..<width { place += Int(bytes[entry + byte]) << (8 * byte) }
        }
        return starts
    }

    private static func leb128(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Int? {
        var value = 0
        for shift in 0..<5 {
            guard place < bytes.count else { return nil }
            let byte = bytes[place]
            place += 1
            value |= Int(byte & 127) << (7 * shift)
            if byte & 128 == 0 { return value }
        }
        return nil
    }

    /// Bits from the highest down; zeros behind the end.
    private struct Bits {
        private let bytes: Slice<UnsafeBufferPointer<UInt8>>
        private var place = 0

        init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) { self.bytes = bytes }

        mutating func read(_ count: Int) -> Int {
            var value = 0
            for _ in 0..<count {
                let byte = bytes.startIndex + place >> 3
                value = value << 1 | (byte < bytes.endIndex ? Int(bytes[byte] >> (7 - place & 7)) & 1 : 0)
                place += 1
            }
            return value
        }
    }
}
