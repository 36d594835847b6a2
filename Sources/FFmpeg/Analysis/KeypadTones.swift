import Glibc

/// Four tones of a telephone's keys, and how much of each a window of samples has.
struct KeypadTones {
    /// What a window has of each tone, as complex numbers that turn backwards.
    struct Parts {
        var real = SIMD4<Float>()
        var imaginary = SIMD4<Float>()

        /// The power of the strongest.
        var greatest: Float {
            let powers = real * real + imaginary * imaginary
            let pair = pointwiseMax(powers.lowHalf, powers.highHalf)
            return max(pair[0], pair[1])
        }
    }

    /// So many times eight samples are looked at; those behind the window are taken as nothing.
    let eights: Int
    /// Eight samples of the cosine of each tone, then of the sine of each, and so on.
    private let tables: [SIMD8<Int16>]

    /// 8-bit tables: products of 16-bit samples then add up in 32 bits.
    private static let scale = 255.0

    /// `turns`: of each tone, by sample; `width` the samples of a window.
    init(_ turns: [Double], width: Int) {
        let eights = (width + 7) / 8
        func eight(_ group: Int, _ wave: (Double) -> Double) -> SIMD8<Int16> {
            var numbers = SIMD8<Int16>()
            for place in 0..<8 where 8 * group + place < width {
                numbers[place] = Int16((wave(2 * .pi * Double(8 * group + place)) * Self.scale).rounded())
            }
            return numbers
        }
        tables = (0..<eights).flatMap { group in
            turns.map { turn in eight(group) { cos(turn * $0) } }
                + turns.map { turn in eight(group) { sin(turn * $0) } }
        }
        self.eights = eights
    }

    /// `samples`: as many as `eights` say.
    func parts(of samples: UnsafePointer<Int16>) -> Parts {
        let sums = tables.withUnsafeBufferPointer { tables in
            tables.baseAddress.map { SampleSums.products(samples, $0, eights: eights) } ?? SIMD8()
        }
        let parts = SIMD8<Float>(sums) * Float(1 / Self.scale)
        return Parts(real: parts.lowHalf, imaginary: -parts.highHalf)
    }
}
