/// A sum of fractions of natural numbers, kept exactly: whole parts apart, the rest over one common denominator.
struct ExactSum: Sendable {
    private var whole: UInt128 = 0
    private var numerator = Natural(0)
    private var denominator = Natural(1)

    /// Adds `dividend / divisor`; the divisor is not 0.
    mutating func add(_ dividend: UInt128, over divisor: UInt64) {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: UInt128(divisor))
        whole += quotient
        guard remainder > 0 else { return }
        // Over the least common multiple, so that sections worth the same do not let it grow.
        let rest = denominator.remainder(dividingBy: divisor)
        let missing = divisor / Self.greatestCommonDivisor(divisor, rest)
        if missing > 1 {
            numerator = numerator * missing
            denominator = denominator * missing
        }
        numerator += share(of: UInt64(remainder), over: divisor)
    }

    /// `floor(sum / divisor + 1/2)`; the divisor is not 0.
    func dividedHalfUp(by divisor: UInt64) -> UInt128 {
        // floor((2s + d) / 2d) with 2s = 2w + 2n/m: only the whole part of 2n/m can matter, and it is small.
        var rest = numerator * 2
        var extra: UInt128 = 0
        while rest >= denominator {
            rest -= denominator
            extra += 1
        }
        return (2 * whole + extra + UInt128(divisor)) / (2 * UInt128(divisor))
    }

    /// `remainder / divisor` as a numerator over the common denominator, which `divisor` divides.
    private func share(of remainder: UInt64, over divisor: UInt64) -> Natural {
        denominator.quotient(dividingBy: divisor) * remainder
    }

    private static func greatestCommonDivisor(_ first: UInt64, _ second: UInt64) -> UInt64 {
        var (a, b) = (first, second)
        while b > 0 { (a, b) = (b, a % b) }
        return a
    }
}
