/// What libcrypto or libsodium could not do; it names no key, password or message.
package enum CryptoError: Error, Equatable {
    /// The algorithm or the memory for it is missing on this machine.
    case unavailable
    /// A password longer than `PasswordHash.longest` bytes of UTF-8.
    case passwordTooLong
}
