import CCrypto

/// Comparison of secrets whose time tells nothing about where they differ.
package enum ConstantTime {
    /// The lengths are no secret: different ones are unequal at once.
    package static func equal(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
    }

    package static func equal(_ one: String, _ other: String) -> Bool { equal(Array(one.utf8), Array(other.utf8)) }
}
