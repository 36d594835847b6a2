/// One way of damaging a file, as a fault, a bad disk or somebody with a purpose would.
enum Mutation: CaseIterable {
    case flipBits, truncate, lieAboutLength, overwriteNumber, swapChunks, zero, borrowHeader, repeatChunk, insertNoise,
        cutOut

    /// Values at which sums of lengths go wrong.
    private static let edges: [UInt64] = [
        0, 1, 2, 7, 8, 9, 15, 16, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff,
        0x7fff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff,
    ]

    /// A file with one to four damages; `others` lend their headers.
    static func damaged(_ bytes: [UInt8], others: [[UInt8]], _ dice: inout Dice) -> [UInt8] {
        var damaged = bytes
        for _ in 0...dice.below(4) { dice.pick(Self.allCases).apply(to: &damaged, others, &dice) }
        return damaged
    }

    private func apply(to bytes: inout [UInt8], _ others: [[UInt8]], _ dice: inout Dice) {
        guard bytes.count > 64 else { return }
        switch self {
        case .flipBits:
            for _ in 0...dice.below(64) { bytes[Self.place(bytes, &dice)] ^= 1 << UInt8(dice.below(8)) }
        case .truncate: bytes.removeLast(dice.below(bytes.count))
        case .lieAboutLength: Self.lieAboutLength(&bytes, &dice)
        case .overwriteNumber:
            for _ in 0...dice.below(4) {
                let width = dice.pick([1, 2, 3, 4, 8])
                Self.write(
                    dice.pick(Self.edges), width, at: Self.place(bytes, &dice), isBigEndian: dice.below(2) == 0, &bytes)
            }
        case .swapChunks:
            let (first, second) = (Self.chunk(bytes, &dice), Self.chunk(bytes, &dice))
            let (low, high) = first.lowerBound < second.lowerBound ? (first, second) : (second, first)
            guard low.upperBound <= high.lowerBound else { return }
            bytes =
                Array(bytes[..<low.lowerBound]) + bytes[high] + bytes[low.upperBound..<high.lowerBound] + bytes[low]
                + bytes[high.upperBound...]
        case .zero: for index in Self.chunk(bytes, &dice) { bytes[index] = 0 }
        case .borrowHeader:
            let other = dice.pick(others)
            let length = min(dice.pick([4, 12, 32, 64, 256, 1_024, 4_096]), other.count, bytes.count)
            bytes.replaceSubrange(0..<length, with: other[..<length])
        case .repeatChunk:
            let chunk = Array(bytes[Self.chunk(bytes, &dice, most: 2_048)])
            let copies = Array(repeating: chunk, count: 1 + dice.below(32)).joined()
            bytes.insert(contentsOf: copies, at: Self.place(bytes, &dice))
        case .insertNoise:
            let noise = (0...dice.below(512)).map { _ in dice.byte() }
            bytes.insert(contentsOf: noise, at: Self.place(bytes, &dice))
        case .cutOut: bytes.removeSubrange(Self.chunk(bytes, &dice))
        }
    }

    /// The length that stands before a name of four letters (MP4) or behind it (RIFF, AIFF).
    private static func lieAboutLength(_ bytes: inout [UInt8], _ dice: inout Dice) {
        func isLetter(_ byte: UInt8) -> Bool {
            (0x61...0x7a).contains(byte) || (0x41...0x5a).contains(byte) || byte == 0x20
        }
        // Names are looked for from a random place on, so that others than the first are found too.
        let start = dice.below(2) == 0 ? 4 : place(bytes, &dice)
        var names: [Int] = []
        for at in max(4, start)..<max(max(4, start), bytes.count - 8) where names.count < 40 {
            if bytes[at..<at + 4].allSatisfy(isLetter) { names.append(at) }
        }
        guard !names.isEmpty else { return }
        let name = dice.pick(names)
        let isBefore = dice.below(2) == 0
        let at = isBefore ? name - 4 : name + 4
        let said = bytes[at..<at + 4].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let lie = dice.pick(edges + [said &- 1, said &+ 1, said &- 8, said &+ 8, said << 8, said >> 8])
        write(lie, 4, at: at, isBigEndian: isBefore || dice.below(2) == 0, &bytes)
    }

    private static func write(
        _ value: UInt64, _ width: Int, at place: Int, isBigEndian: Bool, _ bytes: inout [UInt8]
    ) {
        for offset in 0..<width where place + offset < bytes.count {
            let shift = isBigEndian ? width - 1 - offset : offset
            bytes[place + offset] = UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))
        }
    }

    /// Half of all places lie near the beginning, where most numbers are.
    private static func place(_ bytes: [UInt8], _ dice: inout Dice) -> Int {
        dice.below(2) == 0 ? dice.below(min(4_096, bytes.count)) : dice.below(bytes.count)
    }

    private static func chunk(_ bytes: [UInt8], _ dice: inout Dice, most: Int = 65_536) -> Range<Int> {
        let start = place(bytes, &dice)
        return start..<min(bytes.count, start + 1 + dice.below(most))
    }
}
