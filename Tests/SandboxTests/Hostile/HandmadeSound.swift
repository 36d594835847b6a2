/// Half a second of sound in containers that no recording of the project comes in, byte by byte.
enum HandmadeSound {
    static var all: [[UInt8]] { [au, aiff, amr, avi] }

    private static let samples: [UInt8] = (0..<8_000).map { UInt8(truncatingIfNeeded: ($0 * $0) >> 5) }

    private static func big(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func little(_ value: Int, _ width: Int) -> [UInt8] { big(value, width).reversed() }

    private static func text(_ name: String) -> [UInt8] { Array(name.utf8) }

    /// Sun's: 16 bit, 8 kHz, one channel.
    static var au: [UInt8] {
        text(".snd") + big(24, 4) + big(samples.count, 4) + big(3, 4) + big(8_000, 4) + big(1, 4) + samples
    }

    static var aiff: [UInt8] {
        // 8,000 as an 80-bit float.
        let rate: [UInt8] = [0x40, 0x0b, 0xfa, 0, 0, 0, 0, 0, 0, 0]
        let common = text("COMM") + big(18, 4) + big(1, 2) + big(samples.count / 2, 4) + big(16, 2) + rate
        let sound = text("SSND") + big(samples.count + 8, 4) + big(0, 8) + samples
        let form = text("AIFF") + common + sound
        return text("FORM") + big(form.count, 4) + form
    }

    /// 12.2 kbit/s: frames of a byte that says so and 31 that hold the speech.
    static var amr: [UInt8] {
        text("#!AMR\n") + (0..<25).flatMap { frame in [0x3c] + samples[(frame * 31)..<(frame * 31 + 31)] }
    }

    /// RIFF with one stream of PCM.
    static var avi: [UInt8] {
        func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] { text(name) + little(body.count, 4) + body }
        let format = little(1, 2) + little(1, 2) + little(8_000, 4) + little(16_000, 4) + little(2, 2) + little(16, 2)
        let header =
            text("auds") + little(0, 4) + little(0, 4) + little(0, 4) + little(0, 4) + little(2, 4) + little(16_000, 4)
            + little(0, 4) + little(samples.count / 2, 4) + little(4_096, 4) + little(0, 4) + little(2, 4)
            + little(0, 8)
        let main = [250_000, 16_000, 0, 16, 2, 0, 1, 4_096, 0, 0, 0, 0, 0, 0].flatMap { little($0, 4) }
        let stream = chunk("LIST", text("strl") + chunk("strh", header) + chunk("strf", format))
        let headers = chunk("LIST", text("hdrl") + chunk("avih", main) + stream)
        let movie = chunk(
            "LIST",
            text("movi") + chunk("00wb", Array(samples[..<4_000])) + chunk("00wb", Array(samples[4_000...])))
        return chunk("RIFF", text("AVI ") + headers + movie)
    }
}
