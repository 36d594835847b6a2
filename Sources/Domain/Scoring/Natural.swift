/// A natural number of any size: exact where the common denominator of many sections outgrows every fixed width.
struct Natural: Equatable, Comparable, Sendable {
    /// Least significant first, without zeros at the top; zero has none.
    private var limbs: [UInt64]

    init(_ value: UInt64) {
        limbs = value == 0 ? [] : [value]
    }

    static func < (left: Natural, right: Natural) -> Bool {
        guard left.limbs.count == right.limbs.count else { return left.limbs.count < right.limbs.count }
        for index in left.limbs.indices.reversed() where left.limbs[index] != right.limbs[index] {
            return left.limbs[index] < right.limbs[index]
        }
        return false
    }

    static func * (left: Natural, factor: UInt64) -> Natural {
        guard factor > 1 else { return factor == 1 ? left : Natural(0) }
        var product = left
        var carry: UInt64 = 0
        for index in product.limbs.indices {
            let (high, low) = product.limbs[index].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            product.limbs[index] = sum
            // high is at most 2^64 - 2, so this cannot overflow.
            carry = high + (overflow ? 1 : 0)
        }
        if carry > 0 { product.limbs.append(carry) }
        return product
    }

    static func += (left: inout Natural, right: Natural) {
        var carry = false
        for index in 0..<max(left.limbs.count, right.limbs.count) {
            if index == left.limbs.count { left.limbs.append(0) }
            let (sum, first) = left.limbs[index].addingReportingOverflow(
                index < right.limbs.count ? right.limbs[index] : 0)
            let (total, second) = sum.addingReportingOverflow(carry ? 1 : 0)
            left.limbs[index] = total
            carry = first || second
        }
        if carry { left.limbs.append(1) }
    }

    /// `right` must not be greater than `left`.
    static func -= (left: inout Natural, right: Natural) {
        var borrow = false
        for index in left.limbs.indices {
            let (difference, first) = left.limbs[index].subtractingReportingOverflow(
                index < right.limbs.count ? right.limbs[index] : 0)
            let (rest, second) = difference.subtractingReportingOverflow(borrow ? 1 : 0)
            left.limbs[index] = rest
            borrow = first || second
        }
        while left.limbs.last == 0 { left.limbs.removeLast() }
    }

    func remainder(dividingBy divisor: UInt64) -> UInt64 {
        var remainder: UInt64 = 0
        for limb in limbs.reversed() { remainder = divisor.dividingFullWidth((remainder, limb)).remainder }
        return remainder
    }

    /// What is left over falls away.
    func quotient(dividingBy divisor: UInt64) -> Natural {
        var quotient = self
        var remainder: UInt64 = 0
        for index in limbs.indices.reversed() {
            (quotient.limbs[index], remainder) = divisor.dividingFullWidth((remainder, limbs[index]))
        }
        while quotient.limbs.last == 0 { quotient.limbs.removeLast() }
        return quotient
    }
}
