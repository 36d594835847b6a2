import Glibc

/// Judges two neighbouring windows: is this, for 20 ms, a row and a column of the keypad and little else?
///
/// ITU-T Q.24 says what a receiver must accept and refuse. A tone is known by its frequency more exactly than 20 ms would
/// tell: by how far its phase has turned from one window to the next.
struct KeypadPair {
    /// The part of each of the eight tones in 10 ms, and the energy of everything.
    struct Window {
        let real: SIMD8<Float>
        let imaginary: SIMD8<Float>
        let energy: Float

        init(rows: KeypadTones.Parts, columns: KeypadTones.Parts, energy: Float) {
            real = SIMD8(lowHalf: rows.real, highHalf: columns.real)
            imaginary = SIMD8(lowHalf: rows.imaginary, highHalf: columns.imaginary)
            self.energy = energy
        }
    }

    /// What speaks for a key being pressed during two windows.
    struct Finding {
        /// Row and column; it never leaves this folder.
        let key: Int
        /// The two tones' part of all energy, about 0...1.
        let share: Float
        /// dB, with no fixed zero.
        let lowDb: Float
        let highDb: Float
        /// How far each tone is off its frequency, as a part of it.
        let lowDrift: Float
        let highDrift: Float
    }

    private let width: Float
    /// By what each tone turns during a window.
    private let turnReal: SIMD8<Float>
    private let turnImaginary: SIMD8<Float>
    /// From an angle to a part of each tone's frequency.
    private let driftPerRadian: [Float]

    private static let leastShare: Float = 0.3
    /// The strongest row or column has four times the power of the next.
    private static let dominance: Float = 4
    /// Refused from 3 to 3.5 % on (Q.24, table A-1).
    private static let mostDrift: Float = 0.03
    /// Columns may be 5 dB stronger than rows or 8 dB weaker (Q.24, table A-1).
    private static let mostHigher: Float = 3.16
    private static let mostLower: Float = 6.31

    /// `width`: the samples of a window; `windowSeconds`: from its start to that of the next.
    init(width: Int, windowSeconds: Double) {
        self.width = Float(width)
        let angles = KeypadMeter.tones.map { -2 * Double.pi * $0 * windowSeconds }
        turnReal = SIMD8(angles.map { Float(cos($0)) })
        turnImaginary = SIMD8(angles.map { Float(sin($0)) })
        driftPerRadian = KeypadMeter.tones.map { Float(1 / (2 * .pi * windowSeconds * $0)) }
    }

    /// Whether a row stands out, without which nothing else needs to be asked.
    func hasRow(_ first: KeypadTones.Parts, _ second: KeypadTones.Parts) -> Bool {
        let (turnReal, turnImaginary) = (turnReal.lowHalf, turnImaginary.lowHalf)
        let real = second.real * turnReal - second.imaginary * turnImaginary
        let imaginary = second.real * turnImaginary + second.imaginary * turnReal
        let power =
            (first.real + real) * (first.real + real)
            + (first.imaginary + imaginary) * (first.imaginary + imaginary)
        return Self.strongest(power) != nil
    }

    func judge(_ first: Window, _ second: Window) -> Finding? {
        let real = second.real * turnReal - second.imaginary * turnImaginary
        let imaginary = second.real * turnImaginary + second.imaginary * turnReal
        let power =
            (first.real + real) * (first.real + real)
            + (first.imaginary + imaginary) * (first.imaginary + imaginary)
        guard let low = Self.strongest(power.lowHalf), let column = Self.strongest(power.highHalf) else { return nil }
        let high = 4 + column
        func tone(_ index: Int) -> (power: Float, drift: Float) {
            let across = imaginary[index] * first.real[index] - real[index] * first.imaginary[index]
            let along = real[index] * first.real[index] + imaginary[index] * first.imaginary[index]
            let angle = atan2f(across, along)
            let sizes = hypotf(first.real[index], first.imaginary[index]) + hypotf(real[index], imaginary[index])
            // A tone beside its nominal frequency is seen weaker than it is.
            let seen = abs(angle) < 0.001 ? 1 : max(0.5, sinf(angle / 2) / (angle / 2))
            return (sizes * sizes / (seen * seen * width), angle * driftPerRadian[index])
        }
        let (lowPower, lowDrift) = tone(low)
        let (highPower, highDrift) = tone(high)
        let share = (lowPower + highPower) / (first.energy + second.energy)
        guard share > Self.leastShare, abs(lowDrift) < Self.mostDrift, abs(highDrift) < Self.mostDrift,
            highPower < lowPower * Self.mostHigher, lowPower < highPower * Self.mostLower
        else { return nil }
        return Finding(
            key: low * 4 + high - 4, share: share, lowDb: 10 * log10f(lowPower), highDb: 10 * log10f(highPower),
            lowDrift: lowDrift, highDrift: highDrift)
    }

    /// Of four, the one that stands out; nil when none does.
    private static func strongest(_ power: SIMD4<Float>) -> Int? {
        let pair = pointwiseMax(power.lowHalf, power.highHalf)
        let most = max(pair[0], pair[1])
        var found: Int?
        for index in 0..<4 where power[index] * dominance >= most {
            guard found == nil else { return nil }
            found = index
        }
        return found
    }
}
