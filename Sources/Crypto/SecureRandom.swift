import CSodium

/// Random bytes that nobody can guess, from the system's generator through libsodium, which ends the process rather
/// than go on without one.
package enum SecureRandom {
    package static func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        randombytes_buf(&bytes, count)
        return bytes
    }

    /// A secret of 32 bytes as 43 letters of base64url: session tokens, API tokens, share links.
    package static func token() -> String { Base64URL.encode(bytes(32)) }
}

/// libsodium, started once before its first use.
enum Sodium {
    static let isReady = sodium_init() >= 0
}
