import Glibc

/// How loud windows are, in whole dB below full scale, without a logarithm for each of them.
struct WindowLoudness {
    /// Of a sum of squares, by its exponent and the first bits of its fraction: the least loudness that has these.
    private let least: [Int8]
    /// The sum of squares from which on a window is so loud, from `quietest` on.
    private let from: [Int64]

    /// What nothing at all is called.
    static let quietest = -120
    private static let loudest = 20
    /// An octave of power (3 dB) in 16 parts: none has two limits in it.
    private static let partBits = 4
    /// Ten milliseconds at the highest rate have less than 2 to this.
    private static let octaves = 48

    /// `window`: samples of a whole one.
    init(window: Int) {
        from = (Self.quietest...Self.loudest).map { loudness in
            guard loudness > Self.quietest else { return 0 }
            let power = pow(10, (Double(loudness) - 0.5) / 10) * 32_768 * 32_768 * Double(window)
            return Int64(power.rounded(.up))
        }
        let limits = from
        least = (0..<(Self.octaves << Self.partBits)).map { place in
            let power = Self.power(at: place)
            return Int8(Self.quietest + (limits.lastIndex { $0 <= power } ?? 0))
        }
    }

    /// `squares`: the sum over a whole window.
    func db(_ squares: Int64) -> Int8 {
        guard squares > 0 else { return Int8(Self.quietest) }
        let least = least[Self.place(of: squares)]
        let next = Int(least) - Self.quietest + 1
        return next < from.count && squares >= from[next] ? least + 1 : least
    }

    /// The first number with these leading bits.
    private static func power(at place: Int) -> Int64 {
        let exponent = place >> partBits
        let fraction = Int64(place & (1 << partBits - 1)) | 1 << partBits
        return exponent >= partBits
            ? fraction << Int64(exponent - partBits) : fraction >> Int64(partBits - exponent)
    }

    private static func place(of squares: Int64) -> Int {
        let exponent = 63 - squares.leadingZeroBitCount
        let fraction =
            exponent >= partBits ? squares >> Int64(exponent - partBits) : squares << Int64(partBits - exponent)
        return exponent << partBits | Int(fraction) & (1 << partBits - 1)
    }
}
