import CSodium

/// Passwords as they are stored: Argon2id (RFC 9106) with 19 MiB, two passes and one lane, as OWASP advises.
///
/// The text is the usual `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. Two are computed at a time, whoever asks:
/// a flood of sign-ins takes turns instead of memory.
package enum PasswordHash {
    /// Bytes of UTF-8; a longer password is refused, never cut.
    package static let longest = 1024

    /// The text to store for a password, with a salt of its own.
    package static func make(_ password: String) throws(CryptoError) -> String {
        let password = password.utf8CString
        guard password.count - 1 <= longest else { throw CryptoError.passwordTooLong }
        guard Sodium.isReady else { throw CryptoError.unavailable }
        var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
        let code = turns.take {
            password.withUnsafeBufferPointer {
                crypto_pwhash_str_alg(
                    &text, $0.baseAddress!, UInt64($0.count - 1), passes, memory, crypto_pwhash_ALG_ARGON2ID13)
            }
        }
        guard code == 0 else { throw CryptoError.unavailable }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// True when the stored text was made from this password; false also for a text that is no hash.
    ///
    /// Takes the time of one computation whether it matches or not. Give `dummy` for unknown names, so that they take
    /// as long as known ones.
    package static func matches(_ password: String, _ hash: String) -> Bool {
        let password = password.utf8CString
        guard password.count - 1 <= longest, hash.utf8.count < Int(crypto_pwhash_STRBYTES), Sodium.isReady else {
            return false
        }
        return turns.take {
            password.withUnsafeBufferPointer {
                crypto_pwhash_str_verify(hash, $0.baseAddress!, UInt64($0.count - 1)) == 0
            }
        }
    }

    /// True when a stored text was made with other costs than today's: the next sign-in may store it anew.
    package static func isOutdated(_ hash: String) -> Bool {
        crypto_pwhash_str_needs_rehash(hash, passes, memory) != 0
    }

    /// A hash at today's costs whose password nobody knows: what unknown names are compared with.
    package static let dummy =
        "$argon2id$v=19$m=19456,t=2,p=1$jCqY0GpRVRo1jc3KrdGNpA$+/J/7kSjeP9X8C0s0YpMA4OCPWJlTWqtSpFpoEoE60k"

    private static let passes: UInt64 = 2
    /// Bytes.
    private static let memory = 19 * 1024 * 1024
    private static let turns = Turns(2)
}
