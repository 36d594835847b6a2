/// A whole number of any size in base 10^9, as simple as can be: what exact scores are checked against.
struct Big: Comparable {
    private var digits: [UInt64] = []

    init(_ value: Int) {
        var rest = UInt64(value)
        while rest > 0 {
            digits.append(rest % 1_000_000_000)
            rest /= 1_000_000_000
        }
    }

    static func + (left: Big, right: Big) -> Big {
        var sum = Big(0)
        var carry: UInt64 = 0
        for index in 0..<max(left.digits.count, right.digits.count) {
            let total =
                carry + (index < left.digits.count ? left.digits[index] : 0)
                + (index < right.digits.count ? right.digits[index] : 0)
            sum.digits.append(total % 1_000_000_000)
            carry = total / 1_000_000_000
        }
        if carry > 0 { sum.digits.append(carry) }
        return sum
    }

    static func * (left: Big, right: Big) -> Big {
        var product = Big(0)
        product.digits = Array(repeating: 0, count: left.digits.count + right.digits.count)
        for (first, digit) in left.digits.enumerated() {
            var carry: UInt64 = 0
            for second in 0..<right.digits.count {
                let total = product.digits[first + second] + digit * right.digits[second] + carry
                product.digits[first + second] = total % 1_000_000_000
                carry = total / 1_000_000_000
            }
            product.digits[first + right.digits.count] += carry
        }
        while product.digits.last == 0 { product.digits.removeLast() }
        return product
    }

    static func < (left: Big, right: Big) -> Bool {
        guard left.digits.count == right.digits.count else { return left.digits.count < right.digits.count }
        return left.digits.reversed().lexicographicallyPrecedes(right.digits.reversed())
    }
}
