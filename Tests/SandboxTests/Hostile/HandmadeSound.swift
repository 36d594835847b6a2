/// Half a second of sound, byte by byte.
enum HandmadeSound {
    private static let samples: [UInt8] = (0..<8_000).map { UInt8(truncatingIfNeeded: ($0 * $0) >> 5) }

    /// In Sun's container: 16 bit, 8 kHz, one channel.
    static var au: [UInt8] {
        HandmadeFile.text(".snd") + [24, samples.count, 3, 8_000, 1].flatMap { HandmadeFile.big($0, 4) } + samples
    }
}
